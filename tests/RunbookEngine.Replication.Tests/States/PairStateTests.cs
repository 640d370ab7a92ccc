using System.Text.Json;
using RunbookEngine.Replication.States;
using RunbookEngine.Replication.Vocabulary;
using Xunit;
using static RunbookEngine.Replication.Vocabulary.PairStatus;
using static RunbookEngine.Replication.Vocabulary.Technology;

namespace RunbookEngine.Replication.Tests.States;

public class PairStateTests
{
    [Fact]
    public void A_state_survives_json_so_that_a_checkpoint_can_hold_it()
    {
        foreach (var state in Enum.GetValues<Technology>().SelectMany(Cases.States))
        {
            Assert.Equal(state, JsonSerializer.Deserialize<PairState>(JsonSerializer.Serialize(state)));
        }
    }

    [Fact]
    public void Statuses_that_fit_one_row_name_it_and_those_that_fit_several_stay_unclear()
    {
        Assert.Equal(PairCondition.QuickSplit, PairState.Observed(ShadowImage, PSUS, COPY).Condition);
        Assert.Equal(PairCondition.Unclear, PairState.Observed(ShadowImage, COPY, COPY).Condition);
        Assert.Equal(PairCondition.Paired, PairState.Observed(UniversalReplicator, PAIR, PAIR).Condition);
        Assert.Equal(PairCondition.SuspendedFenced, PairState.Observed(TrueCopy, PSUE, PSUE, FenceLevel.Data).Condition);
        Assert.Equal(HostAccess.Read, PairState.Observed(TrueCopy, PSUE, PSUE).PvolAccess);
    }

    [Fact]
    public void A_split_whose_options_are_not_known_counts_as_read_only() =>
        Assert.Equal(HostAccess.Read, PairState.Observed(TrueCopy, PSUS, SSUS).SvolAccess);

    [Fact]
    public void A_remote_status_that_cannot_be_read_means_the_paths_count_as_down()
    {
        Assert.False(PairState.Observed(TrueCopy, Unknown, PAIR).PathsUp);
        Assert.True(PairState.Observed(ThinImage, PSUS, Unknown).PathsUp);
    }

    [Fact]
    public void A_status_that_lags_behind_on_one_side_is_read_by_the_p_vol_first() =>
        Assert.Contains(PairCondition.SplitDone, PairState.Observed(TrueCopy, PSUS, PAIR).Possible);
}
