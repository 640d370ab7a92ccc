using RunbookEngine.Arrays.Errors;
using RunbookEngine.Arrays.Pairs;
using RunbookEngine.Arrays.Tests.Fakes;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Arrays.Tests.Sessions;

/// <summary>REST API guide MK-98RD9014, "Request headers": Remote-Authorization.</summary>
public class RemoteAuthorizationTests
{
    private static readonly CopyGroupRef Group = CopyGroupRef.Of(Technology.UniversalReplicator, TwoSites.TokyoId, "erpUR", TwoSites.OsakaId);

    private const string Path = $"remote-mirror-copygroups/{TwoSites.OsakaId},erpUR,erpURP_,erpURS_";

    [Fact]
    public async Task Reads_and_changes_of_remote_pairs_carry_a_session_of_the_partner()
    {
        await using var sites = new TwoSites();
        sites.TokyoArray.On($"GET {Path}", 200, Samples.UrGroup).On($"POST {Path}/actions/split/invoke", 202, Samples.RunningJob(7));

        await sites.Tokyo.ReadCopyGroupAsync(Group, default);
        await sites.Tokyo.InvokeAsync(Group, new PairRequest.Split(), default);

        Assert.Equal(2, sites.TokyoArray.Requests.Count);
        Assert.All(sites.TokyoArray.Requests, r => Assert.Equal($"Session {sites.OsakaArray.Token}", r.Headers["Remote-Authorization"]));
        Assert.Equal(1, sites.OsakaArray.Logins);
    }

    [Fact]
    public async Task Without_the_partner_nothing_is_asked_of_it()
    {
        await using var sites = new TwoSites();
        sites.OsakaArray.Kill("osaka-ctl1");
        sites.OsakaArray.Kill("osaka-ctl2");
        sites.TokyoArray.On("GET remote-mirror-copygroups/NotSpecified,erpUR,erpURP_,NotSpecified", 200, Samples.UrGroupWithoutPartner);

        var group = await sites.Tokyo.ReadCopyGroupAsync(Group, new PairReadOptions { WithoutPartner = true }, default);

        Assert.DoesNotContain("Remote-Authorization", sites.TokyoArray.Requests[0].Headers.Keys);
        var pair = Assert.Single(group!.Pairs);
        Assert.Equal((PairStatus.PAIR, PairStatus.Unknown, null), (pair.Pvol.Status, pair.Svol.Status, pair.Svol.LdevId));
    }

    [Fact]
    public async Task A_partner_that_is_down_is_named_in_the_error()
    {
        await using var sites = new TwoSites();
        sites.OsakaArray.Kill("osaka-ctl1");
        sites.OsakaArray.Kill("osaka-ctl2");

        var error = (await Assert.ThrowsAsync<ArrayApiException>(() => sites.Tokyo.ReadCopyGroupAsync(Group, default))).Error;

        Assert.Equal((ArrayErrorKind.NotReached, "osaka"), (error.Kind, error.Array));
        Assert.Contains("https://osaka-ctl2", error.Describe(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_the_partner_session_has_expired_both_are_renewed_and_the_change_sent_once_more()
    {
        await using var sites = new TwoSites();
        sites.TokyoArray.On($"GET {Path}", 200, Samples.UrGroup)
            .On($"POST {Path}/actions/split/invoke", 401, ScriptedArray.InvalidToken)
            .On($"POST {Path}/actions/split/invoke", 202, Samples.RunningJob(7));
        await sites.Tokyo.ReadCopyGroupAsync(Group, default);

        var job = await sites.Tokyo.InvokeAsync(Group, new PairRequest.Split(), default);

        Assert.Equal(7, job.Ref.JobId);
        Assert.Equal(2, sites.OsakaArray.Logins);
        Assert.Equal($"Session {sites.OsakaArray.Token}", sites.TokyoArray.Requests[^1].Headers["Remote-Authorization"]);
    }
}
