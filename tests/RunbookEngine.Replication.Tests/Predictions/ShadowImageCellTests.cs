using RunbookEngine.Replication.Operations;
using RunbookEngine.Replication.Predictions;
using RunbookEngine.Replication.States;
using RunbookEngine.Replication.Vocabulary;
using Xunit;

namespace RunbookEngine.Replication.Tests.Predictions;

/// <summary>The tables of the ShadowImage guide and the CCI guide, cell by cell. A create over an existing pair differs from CCI
/// on purpose: the REST API refuses a name in use, CCI answers success; in both nothing changes.</summary>
public class ShadowImageCellTests
{
    private static readonly (string Status, PairCondition[] Conditions)[] Statuses =
    [
        ("SMPL", [PairCondition.Simplex]),
        ("COPY", [PairCondition.InitialCopy]),
        ("RCPY", [PairCondition.Restoring, PairCondition.QuickRestoring]),
        ("PAIR", [PairCondition.Paired]),
        ("PSUS", [PairCondition.SplitDone]),
        ("PSUE", [PairCondition.Suspended]),
    ];

    private static readonly string[] CommandColumns = ["create", "create with split", "split", "split -E", "delete", "resync"];

    private static readonly (string Status, string[] Cells)[] Commands =
    [
        //          create         create+split   split          split -E       delete         resync
        ("SMPL", ["->PAIR/PAIR", "->PSUS/SSUS", "rej",         "rej",         "no-op",       "rej"]),
        ("COPY", ["rej",         "rej",         "->PSUS/SSUS", "->PSUE/PSUE", "->SMPL/SMPL", "no-op"]),
        ("RCPY", ["rej",         "rej",         "rej",         "->PSUE/PSUE", "->SMPL/SMPL", "no-op"]),
        ("PAIR", ["rej",         "rej",         "->PSUS/SSUS", "->PSUE/PSUE", "->SMPL/SMPL", "no-op"]),
        ("PSUS", ["rej",         "rej",         "no-op",       "->PSUE/PSUE", "->SMPL/SMPL", "->PAIR/PAIR"]),
        ("PSUE", ["rej",         "rej",         "no-op",       "no-op",       "->SMPL/SMPL", "->PAIR/PAIR"]),
    ];

    private static readonly PairOperation[] CommandOperations =
    [
        PairOperation.Create, PairOperation.Create with { AutoSplit = true }, PairOperation.Split,
        PairOperation.Split with { ForceSuspend = true }, PairOperation.Delete, PairOperation.Resync,
    ];

    public static IEnumerable<TheoryDataRow<PairCondition, int, string>> CommandCells() =>
        from row in Commands
        from condition in Statuses.First(s => s.Status == row.Status).Conditions
        from column in Enumerable.Range(0, CommandColumns.Length)
        select new TheoryDataRow<PairCondition, int, string>(condition, column, row.Cells[column])
        {
            TestDisplayName = $"SI commands (CCI guide): {row.Status} ({condition}) x {CommandColumns[column]} is {row.Cells[column]}",
        };

    [Theory, MemberData(nameof(CommandCells))]
    public void Commands_table(PairCondition condition, int column, string expected) =>
        Assert.Equal(expected, Cases.Word(StatusModel.Predict(Si(condition), CommandOperations[column])));

    private static readonly (string State, PairCondition Condition, string Cells)[] Tasks =
    [
        //                                                        split resync restore suspend delete
        ("SMPL(PD)",   PairCondition.Deleting,                   "N     N      N       N       N"),
        ("COPY(PD)",   PairCondition.InitialCopy,                "Y     N      N       Y       Y"),
        ("PAIR",       PairCondition.Paired,                     "Y     N      N       Y       Y"),
        ("COPY(SP)",   PairCondition.SteadySplit,                "N     N      N       Y       Y"),
        ("PSUS(SP)",   PairCondition.QuickSplit,                 "N     Y      N       Y       N"),
        ("PSUS",       PairCondition.SplitDone,                  "N     Y      Y       Y       Y"),
        ("COPY(RS)",   PairCondition.Resyncing,                  "N     N      N       Y       Y"),
        ("COPY(RS-R)", PairCondition.Restoring,                  "N     N      N       Y       Y"),
        ("PSUE",       PairCondition.Suspended,                  "N     Y      N       N       Y"),
    ];

    public static IEnumerable<TheoryDataRow<PairCondition, PairOperation, bool>> TaskCells()
    {
        (string Name, PairOperation Operation)[] columns =
        [
            ("split", PairOperation.Split), ("resync", PairOperation.Resync), ("restore", PairOperation.Restore),
            ("suspend", PairOperation.Split with { ForceSuspend = true }), ("delete", PairOperation.Delete),
        ];
        return from row in Tasks
               let cells = row.Cells.Split(' ', StringSplitOptions.RemoveEmptyEntries)
               from column in Enumerable.Range(0, columns.Length)
               from quick in columns[column].Name is "split" or "resync" or "restore" ? new[] { false, true } : [false]
               select new TheoryDataRow<PairCondition, PairOperation, bool>(
                   row.Condition, columns[column].Operation with { Quick = quick }, cells[column] == "Y")
               {
                   TestDisplayName = $"SI tasks (ShadowImage guide): {row.State} x {columns[column].Name}{(quick ? " quick" : "")} is {cells[column]}",
               };
    }

    /// <summary>"Not allowed" in the guide is either a refusal or a success that does nothing; never a change.</summary>
    [Theory, MemberData(nameof(TaskCells))]
    public void Tasks_table(PairCondition condition, PairOperation operation, bool allowed) =>
        Assert.Equal(allowed, StatusModel.Predict(Si(condition), operation) is Prediction.Accepted);

    public static TheoryData<string, PairOperation, PairCondition, string, string, CopyKind> TransitionRows => new()
    {
        { "create", PairOperation.Create, PairCondition.Simplex, "COPY/COPY", "PAIR/PAIR", CopyKind.Full },
        { "create, autoSplit", PairOperation.Create with { AutoSplit = true }, PairCondition.Simplex, "COPY/COPY", "PSUS/SSUS", CopyKind.Full },
        { "create, autoSplit, quick", PairOperation.Create with { AutoSplit = true, Quick = true }, PairCondition.Simplex, "PSUS/COPY", "PSUS/SSUS", CopyKind.Full },
        { "split", PairOperation.Split, PairCondition.Paired, "COPY/COPY", "PSUS/SSUS", CopyKind.Delta },
        { "split from COPY(PD)", PairOperation.Split, PairCondition.InitialCopy, "COPY/COPY", "PSUS/SSUS", CopyKind.Full },
        { "split, quick", PairOperation.Split with { Quick = true }, PairCondition.Paired, "PSUS/COPY", "PSUS/SSUS", CopyKind.Delta },
        { "force suspend", PairOperation.Split with { ForceSuspend = true }, PairCondition.Paired, "PSUE/PSUE", "PSUE/PSUE", CopyKind.None },
        { "resync", PairOperation.Resync, PairCondition.SplitDone, "COPY/COPY", "PAIR/PAIR", CopyKind.Delta },
        { "resync from PSUE", PairOperation.Resync, PairCondition.Suspended, "COPY/COPY", "PAIR/PAIR", CopyKind.Full },
        { "resync, quick", PairOperation.Resync with { Quick = true }, PairCondition.SplitDone, "COPY/COPY", "PAIR/PAIR", CopyKind.Delta },
        { "restore", PairOperation.Restore, PairCondition.SplitDone, "RCPY/RCPY", "PAIR/PAIR", CopyKind.Delta },
        { "restore, quick", PairOperation.Restore with { Quick = true }, PairCondition.SplitDone, "RCPY/RCPY", "PAIR/PAIR", CopyKind.Delta },
        { "delete", PairOperation.Delete, PairCondition.SplitDone, "SMPL/SMPL", "SMPL/SMPL", CopyKind.None },
    };

    [Theory, MemberData(nameof(TransitionRows))]
    public void Transition_row(string row, PairOperation operation, PairCondition from, string way, string end, CopyKind copy)
    {
        Assert.NotEmpty(row);
        var accepted = Assert.IsType<Prediction.Accepted>(StatusModel.Predict(Si(from), operation));
        Assert.Equal((way, end, copy), ($"{accepted.Intermediate.P}/{accepted.Intermediate.S}", $"{accepted.Final.P}/{accepted.Final.S}", accepted.Copy));
    }

    [Fact]
    public void A_restore_takes_the_p_vol_from_its_hosts_and_says_so()
    {
        var restore = Assert.IsType<Prediction.Accepted>(StatusModel.Predict(Si(PairCondition.SplitDone), PairOperation.Restore));
        Assert.Equal((HostAccess.None, HostAccess.Read), (restore.Intermediate.PvolAccess, restore.Intermediate.SvolAccess));
        Assert.Contains(restore.Warnings, w => w.Contains("RCPY"));
        var quick = Assert.IsType<Prediction.Accepted>(StatusModel.Predict(Si(PairCondition.SplitDone), PairOperation.Restore with { Quick = true }));
        Assert.Equal((HostAccess.None, HostAccess.None), (quick.Intermediate.PvolAccess, quick.Intermediate.SvolAccess));
    }

    [Fact]
    public void A_split_of_a_pair_read_in_copy_is_open_until_it_is_known_why_it_copies()
    {
        var read = PairState.Observed(Technology.ShadowImage, PairStatus.COPY, PairStatus.COPY);
        var open = Assert.IsType<Prediction.Uncertain>(StatusModel.Predict(read, PairOperation.Split));
        Assert.Contains(open.Possible, p => p is Prediction.Accepted);
        Assert.Contains(open.Possible, p => p is Prediction.Rejected);
        var known = read.Remembering(Si(PairCondition.Resyncing));
        Assert.IsType<Prediction.Rejected>(StatusModel.Predict(known, PairOperation.Split));
    }

    [Fact]
    public void A_second_split_does_not_make_anything_quick_or_writable() =>
        Assert.IsType<Prediction.NothingHappens>(StatusModel.Predict(Si(PairCondition.SplitDone), PairOperation.Split with { Quick = true }));

    private static PairState Si(PairCondition condition) => PairState.None(Technology.ShadowImage).Becoming(condition);
}
