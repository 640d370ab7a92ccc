using System.Collections.Immutable;
using RunbookEngine.Language.Importing.Shell;

namespace RunbookEngine.Language.Importing.Translation;

/// <summary>What a piece of a script amounts to, by its form alone.</summary>
internal static class ShellShapes
{
    /// <summary>They tell somebody something, and change nothing.</summary>
    private static readonly string[] Messages =
        ["echo", "printf", "print", "logger", "date", "mail", "mailx", "sendmail", "true", ":", "false", "exit", "return", "sleep", "set", "break", "continue", "tee", "hostname", "usage"];

    /// <summary>Nothing but messages and leaving, so that no step is lost with it.</summary>
    public static bool OnlyTells(ImmutableArray<ShellNode> nodes, IReadOnlyDictionary<string, FunctionNode> functions, int depth = 0) => depth < 8 && nodes.All(n => n switch
    {
        CommentNode => true,
        CommandListNode list => list.Entries.All(e => e.Pipeline.Commands.All(c => c switch
        {
            SimpleCommand simple => Tells(simple, functions, depth),
            CompoundCommand { Node: var node } => OnlyTells([node], functions, depth + 1),
            _ => false,
        })),
        BlockNode block => OnlyTells(block.Body.Nodes, functions, depth + 1),
        IfNode branch => branch.Branches.All(b => OnlyTells(b.Body.Nodes, functions, depth + 1)) && (branch.Else is null || OnlyTells(branch.Else.Nodes, functions, depth + 1)),
        _ => false,
    });

    /// <summary>Some of what it tells goes to people by mail.</summary>
    public static bool Mails(ImmutableArray<ShellNode> nodes, IReadOnlyDictionary<string, FunctionNode> functions, int depth = 0) => depth < 8
        && CommandNames(nodes).Any(n => n is "mail" or "mailx" or "sendmail" || (functions.TryGetValue(n, out var function) && Mails(function.Body.Nodes, functions, depth + 1)));

    private static bool Tells(SimpleCommand command, IReadOnlyDictionary<string, FunctionNode> functions, int depth)
    {
        if (command.Words.Length == 0)
            return true;
        var name = Name(command);
        return functions.TryGetValue(name, out var function) ? OnlyTells(function.Body.Nodes, functions, depth + 1) : Messages.Contains(name) || name is "[" or "test" or "[[";
    }

    /// <summary>The command's name without its folder; empty when it has none or it is computed.</summary>
    public static string Name(SimpleCommand command) => command.Words.Length == 0 ? "" : NameOf(command.Words[0]);

    public static string NameOf(ShellWord word) => word.Literal is { } text ? text[(text.LastIndexOf('/') + 1)..] : "";

    /// <summary>The code of a statement that is an exit or a return; null for anything else, empty when no code is written.</summary>
    public static string? ExitCode(ShellNode node) =>
        node is CommandListNode { Entries: [{ Pipeline.Commands: [SimpleCommand { Words: [{ Raw: "exit" or "return" }, .. var rest] }] }] }
            ? rest.Length == 0 ? "" : rest[0].Raw
            : null;

    /// <summary>The code a body leaves with when its last statement is an exit; null when it goes on.</summary>
    public static string? LeavesWith(ImmutableArray<ShellNode> nodes, IReadOnlyDictionary<string, FunctionNode> functions, int depth = 0)
    {
        var last = nodes.LastOrDefault(n => n is not CommentNode);
        if (last is null || depth > 8)
            return null;
        if (last is BlockNode block)
            return LeavesWith(block.Body.Nodes, functions, depth + 1);
        if (ExitCode(last) is { } code)
            return code;
        // A helper such as die() that ends in an exit, not in a return.
        return last is CommandListNode { Entries: [{ Pipeline.Commands: [SimpleCommand simple] }] } && functions.TryGetValue(Name(simple), out var function)
            && function.Body.Nodes.LastOrDefault(n => n is not CommentNode) is { } end && !IsReturn(end)
            ? LeavesWith(function.Body.Nodes, functions, depth + 1)
            : null;
    }

    private static bool IsReturn(ShellNode node) => node is CommandListNode { Entries: [{ Pipeline.Commands: [SimpleCommand { Words: [{ Raw: "return" }, ..] }] }] };

    /// <summary>Names of all commands inside, nested ones included.</summary>
    public static IEnumerable<string> CommandNames(ImmutableArray<ShellNode> nodes) => nodes.SelectMany(Commands).Select(Name);

    /// <summary>Names of the variables set inside.</summary>
    public static IEnumerable<string> Assigned(ImmutableArray<ShellNode> nodes) =>
        nodes.SelectMany(Commands).SelectMany(c => c.Assignments.Select(a => a.Name)
            .Concat(Name(c) is "export" or "read" or "local" or "typeset" or "declare" or "readonly" or "unset" or "let"
                ? c.Words.Skip(1).Select(w => w.Raw.Split('=')[0]) : []));

    private static IEnumerable<SimpleCommand> Commands(ShellNode node) => node switch
    {
        CommandListNode list => list.Entries.SelectMany(e => e.Pipeline.Commands).SelectMany(c => c is CompoundCommand inner ? Commands(inner.Node) : [(SimpleCommand)c]),
        IfNode branch => branch.Branches.SelectMany(b => Commands(b.Condition).Concat(b.Body.Nodes.SelectMany(Commands))).Concat(branch.Else?.Nodes.SelectMany(Commands) ?? []),
        ForNode loop => loop.Body.Nodes.SelectMany(Commands),
        WhileNode loop => loop.Condition.Nodes.Concat(loop.Body.Nodes).SelectMany(Commands),
        CaseNode choice => choice.Arms.SelectMany(a => a.Body.Nodes.SelectMany(Commands)),
        BlockNode block => block.Body.Nodes.SelectMany(Commands),
        FunctionNode function => function.Body.Nodes.SelectMany(Commands),
        _ => [],
    };
}
