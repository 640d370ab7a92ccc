using RunbookEngine.Replication.Limits;
using RunbookEngine.Replication.Vocabulary;
using Xunit;

namespace RunbookEngine.Replication.Tests.Limits;

/// <remarks>Sources: the pages that <see cref="ModelLimits"/> names.</remarks>
public class ModelLimitsTests
{
    [Theory]
    [InlineData("VSP G900", 255, 256)]
    [InlineData("VSP F1500", 255, 256)]
    [InlineData("VSP G1500", 255, 256)]
    [InlineData("VSP G700", 127, 128)]
    [InlineData("VSP G350", 127, 128)]
    [InlineData("VSP G800", 127, 128)]
    [InlineData("VSP G600", 63, 64)]
    [InlineData("VSP G400", 63, 64)]
    [InlineData("VSP G150", 31, 32)]
    [InlineData("VSP G200", 15, 16)]
    public void Consistency_groups_of_Universal_Replicator_go_by_the_model(string model, int last, int refused)
    {
        var limits = ModelLimits.Of(model)!;
        Assert.Null(limits.RefuseConsistencyGroup(Technology.UniversalReplicator, last));
        Assert.Contains(refused.ToString(), limits.RefuseConsistencyGroup(Technology.UniversalReplicator, refused), StringComparison.Ordinal);
        Assert.Null(limits.RefuseConsistencyGroup(Technology.TrueCopy, refused));
    }

    [Theory]
    [InlineData("VSP 5600H", 255, 256)]
    [InlineData("VSP 5200", 255, 256)]
    [InlineData("VSP One Block High End", 255, 256)]
    [InlineData("VSP E1090", 127, 128)]
    [InlineData("VSP E590H", 127, 128)]
    [InlineData("VSP One B26", 127, 128)]
    public void Journals_go_by_the_model(string model, int last, int refused)
    {
        Assert.Null(ModelLimits.Of(model)!.RefuseJournal(last));
        Assert.Contains(refused.ToString(), ModelLimits.Of(model)!.RefuseJournal(refused), StringComparison.Ordinal);
    }

    [Fact]
    public void A_consistency_group_takes_8192_pairs_and_1024_on_the_smallest_model()
    {
        Assert.Null(ModelLimits.Of("VSP 5600H")!.RefusePairs(8192));
        Assert.NotNull(ModelLimits.Of("VSP 5600H")!.RefusePairs(8193));
        Assert.Null(ModelLimits.Of("VSP G130")!.RefusePairs(1024));
        Assert.NotNull(ModelLimits.Of("VSP G130")!.RefusePairs(1025));
    }

    [Fact]
    public void ShadowImage_uses_the_first_128_consistency_groups()
    {
        Assert.Null(ModelLimits.Of("VSP E1090")!.RefuseConsistencyGroup(Technology.ShadowImage, 127));
        Assert.NotNull(ModelLimits.Of("VSP E1090")!.RefuseConsistencyGroup(Technology.ShadowImage, 128));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("VSP 9999")]
    public void A_model_that_no_row_is_for_refuses_nothing(string? model) => Assert.Null(ModelLimits.Of(model));
}
