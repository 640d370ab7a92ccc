using RunbookEngine.Language.Expressions;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Language.Verbs;

/// <summary>Every verb of the language.</summary>
public static class VerbCatalog
{
    private static readonly ExprType Pair = ExprType.ObjectOf(
        ("copyGroup", ExprType.String), ("pair", ExprType.String), ("pvolStatus", ExprType.String), ("svolStatus", ExprType.String),
        ("pvolArray", ExprType.String.OrNull()), ("progress", ExprType.Int.OrNull()));

    private static readonly ExprType Pairs = ExprType.ObjectOf(("pairs", ExprType.ListOf(Pair)));

    private static readonly ExprType Acted = ExprType.ObjectOf(("pairs", ExprType.ListOf(Pair)), ("acted", ExprType.Int));

    private static readonly ExprType Split = ExprType.ObjectOf(
        ("pairs", ExprType.ListOf(Pair)), ("acted", ExprType.Int),
        ("skew", ExprType.ObjectOf(("milliseconds", ExprType.Int), ("source", ExprType.String), ("first", ExprType.String), ("last", ExprType.String)).OrNull()));

    private static readonly ExprType Read = ExprType.ObjectOf(("pairs", ExprType.ListOf(Pair)), ("journalUsage", ExprType.Int.OrNull()), ("journalBacklog", ExprType.Int.OrNull()));

    private static readonly ExprType Volumes = ExprType.ObjectOf(
        ("array", ExprType.String), ("volumes", ExprType.ListOf(ExprType.Int)), ("changed", ExprType.Int));

    private static readonly ExprType Ticket = ExprType.ObjectOf(("id", ExprType.String), ("state", ExprType.String.OrNull()));

    private static readonly Technology[] Remote = [Technology.TrueCopy, Technology.UniversalReplicator, Technology.GlobalActiveDevice];

    private static readonly string[] Waiting = ["status", "failOn", "scope", "timeout", "stall", "poll"];

    public static IReadOnlyList<Verb> All { get; } =
    [
        new("pair.split") { Action = PairAction.Split, Changes = true, UndoesItself = true, Outputs = Split, ConstantArguments = ["maxSkew"] },
        new("pair.resync") { Action = PairAction.Resync, Changes = true, UndoesItself = true, Outputs = Acted },
        new("pair.restore")
        {
            Action = PairAction.Restore, Changes = true, Outputs = Acted, Technologies = [Technology.ShadowImage, Technology.ThinImage],
        },
        new("pair.create") { Action = PairAction.Create, Changes = true, UndoesItself = true, Outputs = Acted },
        new("pair.delete") { Action = PairAction.Delete, Changes = true, Outputs = Acted },
        new("pair.takeover") { Action = PairAction.Takeover, Changes = true, Outputs = Acted, Technologies = Remote },
        new("pair.swapResync") { Action = PairAction.SwapResync, Changes = true, Outputs = Acted, Technologies = Remote },
        new("pair.wait") { Outputs = Read, ConstantArguments = Waiting },
        new("pair.assert") { Outputs = Read },
        new("pair.snapshot") { Outputs = Pairs },
        new("volume.map") { Changes = true, UndoesItself = true, Outputs = Volumes },
        new("volume.unmap") { Changes = true, UndoesItself = true, Outputs = Volumes },
        new("volume.reserve") { Changes = true, UndoesItself = true, Outputs = Volumes, Technologies = [Technology.GlobalActiveDevice] },
        new("volume.virtualId") { Changes = true, UndoesItself = true, Outputs = Volumes, Technologies = [Technology.GlobalActiveDevice] },
        new("command")
        {
            Changes = true,
            SecretArguments = ["run", "env", "stdin"],
            ConstantArguments = ["onUnknown", "capture", "host"],
            Outputs = ExprType.ObjectOf(("exitCode", ExprType.Int), ("stdout", ExprType.String), ("stderr", ExprType.String), ("json", ExprType.Any.OrNull())),
        },
        new("http")
        {
            Changes = true,
            SecretArguments = ["url", "headers", "body"],
            ConstantArguments = ["method", "connection", "onUnknown"],
            Outputs = ExprType.ObjectOf(("status", ExprType.Int), ("body", ExprType.String), ("json", ExprType.Any.OrNull())),
        },
        new("approve") { ConstantArguments = ["by", "notify", "escalate"], Outputs = ExprType.ObjectOf(("approvedBy", ExprType.ListOf(ExprType.String))) },
        new("manual") { Outputs = ExprType.ObjectOf(("answer", ExprType.String), ("answeredBy", ExprType.String)) },
        new("delay") { Outputs = ExprType.ObjectOf(("until", ExprType.String)) },
        new("notify") { ConstantArguments = ["to"], Outputs = ExprType.ObjectOf(("delivered", ExprType.ListOf(ExprType.String))) },
        new("checkpoint"),
        new("unresolved") { ConstantArguments = ["source", "line", "why", "accepted"], Outputs = ExprType.ObjectOf(("accepted", ExprType.String)) },
        new("ticket.require") { ConstantArguments = ["file", "connection"], Outputs = Ticket },
        new("ticket.update") { ConstantArguments = ["file", "connection"], Outputs = Ticket },
        new("parallel"),
        new("group"),
        new("call")
        {
            Changes = true, UndoesItself = true, ConstantArguments = ["runbook", "inputs"],
            Outputs = ExprType.ObjectOf(("run", ExprType.String), ("outcome", ExprType.String)),
        },
    ];

    private static readonly Dictionary<string, Verb> ByName = All.ToDictionary(v => v.Name);

    public static Verb? Find(string name) => ByName.GetValueOrDefault(name);
}
