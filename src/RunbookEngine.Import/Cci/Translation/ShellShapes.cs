using System.Collections.Immutable;
using System.Text.RegularExpressions;
using RunbookEngine.Import.Cci.Shell;

namespace RunbookEngine.Import.Cci.Translation;

/// <summary>What a piece of a script amounts to, by its form alone.</summary>
internal static partial class ShellShapes
{
    /// <summary>They tell somebody something, and change nothing.</summary>
    public static readonly string[] Messages = ["echo", "printf", "print", "logger", "mail", "mailx", "sendmail", "true", ":", "tee", "blat"];

    private static readonly string[] Reads = ["date", "hostname", "pairdisplay", "pairvolchk", "raidqry", "raidscan", "sleep", "cat", "tail", "head", "ls", "false"];

    /// <summary>Nothing but messages, readings and leaving, so that no step is lost with it.</summary>
    /// <param name="mayAssign">Variables may be set: it leaves, so nobody reads them.</param>
    public static bool OnlyTells(ImmutableArray<ShellNode> nodes, IReadOnlyDictionary<string, FunctionNode> functions, bool mayAssign = false, int depth = 0) =>
        depth < 8 && nodes.All(n => n switch
        {
            CommentNode => true,
            CommandListNode list => list.Entries.All(e => !e.Pipeline.Background && e.Pipeline.Commands.All(c => c switch
            {
                SimpleCommand simple => Tells(simple, functions, mayAssign, depth),
                CompoundCommand { Node: var node, HereDocument: null } => OnlyTells([node], functions, mayAssign, depth + 1),
                _ => false,
            })),
            BlockNode block => OnlyTells(block.Body.Nodes, functions, mayAssign, depth + 1),
            IfNode branch => branch.Branches.All(b => OnlyTells(b.Condition.Nodes, functions, mayAssign, depth + 1) && OnlyTells(b.Body.Nodes, functions, mayAssign, depth + 1))
                && (branch.Else is null || OnlyTells(branch.Else.Nodes, functions, mayAssign, depth + 1)),
            CaseNode choice => choice.Arms.All(a => OnlyTells(a.Body.Nodes, functions, mayAssign, depth + 1)),
            ForNode loop => OnlyTells(loop.Body.Nodes, functions, true, depth + 1) && mayAssign,
            _ => false,
        });

    private static bool Tells(SimpleCommand command, IReadOnlyDictionary<string, FunctionNode> functions, bool mayAssign, int depth)
    {
        if (command.Redirections.Any(r => !IsLog(r)) || Texts(command).Any(t => ChangingCommand().IsMatch(t)))
            return false;
        if (command.Words.Length == 0)
            return mayAssign || command.Assignments.Length == 0;
        var name = Name(command);
        if (functions.TryGetValue(name, out var function))
            return OnlyTells(function.Body.Nodes, functions, mayAssign, depth + 1);
        return Messages.Contains(name) || Reads.Contains(name) || name is "[" or "test" or "[[" or "exit" or "return" || mayAssign && name is "export" or "local" or "unset" or "set";
    }

    // What stands inside $( ).
    private static IEnumerable<string> Texts(SimpleCommand command) =>
        command.Words.Concat(command.Assignments.Select(a => a.Value)).SelectMany(w => w.Parts).OfType<SubstitutionPart>().Select(p => p.Command);

    /// <summary>A redirection that only keeps or hides what a command says.</summary>
    public static bool IsLog(string redirection) =>
        redirection.Contains("/dev/null", StringComparison.Ordinal) || redirection.Contains(">>", StringComparison.Ordinal) || redirection.Contains("&1", StringComparison.Ordinal)
        || redirection.Contains("&2", StringComparison.Ordinal) || redirection.StartsWith("<<", StringComparison.Ordinal)
        || redirection.Contains('>') && LogName().IsMatch(redirection);

    /// <summary>Some of what it tells goes to people by mail.</summary>
    public static bool Mails(ImmutableArray<ShellNode> nodes, IReadOnlyDictionary<string, FunctionNode> functions, int depth = 0) => depth < 8
        && CommandNames(nodes).Any(n => n is "mail" or "mailx" or "sendmail" || (functions.TryGetValue(n, out var function) && Mails(function.Body.Nodes, functions, depth + 1)));

    /// <summary>The command's name without its folder; empty when it has none or it is computed.</summary>
    public static string Name(SimpleCommand command) => command.Words.Length == 0 ? "" : NameOf(command.Words[0]);

    public static string NameOf(ShellWord word) => word.Literal is { } text ? BaseName(text) : "";

    public static string BaseName(string path)
    {
        var name = path[(path.LastIndexOfAny(['/', '\\']) + 1)..];
        return name.EndsWith(".exe", StringComparison.OrdinalIgnoreCase) ? name[..^4] : name;
    }

    /// <summary>The code a body leaves with when its last statement is an exit or, in a function, a return; null when it goes on.</summary>
    public static string? LeavesWith(ImmutableArray<ShellNode> nodes, IReadOnlyDictionary<string, FunctionNode> functions, int depth = 0)
    {
        var last = nodes.LastOrDefault(n => n is not CommentNode);
        if (last is null || depth > 8)
            return null;
        if (last is BlockNode { Subshell: false } block)
            return LeavesWith(block.Body.Nodes, functions, depth + 1);
        if (last is CaseNode choice)
            return Common(choice.Arms.Select(a => LeavesWith(a.Body.Nodes, functions, depth + 1)));
        if (last is IfNode { Else: { } otherwise } branch)
            return Common(branch.Branches.Select(b => LeavesWith(b.Body.Nodes, functions, depth + 1)).Append(LeavesWith(otherwise.Nodes, functions, depth + 1)));
        if (last is not CommandListNode { Entries: [{ Pipeline: { Negated: false, Background: false, Commands: [SimpleCommand simple] } }] })
            return null;
        if (simple.Words is [{ Raw: "exit" or "return" }, .. var rest])
            return rest.Length == 0 ? "" : rest[0].Raw;
        // A helper such as die() that ends in an exit, not in a return.
        return functions.TryGetValue(Name(simple), out var function) && function.Body.Nodes.LastOrDefault(n => n is not CommentNode) is { } end && !IsReturn(end)
            ? LeavesWith(function.Body.Nodes, functions, depth + 1) is { } code && code == "$1" && simple.Words.Length > 1 ? simple.Words[1].Raw : LeavesWith(function.Body.Nodes, functions, depth + 1)
            : null;
    }

    // All ways leave, and all well or all badly.
    private static string? Common(IEnumerable<string?> codes)
    {
        var all = codes.ToList();
        return all.Any(c => c is null) || all.Select(c => c is "0" or "").Distinct().Count() > 1 ? null : all[0];
    }

    /// <summary>It tells, perhaps, and then leaves with a code that is written there and is not 0.</summary>
    public static bool TellsAndFails(ImmutableArray<ShellNode> nodes, IReadOnlyDictionary<string, FunctionNode> functions) =>
        OnlyTells(nodes, functions, mayAssign: true) && int.TryParse(LeavesWith(nodes, functions), System.Globalization.CultureInfo.InvariantCulture, out var code) && code != 0;

    private static bool IsReturn(ShellNode node) => node is CommandListNode { Entries: [{ Pipeline.Commands: [SimpleCommand { Words: [{ Raw: "return" }, ..] }] }] };

    /// <summary>Names of all commands inside, nested ones included.</summary>
    public static IEnumerable<string> CommandNames(ImmutableArray<ShellNode> nodes) => nodes.SelectMany(Commands).Select(Name);

    /// <summary>Names of the variables set inside, those of called functions included.</summary>
    public static IEnumerable<string> Assigned(ImmutableArray<ShellNode> nodes, IReadOnlyDictionary<string, FunctionNode> functions, int depth = 0) =>
        nodes.SelectMany(Commands).SelectMany(c => c.Assignments.Where(_ => c.Words.Length == 0).Select(a => a.Name)
            .Concat(Name(c) is "export" or "read" or "local" or "typeset" or "declare" or "readonly" or "unset" or "let" or "getopts"
                ? c.Words.Skip(1).Select(w => w.Raw.Split('=')[0].TrimEnd('+')) : [])
            .Concat(c.Words.SelectMany(w => w.Parts).SelectMany(p => p is OpaquePart or ArithmeticPart ? Counted().Matches(p is OpaquePart o ? o.Raw : ((ArithmeticPart)p).Text).Select(m => m.Value) : []))
            .Concat(depth < 8 && functions.TryGetValue(Name(c), out var function) ? Assigned(function.Body.Nodes, functions, depth + 1) : []))
            .Concat(nodes.SelectMany(Loops).Select(l => l.Variable));

    private static IEnumerable<ForNode> Loops(ShellNode node) => node switch
    {
        ForNode loop => loop.Body.Nodes.SelectMany(Loops).Prepend(loop),
        _ => Inner(node).SelectMany(Loops),
    };

    /// <summary>The statements directly inside of one.</summary>
    public static IEnumerable<ShellNode> Inner(ShellNode node) => node switch
    {
        CommandListNode list => list.Entries.SelectMany(e => e.Pipeline.Commands).OfType<CompoundCommand>().Select(c => c.Node),
        IfNode branch => branch.Branches.SelectMany(b => b.Condition.Nodes.Concat(b.Body.Nodes)).Concat(branch.Else?.Nodes ?? []),
        ForNode loop => loop.Body.Nodes,
        CountNode loop => loop.Body.Nodes,
        WhileNode loop => loop.Condition.Nodes.Concat(loop.Body.Nodes),
        CaseNode choice => choice.Arms.SelectMany(a => a.Body.Nodes),
        BlockNode block => block.Body.Nodes,
        FunctionNode function => function.Body.Nodes,
        _ => [],
    };

    public static IEnumerable<SimpleCommand> Commands(ShellNode node) => node is CommandListNode list
        ? list.Entries.SelectMany(e => e.Pipeline.Commands).SelectMany(c => c is CompoundCommand inner ? Commands(inner.Node) : [(SimpleCommand)c])
        : Inner(node).SelectMany(Commands);

    /// <summary>A CCI command stands somewhere in the text.</summary>
    public static bool NamesCci(string text) => CciCommand().IsMatch(text);

    [GeneratedRegex(@"\b(pair(create|split|resync|evtwait|display|volchk|curchk|syncwait|mon)|horctakeover|horcctl|raidcom|raidqry|raidscan|raidvchk\w*|inqraid)\b")]
    private static partial Regex CciCommand();

    [GeneratedRegex(@"\b(pair(create|split|resync|evtwait|syncwait)|horctakeover|horcctl|raidcom)\b")]
    private static partial Regex ChangingCommand();

    [GeneratedRegex(@"log|\.out\b|\.err\b|\$\{?(LOG|OUT|ERR)", RegexOptions.IgnoreCase)]
    private static partial Regex LogName();

    [GeneratedRegex(@"[A-Za-z_]\w*(?=\s*(\+\+|--|[-+*]?=(?!=)))|(?<=(\+\+|--))[A-Za-z_]\w*")]
    private static partial Regex Counted();
}
