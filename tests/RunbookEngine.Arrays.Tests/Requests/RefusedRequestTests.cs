using RunbookEngine.Arrays.Errors;
using RunbookEngine.Arrays.Pairs;
using RunbookEngine.Arrays.Tests.Fakes;
using RunbookEngine.Replication.Vocabulary;
using static RunbookEngine.Replication.Vocabulary.Technology;

namespace RunbookEngine.Arrays.Tests.Requests;

public class RefusedRequestTests
{
    private static readonly (Technology Technology, PairRequest Request, string Names)[] Wrong =
    [
        (ShadowImage, new PairRequest.Split { SvolAccess = HostAccess.Read }, "SvolAccess"),
        (ShadowImage, new PairRequest.Split { CopyPace = 16 }, "copyPace"),
        (ShadowImage, new PairRequest.Resync { FenceLevel = FenceLevel.Data }, "FenceLevel"),
        (ShadowImage, new PairRequest.Restore { AutoSplit = true }, "AutoSplit"),
        (ShadowImage, new PairRequest.Takeover(), "Takeover"),
        (ShadowImage, new PairRequest.SwapResync(), "SwapResync"),
        (ShadowImage, new PairRequest.Create { PairName = "a", PvolLdevId = 1, SvolLdevId = 2 }, "newGroup"),
        (ShadowImage, new PairRequest.Create { PairName = "a", PvolLdevId = 1, NewGroup = true }, "svolLdevId"),
        (ShadowImage, new PairRequest.Create { PairName = "a b", PvolLdevId = 1, SvolLdevId = 2, NewGroup = true }, "'a b'"),
        (ShadowImage, new PairRequest.Create { PairName = "a,b", PvolLdevId = 1, SvolLdevId = 2, NewGroup = true }, "'a,b'"),
        (ShadowImage, new PairRequest.Create { PairName = new string('a', 32), PvolLdevId = 1, SvolLdevId = 2, NewGroup = true }, "31"),
        (ShadowImage, new PairRequest.Create { PairName = "a", PvolLdevId = 70000, SvolLdevId = 2, NewGroup = true }, "65279"),
        (ShadowImage, new PairRequest.Create { PairName = "a", PvolLdevId = 1, SvolLdevId = 2, NewGroup = true, Quick = true }, "autoSplit"),
        (ShadowImage, new PairRequest.Create { PairName = "a", PvolLdevId = 1, SvolLdevId = 2, NewGroup = false, MuNumber = 1 }, "newGroup"),
        (ShadowImage, new PairRequest.Create { PairName = "a", PvolLdevId = 1, SvolLdevId = 2, NewGroup = true, AutoSplit = true, InConsistencyGroup = true }, "autoSplit"),
        (ShadowImage, new PairRequest.Create { PairName = "a", PvolLdevId = 1, SvolLdevId = 2, NewGroup = true, InitialCopy = false }, "InitialCopy"),
        (TrueCopy, new PairRequest.Split { Quick = true }, "Quick"),
        (TrueCopy, new PairRequest.Split { SuspendData = true }, "SuspendData"),
        (TrueCopy, new PairRequest.Split { ProtectPvol = true, SvolAccess = HostAccess.ReadWrite }, "protectPvol"),
        (TrueCopy, new PairRequest.Split { SvolAccess = HostAccess.None }, "svolAccess"),
        (TrueCopy, new PairRequest.Restore(), "Restore"),
        (TrueCopy, new PairRequest.Delete { Force = true }, "force"),
        (TrueCopy, new PairRequest.Resync { Failback = true }, "Failback"),
        (TrueCopy, new PairRequest.Takeover { Timeout = TimeSpan.Zero }, "timeout"),
        (TrueCopy, new PairRequest.Create { PairName = "a", PvolLdevId = 1, SvolLdevId = 2, NewGroup = true, PvolJournalId = 1 }, "pvolJournalId"),
        (TrueCopy, new PairRequest.Create { PairName = "a", PvolLdevId = 1, SvolLdevId = 2, NewGroup = true, WithoutPartner = true }, "partner"),
        (UniversalReplicator, new PairRequest.Split { ProtectPvol = true }, "ProtectPvol"),
        (UniversalReplicator, new PairRequest.Split { SvolOperationMode = PairStatus.SSWS, SvolAccess = HostAccess.ReadWrite }, "svolOperationMode"),
        (UniversalReplicator, new PairRequest.Split { SvolOperationMode = PairStatus.PAIR }, "PAIR"),
        (UniversalReplicator, new PairRequest.Resync { CopyPace = 3 }, "copyPace"),
        (UniversalReplicator, new PairRequest.Resync { FailbackMuNumber = 1 }, "failback"),
        (UniversalReplicator, new PairRequest.Create { PairName = "a", PvolLdevId = 1, SvolLdevId = 2, NewGroup = true }, "pvolJournalId"),
        (UniversalReplicator, new PairRequest.Create { PairName = "a", PvolLdevId = 1, SvolLdevId = 2, NewGroup = false, PvolJournalId = 1, SvolJournalId = 2 }, "pvolJournalId"),
        (GlobalActiveDevice, new PairRequest.Split { SvolAccess = HostAccess.Read }, "SvolAccess"),
        (GlobalActiveDevice, new PairRequest.Create { PairName = "a", PvolLdevId = 1, SvolLdevId = 2, NewGroup = true }, "quorumDiskId"),
        (ThinImage, new PairRequest.Split { Quick = true }, "Quick"),
        (ThinImage, new PairRequest.Resync { RetentionHours = 5 }, "autoSplit"),
        (ThinImage, new PairRequest.Create { PvolLdevId = 1 }, "snapshotPoolId"),
        (ThinImage, new PairRequest.Create { PvolLdevId = 1, SnapshotPoolId = 1, IsClone = true }, "svolLdevId"),
        (ThinImage, new PairRequest.MakeClone { CopySpeed = "ludicrous" }, "ludicrous"),
        (ThinImage, new PairRequest.AssignVolume { SvolLdevId = 1 }, "one snapshot"),
    ];

    [Fact]
    public async Task What_no_array_could_accept_is_refused_by_name_before_anything_is_sent()
    {
        await using var sites = new TwoSites();
        foreach (var (technology, request, names) in Wrong)
        {
            var group = CopyGroupRef.Of(technology, TwoSites.TokyoId, "cg", technology.IsRemote() ? TwoSites.OsakaId : null);
            var refusal = Assert.Throws<InvalidPairRequestException>(() => sites.Tokyo.DescribeRequest(group, request));
            Assert.Contains(names, refusal.Message, StringComparison.Ordinal);
        }
        Assert.Equal(0, sites.TokyoArray.Logins);
    }

    [Fact]
    public async Task The_consistency_group_of_a_single_pair_cannot_be_changed_by_resync()
    {
        await using var sites = new TwoSites();
        var pair = new PairRef(CopyGroupRef.Of(TrueCopy, TwoSites.TokyoId, "cg", TwoSites.OsakaId), "db01");

        Assert.Throws<InvalidPairRequestException>(() => sites.Tokyo.DescribeRequest(pair, new PairRequest.Resync { InConsistencyGroup = true }));
    }

    [Fact]
    public async Task A_request_goes_only_to_the_array_it_was_described_for()
    {
        await using var sites = new TwoSites();
        var request = sites.Tokyo.DescribeRequest(CopyGroupRef.Of(ShadowImage, TwoSites.TokyoId, "cg"), new PairRequest.Split());

        await Assert.ThrowsAsync<ArgumentException>(() => sites.Osaka.SendAsync(request, default));
        Assert.Throws<ArgumentException>(() => sites.Osaka.DescribeRequest(CopyGroupRef.Of(ShadowImage, TwoSites.TokyoId, "cg"), new PairRequest.Split()));
    }
}
