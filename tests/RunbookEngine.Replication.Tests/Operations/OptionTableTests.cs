using RunbookEngine.Replication.Operations;
using RunbookEngine.Replication.Tables;
using RunbookEngine.Replication.Vocabulary;
using Xunit;
using static RunbookEngine.Replication.Vocabulary.Technology;

namespace RunbookEngine.Replication.Tests.Operations;

public class OptionTableTests
{
    [Fact]
    public void Every_form_of_a_table_is_an_operation_that_can_be_sent_and_has_that_form()
    {
        foreach (var table in StatusTables.All)
        {
            foreach (var form in table.Forms)
            {
                Assert.Null(OptionTable.Refuse(table.Technology, form.Operation()));
                Assert.Equal(form, OperationForms.Of(table.Technology, form.Operation()));
            }
        }
    }

    [Fact]
    public void Every_operation_that_can_be_sent_has_a_column_in_its_table()
    {
        foreach (var table in StatusTables.All)
        {
            foreach (var operation in Cases.AnyOperations().Where(o => OptionTable.Refuse(table.Technology, o) is null))
            {
                Assert.Contains(OperationForms.Of(table.Technology, operation), table.Forms);
            }
        }
    }

    public static TheoryData<Technology, PairOperation, string> Refusals => new()
    {
        { TrueCopy, PairOperation.Split with { DataSuspend = true }, "doDataSuspend" },
        { UniversalReplicator, PairOperation.Split with { PvolWriteProtect = true }, "doPvolWriteProtect" },
        { ShadowImage, PairOperation.Split with { SvolAccess = HostAccess.ReadWrite }, "svolAccessMode" },
        { GlobalActiveDevice, PairOperation.Split with { SvolAccess = HostAccess.ReadWrite }, "svolAccessMode" },
        { TrueCopy, PairOperation.Split with { Quick = true }, "quickMode" },
        { TrueCopy, PairOperation.Restore, "no operation" },
        { ShadowImage, PairOperation.Takeover, "no operation" },
        { ThinImage, PairOperation.SwapResync, "no operation" },
        { ShadowImage, PairOperation.Create with { Quick = true }, "needs autoSplit" },
        { ShadowImage, PairOperation.Create with { AutoSplit = true, ConsistencyGroup = new(true) }, "consistency group" },
        { ShadowImage, PairOperation.Resync with { CopyPace = 16 }, "1 to 15" },
        { TrueCopy, PairOperation.Create with { ConsistencyGroup = new(true, 256) }, "0 to 255" },
        { TrueCopy, PairOperation.Split with { SvolOperationMode = SvolOperationMode.Ssws, SvolAccess = HostAccess.Read }, "excludes" },
        { TrueCopy, PairOperation.Takeover with { SentTo = PairSide.Pvol }, "holds the S-VOL" },
        { UniversalReplicator, PairOperation.Create with { Fence = FenceLevel.Data }, "ASYNC" },
        { TrueCopy, PairOperation.Create with { Fence = FenceLevel.Async }, "DATA, STATUS or NEVER" },
    };

    [Theory, MemberData(nameof(Refusals))]
    public void What_does_not_fit_is_refused_with_the_option_named(Technology technology, PairOperation operation, string named) =>
        Assert.Contains(named, OptionTable.Refuse(technology, operation)?.Why);
}
