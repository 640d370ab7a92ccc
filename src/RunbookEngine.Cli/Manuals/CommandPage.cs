using System.CommandLine;
using System.CommandLine.Completions;
using RunbookEngine.Cli.Hosting;

namespace RunbookEngine.Cli.Manuals;

/// <summary>What manuals and completions need to know of one command, read from the command tree: they have no list of their own.</summary>
/// <param name="Path">Its words without <c>runbook</c>: <c>locks break</c>; empty for the program itself.</param>
internal sealed record CommandPage(
    string Path, string Description, IReadOnlyList<WrittenArgument> Arguments, IReadOnlyList<WrittenOption> Options, IReadOnlyList<string> Examples, IReadOnlyList<CommandPage> Commands)
{
    /// <summary>The program with all commands below it; the common options stand at the program only.</summary>
    public static CommandPage OfProgram()
    {
        var desk = new Desk(new Terminal { Out = TextWriter.Null, Error = TextWriter.Null }, new CommonOptions());
        return Of(CommandTree.Build(desk, []), "");
    }

    /// <summary>This page and all below it, in the order of the tree.</summary>
    public IEnumerable<CommandPage> All => Commands.SelectMany(c => c.All).Prepend(this);

    public string Name => Path.Length == 0 ? "runbook" : $"runbook {Path}";

    private static CommandPage Of(Command command, string path) => new(
        path,
        command.Description ?? "",
        [.. command.Arguments.Where(a => !a.Hidden).Select(WrittenArgument.Of)],
        [.. command.Options.Where(o => !o.Hidden).Select(WrittenOption.Of)],
        command is Verb verb ? verb.Examples : [],
        [.. command.Subcommands.Where(c => !c.Hidden).Select(c => Of(c, path.Length == 0 ? c.Name : $"{path} {c.Name}"))]);
}

internal sealed record WrittenArgument(string Name, string Description, IReadOnlyList<string> Values, bool MayBeLeftOut, bool MayRepeat)
{
    public static WrittenArgument Of(Argument argument) => new(
        argument.HelpName ?? argument.Name, argument.Description ?? "", Completions.Of(argument.GetCompletions(CompletionContext.Empty)),
        argument.Arity.MinimumNumberOfValues == 0, argument.Arity.MaximumNumberOfValues > 1);

    public bool IsFile => Completions.Files.Contains(Name);

    public string Usage => (MayBeLeftOut, MayRepeat) switch
    {
        (false, false) => Name,
        (false, true) => $"{Name}...",
        (true, false) => $"[{Name}]",
        (true, true) => $"[{Name}...]",
    };
}

/// <param name="Names">As written, the long one first: <c>--help</c>, <c>-h</c>.</param>
/// <param name="Value">What stands for the value; null when it takes none.</param>
internal sealed record WrittenOption(IReadOnlyList<string> Names, string? Value, string Description, IReadOnlyList<string> Values, bool IsRequired)
{
    public static WrittenOption Of(Option option)
    {
        var takesValue = option.Arity.MaximumNumberOfValues > 0 && option.ValueType != typeof(bool);
        return new WrittenOption(
            [.. option.Aliases.Append(option.Name).Where(n => n.StartsWith('-')).Distinct().OrderByDescending(n => n.StartsWith("--", StringComparison.Ordinal)).ThenBy(n => n, StringComparer.Ordinal)],
            takesValue ? option.HelpName ?? "VALUE" : null,
            option.Description ?? "",
            takesValue ? Completions.Of(option.GetCompletions(CompletionContext.Empty)) : [],
            option.Required);
    }

    public bool IsFile => Value is { } value && Completions.Files.Contains(value);
}

internal static class Completions
{
    /// <summary>Names of values that stand for a file or a folder.</summary>
    public static readonly HashSet<string> Files = ["FILE", "FILE.json", "F", "DIR", "TOPOLOGY", "SCRIPT", "PLAYBOOK"];

    public static IReadOnlyList<string> Of(IEnumerable<CompletionItem> items) =>
        [.. items.Select(i => i.InsertText ?? i.Label).Where(v => v.Length > 0 && v.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '+')).Distinct().Order(StringComparer.Ordinal)];
}
