using RunbookEngine.Replication.Operations;
using RunbookEngine.Replication.Predictions;
using RunbookEngine.Replication.States;
using RunbookEngine.Replication.Vocabulary;
using Xunit;
using static RunbookEngine.Replication.States.PairCondition;
using static RunbookEngine.Replication.Vocabulary.HostAccess;
using static RunbookEngine.Replication.Vocabulary.IoMode;
using static RunbookEngine.Replication.Vocabulary.PairStatus;
using static RunbookEngine.Replication.Vocabulary.Technology;

namespace RunbookEngine.Replication.Tests.Predictions;

public class GlobalActiveDeviceCellTests
{
    private static readonly PairOperation Ssws = PairOperation.Split with { SvolOperationMode = SvolOperationMode.Ssws };

    public static TheoryData<string, PairOperation, PairCondition, string, HostAccess, HostAccess, string> Operations => new()
    {
        { "create", PairOperation.Create, Simplex, "PAIR/PAIR", ReadWrite, ReadWrite, "A" },
        { "suspend, P side keeps running", PairOperation.Split, Paired, "PSUS/SSUS", ReadWrite, None, "A" },
        { "suspend, S side keeps running", Ssws, Paired, "PSUS/SSWS", None, ReadWrite, "A" },
        { "resync after the first", PairOperation.Resync, SplitDone, "PAIR/PAIR", ReadWrite, ReadWrite, "A" },
        { "resync after the second", PairOperation.SwapResync, TakenOver, "PAIR/PAIR", ReadWrite, ReadWrite, "B" },
        { "delete, suspended", PairOperation.Delete, SplitDone, "SMPL/SMPL", ReadWrite, ReadWrite, "A" },
        { "leave SSWS", PairOperation.Split with { SvolOperationMode = SvolOperationMode.Psus }, TakenOver, "PSUS/SSUS", ReadWrite, None, "A" },
    };

    [Theory, MemberData(nameof(Operations))]
    public void Operations_table(string row, PairOperation operation, PairCondition from, string end, HostAccess p, HostAccess s, string pvolArray)
    {
        Assert.NotEmpty(row);
        var accepted = Assert.IsType<Prediction.Accepted>(StatusModel.Predict(Gad(from), operation));
        Assert.Equal((end, p, s, pvolArray), ($"{accepted.Final.P}/{accepted.Final.S}", accepted.Final.PvolAccess, accepted.Final.SvolAccess, accepted.Final.PvolArray));
    }

    [Theory, InlineData(Paired), InlineData(InitialCopy), InlineData(Resyncing), InlineData(Queued)]
    public void Delete_is_refused_until_the_pair_is_suspended(PairCondition condition) =>
        Assert.IsType<Prediction.Rejected>(StatusModel.Predict(Gad(condition), PairOperation.Delete));

    public static TheoryData<PairStatus, IoMode, PairStatus, IoMode, HostAccess, HostAccess, PairCondition> Modes => new()
    {
        { INIT, Mirror, INIT, Block, ReadWrite, None, Queued },
        { PAIR, Mirror, PAIR, Mirror, ReadWrite, ReadWrite, Paired },
        { PSUS, Local, SSUS, Block, ReadWrite, None, SplitDone },
        { PSUE, Local, PSUE, Block, ReadWrite, None, Suspended },
        { PSUE, Local, SMPL, Block, ReadWrite, None, SuspendedUnseen },
        { PSUS, Block, SSWS, Local, None, ReadWrite, TakenOver },
        { PSUE, Block, SSWS, Local, None, ReadWrite, TakenOverUnseen },
        { PSUE, Block, PSUE, Block, None, None, Blocked },
    };

    [Theory, MemberData(nameof(Modes))]
    public void Status_and_io_mode_table(PairStatus p, IoMode pMode, PairStatus s, IoMode sMode, HostAccess pAccess, HostAccess sAccess, PairCondition condition)
    {
        var read = PairState.Observed(GlobalActiveDevice, p, s, pvolIoMode: pMode, svolIoMode: sMode);
        Assert.Equal((condition, pAccess, sAccess), (read.Condition, read.PvolAccess, read.SvolAccess));
    }

    private static PairState Gad(PairCondition condition) => PairState.None(GlobalActiveDevice).Becoming(condition);
}

public class ThinImageCellTests
{
    private static readonly string[] Columns = ["create", "split (create+split)", "resync", "restore", "delete"];

    private static readonly (string Status, PairCondition[] Conditions, string Cells)[] Rows =
    [
        //                                          create split resync restore delete
        ("SMPL",      [Simplex],                   "Ok    rej   rej    rej     no-op"),
        ("COPY",      [InitialCopy],               "rej   rej   no-op  no-op   rej"),
        ("PAIR/PFUL", [Paired, PairedFilling],     "rej   Ok    no-op  no-op   Ok"),
        ("PSUS/PFUS", [SplitDone, SplitFilling],   "rej   no-op Ok     Ok      Ok"),
        ("RCPY",      [Restoring],                 "rej   rej   no-op  no-op   rej"),
        ("PSUE",      [Suspended],                 "rej   rej   Ok     rej     Ok"),
    ];

    public static IEnumerable<TheoryDataRow<PairCondition, int, string>> Cells() =>
        from row in Rows
        let cells = row.Cells.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        from condition in row.Conditions
        from column in Enumerable.Range(0, Columns.Length)
        select new TheoryDataRow<PairCondition, int, string>(condition, column, cells[column])
        {
            TestDisplayName = $"TI commands (Thin Image guide): {row.Status} ({condition}) x {Columns[column]} is {cells[column]}",
        };

    /// <summary>A create over an existing mirror unit is refused by REST; CCI answers success and does nothing.</summary>
    [Theory, MemberData(nameof(Cells))]
    public void Command_table(PairCondition condition, int column, string expected)
    {
        PairOperation[] operations = [PairOperation.Create, PairOperation.Split, PairOperation.Resync, PairOperation.Restore, PairOperation.Delete];
        var word = Cases.Word(StatusModel.Predict(PairState.None(ThinImage).Becoming(condition), operations[column]));
        Assert.Equal(expected, word.StartsWith("->", StringComparison.Ordinal) ? "Ok" : word);
    }

    public static TheoryData<PairStatus, HostAccess, HostAccess> Statuses => new()
    {
        { COPY, ReadWrite, None }, { PAIR, ReadWrite, None }, { PFUL, ReadWrite, None }, { PSUS, ReadWrite, ReadWrite },
        { PFUS, ReadWrite, ReadWrite }, { RCPY, ReadWrite, None }, { PSUE, ReadWrite, None }, { SMPP, ReadWrite, None }, { PSUP, ReadWrite, ReadWrite },
    };

    [Theory, MemberData(nameof(Statuses))]
    public void Status_table(PairStatus status, HostAccess p, HostAccess s)
    {
        var read = PairState.Observed(ThinImage, status, status);
        Assert.Equal((p, s), (read.PvolAccess, read.SvolAccess));
    }

    [Fact]
    public void AutoSplit_ends_in_a_stored_snapshot_for_create_resync_and_restore()
    {
        (PairOperation Operation, PairCondition From)[] cases =
            [(PairOperation.Create, Simplex), (PairOperation.Resync, SplitDone), (PairOperation.Restore, SplitDone)];
        foreach (var (operation, from) in cases)
        {
            var accepted = StatusModel.Predict(PairState.None(ThinImage).Becoming(from), operation with { AutoSplit = true });
            Assert.Equal(PSUS, Assert.IsType<Prediction.Accepted>(accepted).Final.P);
        }
    }
}
