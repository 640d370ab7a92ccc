using RunbookEngine.Arrays.Errors;
using RunbookEngine.Arrays.Pairs;
using RunbookEngine.Arrays.Tests.Fakes;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Arrays.Tests.Pairs;

public class ReadTests
{
    private static readonly CopyGroupRef Ur = CopyGroupRef.Of(Technology.UniversalReplicator, TwoSites.TokyoId, "erpUR", TwoSites.OsakaId);

    private static readonly CopyGroupRef Si = CopyGroupRef.Of(Technology.ShadowImage, TwoSites.TokyoId, "bk01");

    /// <summary>REST API guide MK-98RD9014, "Getting information about a specific remote copy group".</summary>
    [Fact]
    public async Task A_remote_group_tells_both_sides_of_its_pairs()
    {
        await using var sites = new TwoSites();
        sites.TokyoArray.On($"GET remote-mirror-copygroups/{TwoSites.OsakaId},erpUR,erpURP_,erpURS_", 200, Samples.UrGroup);

        var group = (await sites.Tokyo.ReadCopyGroupAsync(Ur, default))!;

        var pair = Assert.Single(group.Pairs);
        Assert.Equal((Ur, 1, sites.Clock.GetUtcNow()), (group.Ref, group.MuNumber, group.ReadAt));
        Assert.Equal(("db01", Technology.UniversalReplicator, FenceLevel.Async, 12, null), (pair.Ref.Name, pair.Technology, pair.FenceLevel, pair.ConsistencyGroupId, pair.ProgressPercent));
        Assert.Equal((300, TwoSites.TokyoId, PairStatus.PAIR, "PAIR", 7, false), (pair.Pvol.LdevId, pair.Pvol.StorageDeviceId, pair.Pvol.Status, pair.Pvol.StatusText, pair.Pvol.JournalId, pair.Pvol.IsExpanding));
        Assert.Equal((860, TwoSites.OsakaId, PairStatus.PFUL, "PFUL", 9, true), (pair.Svol.LdevId, pair.Svol.StorageDeviceId, pair.Svol.Status, pair.Svol.StatusText, pair.Svol.JournalId, pair.Svol.IsExpanding));
        Assert.Equal(pair.Svol, pair.On(TwoSites.OsakaId));
    }

    [Fact]
    public async Task The_other_array_is_asked_for_the_same_group_by_the_name_it_knows()
    {
        await using var sites = new TwoSites();
        sites.OsakaArray.On($"GET remote-mirror-copygroups/{TwoSites.TokyoId},erpUR,erpURS_,erpURP_", 200, Samples.UrGroup);

        var group = (await sites.Osaka.ReadCopyGroupAsync(Ur, default))!;

        Assert.Equal(("erpURS_", "erpURP_", TwoSites.TokyoId), (group.Ref.DeviceGroup, group.Ref.PartnerDeviceGroup, group.Ref.PartnerStorageDeviceId));
        Assert.True(group.Ref.IsSameGroup(Ur));
        Assert.Equal(Ur.Key, group.Ref.Key);
        Assert.Equal(TwoSites.TokyoId, group.Pairs[0].Pvol.StorageDeviceId);
    }

    /// <summary>REST API guide MK-98RD9014, "Getting a list of ShadowImage pairs": the query parameter has an upper-case G.</summary>
    [Theory]
    [InlineData(false, "")]
    [InlineData(true, "&refresh=true")]
    public async Task ShadowImage_pairs_are_read_by_the_list_with_or_without_refresh(bool refresh, string query)
    {
        await using var sites = new TwoSites();
        sites.TokyoArray.On($"GET local-clone-copypairs?localCloneCopyGroupId=bk01,bk01P_,bk01S_{query}", 200, Samples.SiPairs);

        var group = (await sites.Tokyo.ReadCopyGroupAsync(Si, new PairReadOptions { Refresh = refresh }, default))!;

        var pair = Assert.Single(group.Pairs);
        Assert.Equal((63, 4, 0, PairStatus.COPY, PairStatus.COPY), (pair.ProgressPercent, pair.ConsistencyGroupId, pair.MuNumber, pair.Pvol.Status, pair.Svol.Status));
        Assert.Equal((1201, 2201, TwoSites.TokyoId), (pair.Pvol.LdevId, pair.Svol.LdevId, pair.Svol.StorageDeviceId));
    }

    /// <summary>REST API guide MK-98RD9014, "Getting information about Thin Image pairs".</summary>
    [Fact]
    public async Task A_snapshot_group_is_read_with_its_snapshots()
    {
        await using var sites = new TwoSites();
        sites.TokyoArray.On("GET snapshot-groups/nightly", 200, """
            { "snapshotGroupName": "nightly", "snapshotGroupId": "nightly", "snapshots": [
              { "snapshotGroupName": "nightly", "primaryOrSecondary": "P-VOL", "status": "PSUS", "pvolLdevId": 100, "muNumber": 3, "svolLdevId": 7, "snapshotPoolId": 5,
                "concordanceRate": 99, "isConsistencyGroup": true, "isWrittenInSvol": false, "isClone": false, "canCascade": false, "splitTime": "2026-05-04T09:30:00",
                "snapshotId": "100,3", "pvolProcessingStatus": "N", "snapshotDataReadOnly": false } ] }
            """);

        var group = (await sites.Tokyo.ReadCopyGroupAsync(CopyGroupRef.Of(Technology.ThinImage, TwoSites.TokyoId, "nightly"), default))!;

        var pair = Assert.Single(group.Pairs);
        Assert.Equal(("100,3", PairStatus.PSUS, 7, 5, "2026-05-04T09:30:00", 99), (pair.Ref.Name, pair.Pvol.Status, pair.Svol.LdevId, pair.SnapshotPoolId, pair.SnapshotTime, pair.ProgressPercent));
    }

    [Fact]
    public async Task A_snapshot_group_whose_name_no_path_can_hold_is_asked_for_by_query()
    {
        await using var sites = new TwoSites();
        sites.TokyoArray.On("GET snapshots?snapshotGroupName=a%2Fb", 200, """{"data":[{"snapshotId":"1,0","pvolLdevId":1,"muNumber":0,"status":"PAIR"}]}""");

        var group = await sites.Tokyo.ReadCopyGroupAsync(CopyGroupRef.Of(Technology.ThinImage, TwoSites.TokyoId, "a/b"), default);

        Assert.Single(group!.Pairs);
    }

    [Fact]
    public async Task A_global_active_device_pair_tells_io_modes_and_quorum()
    {
        await using var sites = new TwoSites();
        sites.TokyoArray.On($"GET remote-mirror-copypairs/{TwoSites.OsakaId},g,gP_,gS_,v1", 200, """
            { "copyGroupName": "g", "copyPairName": "v1", "replicationType": "GAD", "fenceLevel": "NEVER", "pvolLdevId": "120", "svolLdevId": "121",
              "pvolStatus": "PSUS", "svolStatus": "SSWS", "pvolStorageDeviceId": "938000500111", "svolStorageDeviceId": "938000500222",
              "pvolIOMode": "B/B", "svolIOMode": "L/L", "quorumDiskId": 3, "copyProgressRate": 100, "transitionStatus": "None", "isAluaEnabled": true }
            """);

        var pair = (await sites.Tokyo.ReadPairAsync(
            new PairRef(CopyGroupRef.Of(Technology.GlobalActiveDevice, TwoSites.TokyoId, "g", TwoSites.OsakaId), "v1"), PairReadOptions.Default, default))!;

        Assert.Equal((120, 121, "B/B", "L/L", 3, PairStatus.SSWS, null),
            (pair.Pvol.LdevId, pair.Svol.LdevId, pair.Pvol.IoMode, pair.Svol.IoMode, pair.QuorumDiskId, pair.Svol.Status, pair.TransitionStatus));
    }

    /// <summary>REST API guide MK-98RD9014, "Getting TrueCopy or Universal Replicator pair information": pages by LDEV number.</summary>
    [Fact]
    public async Task The_flat_list_is_read_to_its_end_without_a_partner()
    {
        await using var sites = new TwoSites();
        sites.TokyoArray.On("GET remote-copypairs?replicationType=UR&headLdevId=0&count=500", 200, """
            {"data":[{"replicationType":"UR","ldevId":300,"remoteSerialNumber":"500222","remoteStorageTypeId":"M8","remoteLdevId":860,"primaryOrSecondary":"P-VOL","muNumber":1,"status":"PAIR"},
                     {"replicationType":"UR","ldevId":499,"remoteSerialNumber":500222,"remoteLdevId":861,"primaryOrSecondary":"S-VOL","muNumber":1,"status":"SSWS"}]}
            """)
            .On("GET remote-copypairs?replicationType=UR&headLdevId=500&count=500", 200, """{"data":[{"ldevId":65279,"primaryOrSecondary":"P-VOL","status":"HOLD"}]}""")
            .On("GET remote-copypairs?replicationType=UR&headLdevId=65280&count=500", 200, """{"data":[]}""");

        var entries = await sites.Tokyo.ListRemotePairsAsync(Technology.UniversalReplicator, default);

        Assert.Equal([(300, true, PairStatus.PAIR, 860), (499, false, PairStatus.SSWS, 861), (65279, true, PairStatus.Unknown, null)],
            entries.Select(e => (e.LdevId, e.IsPvol, e.Status, e.RemoteLdevId)));
        Assert.Equal(0, sites.OsakaArray.Logins);
    }

    [Fact]
    public async Task The_snapshots_of_a_volume_name_their_groups()
    {
        await using var sites = new TwoSites();
        sites.TokyoArray.On("GET snapshots?pvolLdevId=100", 200, """{"data":[{"snapshotId":"100,3","snapshotGroupName":"nightly","pvolLdevId":100,"muNumber":3,"status":"PFUS"}]}""");

        var pair = Assert.Single(await sites.Tokyo.ListSnapshotsAsync(100, default));

        Assert.Equal(("nightly", "100,3", PairStatus.PFUS), (pair.Ref.Group.Name, pair.Ref.Name, pair.Svol.Status));
    }

    [Fact]
    public async Task Details_are_asked_for_by_the_word_of_each_kind_of_pair()
    {
        await using var sites = new TwoSites();
        sites.TokyoArray.On($"GET remote-mirror-copygroups/{TwoSites.OsakaId},erpUR,erpURP_,erpURS_?detailInfoType=class", 200,
            """{"copyGroupName":"erpUR","copyPairs":[{"copyPairName":"a","replicationType":"UR","transitionStatus":"Suspending","deltaStatus":"HOLD"}]}""")
            .On("GET snapshot-groups/nightly?detailInfoType=retention", 200, """{"snapshotGroupName":"nightly","snapshots":[{"snapshotId":"1,0","status":"PSUS","retentionPeriod":24}]}""");
        var detailed = new PairReadOptions { Detailed = true };

        var ur = (await sites.Tokyo.ReadCopyGroupAsync(Ur, detailed, default))!.Pairs[0];
        var ti = (await sites.Tokyo.ReadCopyGroupAsync(CopyGroupRef.Of(Technology.ThinImage, TwoSites.TokyoId, "nightly"), detailed, default))!.Pairs[0];

        Assert.Equal(("Suspending", "HOLD", 24), (ur.TransitionStatus, ur.DeltaStatus, ti.RetentionHours));
    }

    [Fact]
    public async Task A_status_word_nobody_knows_is_kept_as_it_was_written()
    {
        await using var sites = new TwoSites();
        sites.TokyoArray.On("GET local-clone-copypairs?localCloneCopyGroupId=bk01,bk01P_,bk01S_", 200,
            """{"data":[{"copyPairName":"v","pvolStatus":"XYZZY","svolStatus":"copy"},{"copyPairName":"w","pvolStatus":"3"}]}""");

        var pairs = (await sites.Tokyo.ReadCopyGroupAsync(Si, default))!.Pairs;

        Assert.Equal((PairStatus.Unknown, "XYZZY"), (pairs[0].Pvol.Status, pairs[0].Pvol.StatusText));
        Assert.Equal((PairStatus.Unknown, "copy"), (pairs[0].Svol.Status, pairs[0].Svol.StatusText));
        Assert.Equal((PairStatus.Unknown, PairStatus.Unknown, null), (pairs[1].Pvol.Status, pairs[1].Svol.Status, pairs[1].Svol.StatusText));
    }

    [Theory]
    [InlineData(404, "KART30013-E")]
    [InlineData(500, "KART40041-E")]
    [InlineData(500, "KART30013-E")]
    [InlineData(404, "KART20009-E")]
    public async Task A_group_that_went_with_its_last_pair_is_null(int status, string messageId)
    {
        await using var sites = new TwoSites();
        sites.TokyoArray.On($"GET remote-mirror-copygroups/{TwoSites.OsakaId},erpUR,erpURP_,erpURS_", status, Samples.Error(messageId));

        Assert.Null(await sites.Tokyo.ReadCopyGroupAsync(Ur, default));
        Assert.Single(sites.TokyoArray.Requests);
    }

    [Fact]
    public async Task Listing_finds_the_groups_of_a_technology_by_their_pairs()
    {
        const string List = $"GET remote-mirror-copygroups?remoteStorageDeviceId={TwoSites.OsakaId}&detailInfoType=pair";
        await using var sites = new TwoSites();
        sites.TokyoArray.On(List, 200, """
            { "data": [
              { "copyGroupName": "erpUR", "remoteStorageDeviceId": "938000500222", "localDeviceGroupName": "erpURP_", "remoteDeviceGroupName": "erpURS_", "copyPairs": [ { "copyPairName": "a", "replicationType": "UR" } ] },
              { "copyGroupName": "erpTC", "remoteStorageDeviceId": "938000500222", "localDeviceGroupName": "x", "remoteDeviceGroupName": "y", "copyPairs": [ { "copyPairName": "a", "replicationType": "TC" } ] },
              { "copyGroupName": "plain", "remoteStorageDeviceId": "938000500222", "localDeviceGroupName": "erpURP_", "remoteDeviceGroupName": "erpURS_" } ] }
            """);
        sites.TokyoArray.On($"GET remote-mirror-copygroups/{TwoSites.OsakaId},plain,erpURP_,erpURS_", 200, Samples.UrGroup);

        var ur = await sites.Tokyo.ListCopyGroupsAsync(Technology.UniversalReplicator, TwoSites.OsakaId, null, default);
        var tc = await sites.Tokyo.ListCopyGroupsAsync(Technology.TrueCopy, TwoSites.OsakaId, n => n.StartsWith("erp", StringComparison.Ordinal), default);

        Assert.Equal(["erpUR", "plain"], ur.Select(g => g.Name));
        Assert.Equal([("erpTC", "x", "y")], tc.Select(g => (g.Name, g.DeviceGroup!, g.PartnerDeviceGroup!)));
        Assert.Equal(3, sites.TokyoArray.Requests.Count);
    }

    [Fact]
    public async Task Listing_local_groups_gives_names_and_device_groups()
    {
        await using var sites = new TwoSites();
        sites.TokyoArray.On("GET local-clone-copygroups", 200,
            """{"data":[{"localCloneCopygroupId":"bk01,bkP,bkS","copyGroupName":"bk01","pvolDeviceGroupName":"bkP","svolDeviceGroupName":"bkS"}]}""")
            .On("GET snapshot-groups", 200, """{"data":[{"snapshotGroupName":"nightly","snapshotGroupId":"nightly"}]}""");

        var si = Assert.Single(await sites.Tokyo.ListCopyGroupsAsync(Technology.ShadowImage, null, null, default));
        var ti = Assert.Single(await sites.Tokyo.ListCopyGroupsAsync(Technology.ThinImage, null, null, default));

        Assert.Equal(("bk01", "bkP", "bkS", "nightly"), (si.Name, si.DeviceGroup, si.PartnerDeviceGroup, ti.Name));
    }

    [Fact]
    public async Task A_read_that_is_not_what_it_should_be_is_an_error()
    {
        await using var sites = new TwoSites();
        sites.TokyoArray.On("GET local-clone-copygroups", 200, """{"jobId": 5}""").On("GET snapshot-groups", 200, "[1,");

        foreach (var technology in new[] { Technology.ShadowImage, Technology.ThinImage })
        {
            var error = await Assert.ThrowsAsync<ArrayApiException>(() => sites.Tokyo.ListCopyGroupsAsync(technology, null, null, default));
            Assert.Equal((ArrayErrorKind.BadAnswer, false), (error.Error.Kind, error.Error.MayHaveHappened));
        }
    }
}
