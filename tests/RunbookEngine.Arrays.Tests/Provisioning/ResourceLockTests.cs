using RunbookEngine.Arrays.Errors;
using RunbookEngine.Arrays.Tests.Fakes;

namespace RunbookEngine.Arrays.Tests.Provisioning;

/// <summary>REST API guide MK-98RD9014, "Locking resources".</summary>
public class ResourceLockTests
{
    private static string Service(string id, string action) => $"POST /ConfigurationManager/v1/{id}/services/resource-group-service/actions/{action}/invoke";

    [Fact]
    public async Task Holders_nest_the_first_locks_and_the_last_unlocks()
    {
        await using var sites = Lab();

        var first = await sites.Tokyo.LockResourcesAsync(TimeSpan.FromSeconds(180), default);
        var second = await sites.Tokyo.LockResourcesAsync(TimeSpan.FromSeconds(180), default);
        await first.DisposeAsync();
        await first.DisposeAsync();
        Assert.Equal([Service(TwoSites.TokyoId, "lock")], Changes(sites.TokyoArray).Select(r => r.Line));
        await second.DisposeAsync();

        var changes = Changes(sites.TokyoArray);
        Assert.Equal([Service(TwoSites.TokyoId, "lock"), Service(TwoSites.TokyoId, "unlock")], changes.Select(r => r.Line));
        Assert.Equal(["""{"parameters":{"waitTime":180}}""", ""], changes.Select(r => r.Body));
    }

    [Fact]
    public async Task Several_arrays_are_locked_greatest_id_first_and_a_failure_lets_go_of_what_was_locked()
    {
        await using var sites = Lab();
        await (await sites.Fleet.LockResourcesAsync([sites.Tokyo, sites.Osaka], TimeSpan.Zero, default)).DisposeAsync();
        Assert.Equal((2, 2), (Changes(sites.TokyoArray).Count, Changes(sites.OsakaArray).Count));

        sites.TokyoArray.On(Service(TwoSites.TokyoId, "lock"), 202, Samples.RunningJob(99)).On(Service(TwoSites.TokyoId, "lock"), 202, Samples.RunningJob(99));
        sites.TokyoArray.On("GET jobs/99", 200, Samples.FailedJob(99, Samples.Error("KART30000-E", "2E11", "2207")));
        sites.TokyoArray.On(Service(TwoSites.TokyoId, "lock"), 202, Samples.RunningJob(99));
        await (await sites.Tokyo.LockResourcesAsync(TimeSpan.Zero, default)).DisposeAsync();

        var error = await Assert.ThrowsAsync<ArrayApiException>(() => sites.Fleet.LockResourcesAsync([sites.Tokyo, sites.Osaka], TimeSpan.Zero, default));

        Assert.Equal((ArrayErrorKind.Locked, "tokyo"), (error.Error.Kind, error.Error.Array));
        Assert.Equal(["lock", "unlock", "lock", "unlock"], Changes(sites.OsakaArray).Select(r => r.Line.Contains("/unlock/", StringComparison.Ordinal) ? "unlock" : "lock"));
    }

    [Fact]
    public async Task A_lock_that_went_with_its_session_is_taken_anew_by_the_next_holder_and_not_given_back_by_the_last()
    {
        await using var sites = Lab();
        sites.TokyoArray.On("GET quorum-disks", 200, """{"data":[]}""");
        var first = await sites.Tokyo.LockResourcesAsync(TimeSpan.Zero, default);
        sites.TokyoArray.ExpireSessions();
        await sites.Tokyo.ReadQuorumDisksAsync(default);

        var second = await sites.Tokyo.LockResourcesAsync(TimeSpan.Zero, default);
        sites.TokyoArray.ExpireSessions();
        await sites.Tokyo.ReadQuorumDisksAsync(default);
        await first.DisposeAsync();
        await second.DisposeAsync();

        Assert.Equal([Service(TwoSites.TokyoId, "lock"), Service(TwoSites.TokyoId, "lock")], Changes(sites.TokyoArray).Select(r => r.Line));
    }

    [Fact]
    public async Task When_unlocking_fails_the_session_is_given_back_and_the_lock_with_it()
    {
        await using var sites = new TwoSites();
        sites.TokyoArray.On(Service(TwoSites.TokyoId, "lock"), 202, Samples.RunningJob(1)).On("GET jobs/1", 200, Samples.FinishedJob(1, "x"))
            .On(Service(TwoSites.TokyoId, "unlock"), 500, "<html></html>");

        await (await sites.Tokyo.LockResourcesAsync(TimeSpan.Zero, default)).DisposeAsync();

        Assert.Equal(1, sites.TokyoArray.Discards);
    }

    [Fact]
    public async Task Resource_groups_tell_who_holds_them()
    {
        await using var sites = Lab();
        sites.TokyoArray.On("GET resource-groups", 200, """
            {"data":[{"resourceGroupId":0,"resourceGroupName":"meta_resource","lockStatus":"Locked","selfLock":false,"lockOwner":"other","lockHost":"198.51.100.11"},
                     {"resourceGroupId":1,"resourceGroupName":"rg1","lockStatus":"Unlocked"}]}
            """);

        var groups = await sites.Tokyo.ReadResourceGroupsAsync(default);

        Assert.Equal((true, false, "other"), (groups[0].IsLocked, groups[0].IsLockedByUs, groups[0].LockOwner));
        Assert.Equal((false, null), (groups[1].IsLocked, groups[1].IsLockedByUs));
    }

    private static TwoSites Lab()
    {
        var sites = new TwoSites();
        foreach (var (array, id) in new[] { (sites.TokyoArray, TwoSites.TokyoId), (sites.OsakaArray, TwoSites.OsakaId) })
        {
            array.On(Service(id, "lock"), 202, Samples.RunningJob(1)).On(Service(id, "unlock"), 202, Samples.RunningJob(2))
                .On("GET jobs/1", 200, Samples.FinishedJob(1, "x")).On("GET jobs/2", 200, Samples.FinishedJob(2, "x"));
        }
        return sites;
    }

    private static List<Seen> Changes(ScriptedArray array) => [.. array.Requests.Where(r => r.Method != "GET")];
}
