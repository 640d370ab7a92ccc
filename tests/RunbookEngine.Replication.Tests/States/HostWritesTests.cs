using RunbookEngine.Replication.States;
using RunbookEngine.Replication.Vocabulary;
using Xunit;
using static RunbookEngine.Replication.Vocabulary.PairStatus;
using static RunbookEngine.Replication.Vocabulary.Technology;

namespace RunbookEngine.Replication.Tests.States;

/// <summary>Whether hosts may write to a side: what leaves it open counts as yes.</summary>
public class HostWritesTests
{
    [Theory]
    [InlineData(TrueCopy, PAIR, PAIR, true, false)]
    [InlineData(TrueCopy, COPY, COPY, true, false)]
    [InlineData(TrueCopy, PSUS, SSUS, true, true)] // read only and read-write splits look alike
    [InlineData(TrueCopy, PSUS, SSWS, false, true)]
    [InlineData(TrueCopy, PAIR, SSWS, true, true)] // the P-VOL came back as it was and was not told
    [InlineData(UniversalReplicator, PAIR, PAIR, true, false)]
    [InlineData(UniversalReplicator, PSUS, SSWS, false, true)]
    [InlineData(UniversalReplicator, PSUE, SSWS, true, true)]
    [InlineData(GlobalActiveDevice, PAIR, PAIR, true, true)]
    [InlineData(GlobalActiveDevice, PSUS, SSWS, false, true)]
    [InlineData(TrueCopy, Unknown, SSWS, true, true)]
    [InlineData(TrueCopy, SMPL, SMPL, true, true)]
    public void Each_side_by_its_statuses(Technology technology, PairStatus pvol, PairStatus svol, bool atPvol, bool atSvol)
    {
        var state = PairState.Observed(technology, pvol, svol);
        Assert.Equal((atPvol, atSvol), (state.MayBeWrittenAt("A"), state.MayBeWrittenAt("B")));
        Assert.False(state.MayBeWrittenAt("C"));
    }
}
