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

    private static TwoSites Lab() => new(c => c with { Limits = new ArrayLimits { GoneAfter = Patience } });
}
