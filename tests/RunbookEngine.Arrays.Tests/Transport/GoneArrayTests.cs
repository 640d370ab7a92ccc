using RunbookEngine.Arrays.Connections;
using RunbookEngine.Arrays.Errors;
using RunbookEngine.Arrays.Pairs;
using RunbookEngine.Arrays.Tests.Fakes;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Arrays.Tests.Transport;

/// <summary>An array that is gone costs its patience once, and an error in which an array tells of its partner is the partner's.</summary>
public class GoneArrayTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    private static readonly CopyGroupRef Group = CopyGroupRef.Of(Technology.TrueCopy, TwoSites.OsakaId, "cg", TwoSites.TokyoId);

    /// <summary>Texts in which an array that answers says that its partner does not.</summary>
    public static TheoryData<string> Partners { get; } =
    [
        """{"errorSource":"/x","message":"Communication with the remote storage system failed.","messageId":"KART30074-E","solutionType":"RETRY"}""",
        """{"errorSource":"/x","message":"refused","messageId":"KART30000-E","errorCode":{"errorCode":"EX_ENORMT"}}""",
        """{"errorSource":"/x","message":"refused","messageId":"KART30000-E","errorCode":{"errorCode":"EX_EWSLTO"}}""",
    ];

    /// <summary>Texts that tell of nobody: published meanings are few. The last two are no error objects at all.</summary>
    public static TheoryData<string> Unexplained { get; } =
    [
        """{"errorSource":"/x","message":"An error occurred.","messageId":"KART30003-E"}""",
        """{"errorSource":"/x","message":"An error occurred.","messageId":"KART30008-E"}""",
        """{"errorSource":"/x","message":"An error occurred.","messageId":"KART30072-E"}""",
        """{"errorSource":"/x","message":"An error occurred.","messageId":"KART30090-E"}""",
        """{"errorSource":"/x","message":"An error occurred.","messageId":"KART40042-E"}""",
        """{"errorSource":"/x","message":"refused","messageId":"KART30000-E","errorCode":{"SSB1":"2E10","SSB2":"8002"}}""",
        "<html>Internal Server Error</html>",
        "",
    ];

    [Fact]
    public async Task In_a_disaster_a_silent_array_is_waited_for_once_whatever_is_asked_of_it()
    {
        await using var sites = Lab();
        sites.TokyoArray.Kill("tokyo-ctl1");
        sites.TokyoArray.Kill("tokyo-ctl2");
        var began = sites.Clock.GetUtcNow();

        for (var i = 0; i < 5; i++)
        {
            var error = Assert.Throws<ArrayApiException>(() => sites.Run(() => sites.Tokyo.ReadJournalsAsync(CancellationToken.None))).Error;
            Assert.Equal(("tokyo", true), (error.Array, error.IsSilence));
        }

        Assert.True(sites.Tokyo.IsGone);
        Assert.True(sites.Clock.GetUtcNow() - began <= Patience, $"{sites.Clock.GetUtcNow() - began}");
    }

    [Fact]
    public async Task An_array_that_was_declared_gone_is_asked_nothing()
    {
        await using var sites = new TwoSites(c => c with { DeclaredGone = c.Name == "tokyo" });
        var error = (await Assert.ThrowsAsync<ArrayApiException>(() => sites.Tokyo.ReadJournalsAsync(CancellationToken.None))).Error;
        Assert.Contains("declared gone", error.Message);
        Assert.Empty(sites.TokyoArray.Requests);
        Assert.Equal(0, sites.TokyoArray.Logins);
    }

    [Theory]
    [MemberData(nameof(Partners))]
    public async Task An_error_in_which_an_array_tells_of_its_partner_is_the_partners(string answer)
    {
        await using var sites = Lab();
        sites.OsakaArray.On($"GET remote-mirror-copygroups/{TwoSites.TokyoId},cg,cgP_,cgS_", 500, answer);

        var error = Assert.Throws<ArrayApiException>(
            () => sites.Run(() => sites.Osaka.ReadCopyGroupAsync(Group, PairReadOptions.Default, CancellationToken.None))).Error;

        Assert.True(error.PartnerGone, error.Describe());
        Assert.Equal("osaka", error.Array);
        Assert.False(sites.Osaka.IsGone);
    }

    [Theory]
    [MemberData(nameof(Unexplained))]
    public async Task An_error_nobody_explains_is_the_partners_when_the_partner_does_not_answer_and_the_arrays_own_when_it_does(string answer)
    {
        foreach (var gone in new[] { true, false })
        {
            await using var sites = Lab();
            // A session from before the loss: the client has no reason to ask the partner itself.
            sites.TokyoArray.On("GET journals?journalInfo=basic", 200, """{"data":[]}""");
            Assert.NotNull(sites.Run(() => sites.Tokyo.ReadJournalsAsync(CancellationToken.None)));
            sites.OsakaArray.On($"GET remote-mirror-copygroups/{TwoSites.TokyoId},cg,cgP_,cgS_", 500, answer);
            if (gone)
            {
                sites.TokyoArray.Kill("tokyo-ctl1");
                sites.TokyoArray.Kill("tokyo-ctl2");
            }

            var error = Assert.Throws<ArrayApiException>(
                () => sites.Run(() => sites.Osaka.ReadCopyGroupAsync(Group, PairReadOptions.Default, CancellationToken.None))).Error;

            Assert.Equal((gone, "osaka"), (error.PartnerGone, error.Array));
        }
    }

    [Fact]
    public async Task An_error_with_a_reason_of_its_own_is_not_the_partners_even_when_that_is_gone()
    {
        await using var sites = Lab();
        sites.TokyoArray.On("GET journals?journalInfo=basic", 200, """{"data":[]}""");
        sites.Run(() => sites.Tokyo.ReadJournalsAsync(CancellationToken.None));
        sites.OsakaArray.On($"GET remote-mirror-copygroups/{TwoSites.TokyoId},cg,cgP_,cgS_", 403, """{"errorSource":"/x","message":"no role","messageId":"KART40045-E"}""");
        sites.TokyoArray.Kill("tokyo-ctl1");
        sites.TokyoArray.Kill("tokyo-ctl2");

        var error = Assert.Throws<ArrayApiException>(
            () => sites.Run(() => sites.Osaka.ReadCopyGroupAsync(Group, PairReadOptions.Default, CancellationToken.None))).Error;

        Assert.False(error.PartnerGone);
    }

    private static TwoSites Lab() => new(c => c with { Limits = new ArrayLimits { GoneAfter = Patience } });
}
