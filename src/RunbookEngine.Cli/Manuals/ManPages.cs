using System.Text;
using RunbookEngine.Cli.Hosting;
using RunbookEngine.Cli.Remote;
using RunbookEngine.Persistence;
using RunbookEngine.Secrets;
using RunbookEngine.Server.Hosting;

namespace RunbookEngine.Cli.Manuals;

/// <summary>Manual pages in the form that <c>man</c> reads: one of the program, one of each command with those below it.</summary>
internal static class ManPages
{
    private static readonly (Exit Code, string Meaning)[] ExitCodes =
    [
        (Exit.Done, "done"),
        (Exit.Failed, "failed"),
        (Exit.Usage, "wrong usage"),
        (Exit.Invalid, "a file or the configuration is invalid"),
        (Exit.RolledBack, "the run failed and was rolled back completely"),
        (Exit.NeedsPerson, "a person is needed"),
        (Exit.Refused, "refused: locked, outside its window, or not allowed"),
        (Exit.Unreachable, "an array or the store cannot be reached"),
        (Exit.Stopped, "stopped by the user; the run can be resumed"),
    ];

    private static readonly (string Name, string Meaning)[] Variables =
    [
        (RunStores.Variable, "The run store when --store does not name one."),
        (ServerAddress.Variable, "The server when --server does not name one."),
        (WithheldVariables.ServerKey, "The key to the server when --key-file does not name a file."),
        (ServerAddress.AuthorityVariable, "PEM file of the authority that signed the server's certificate."),
        (ServerSetup.Variable, "Configuration file of runbook serve when --config does not name one."),
        ("NO_COLOR", "No colours when it is set."),
    ];

    /// <summary>Every page by the name of its file: <c>runbook.1</c>, <c>runbook-run.1</c> …</summary>
    public static IEnumerable<(string File, string Text)> All()
    {
        var program = CommandPage.OfProgram();
        yield return ("runbook.1", OfProgram(program));
        foreach (var command in program.Commands)
            yield return ($"runbook-{command.Path}.1", Of(command, program));
    }

    private static string OfProgram(CommandPage program)
    {
        var page = Begin("RUNBOOK", "runbook", "checked runbooks for replication pairs of storage arrays");
        Section(page, "SYNOPSIS").AppendLine(".B runbook\n.I COMMAND\n[arguments and options]\n.br\n.B runbook help\n.I COMMAND");
        Section(page, "DESCRIPTION").AppendLine(Text(program.Description));
        Section(page, "COMMANDS");
        foreach (var command in program.Commands)
            page.AppendLine($".TP\n.BR runbook\\-{Text(command.Path)} (1)\n{Text(command.Description)}.");
        Options(page, "OPTIONS", program.Options);
        Ending(page);
        Section(page, "FILES");
        page.AppendLine(".TP\n.I ~/.local/share/runbook/runs.db\nThe run store, unless another one is named.");
        page.AppendLine(".TP\n.I /etc/runbook/server.yaml\nConfiguration of the service, where the package installed one.");
        return page.ToString();
    }

    private static string Of(CommandPage command, CommandPage program)
    {
        var title = $"runbook-{command.Path}";
        var page = Begin(title.ToUpperInvariant(), title, command.Description);
        Section(page, "SYNOPSIS").AppendLine(Usage(command));
        foreach (var below in command.Commands)
            page.AppendLine($".br\n{Usage(below)}");
        Section(page, "DESCRIPTION").AppendLine($"{Text(command.Description)}.");
        Arguments(page, command);
        Options(page, "OPTIONS", command.Options);
        foreach (var below in command.Commands)
        {
            Section(page, below.Name.ToUpperInvariant()).AppendLine($"{Text(below.Description)}.");
            Entries(page, below);
        }

        Options(page, "COMMON OPTIONS", program.Options);
        var examples = command.All.SelectMany(c => c.Examples).Distinct().ToList();
        if (examples.Count > 0)
            Section(page, "EXAMPLES").AppendLine($".nf\n{string.Join('\n', examples.Select(Text))}\n.fi");
        Ending(page);
        page.AppendLine(".SH SEE ALSO\n.BR runbook (1)");
        return page.ToString();
    }

    private static StringBuilder Begin(string title, string name, string summary) =>
        new StringBuilder().AppendLine($".TH \"{Text(title)}\" 1 \"\" \"runbook {Text(Product.Version)}\" \"RunbookEngine\"").AppendLine($".SH NAME\n{Text(name)} \\- {Text(summary)}");

    private static StringBuilder Section(StringBuilder page, string title) => page.AppendLine($".SH \"{Text(title)}\"");

    private static string Usage(CommandPage command)
    {
        var words = new StringBuilder($".B {Text(command.Name)}");
        if (command.Commands.Count > 0)
            words.Append("\n[").Append(Text(string.Join(" | ", command.Commands.Select(c => c.Path.Split(' ')[^1])))).Append(']');
        foreach (var argument in command.Arguments)
            words.Append($"\n{(argument.MayBeLeftOut ? "" : ".I ")}{Text(argument.Usage)}");
        foreach (var option in command.Options.Where(o => o.IsRequired))
            words.Append($"\n{Text(option.Names[0])}{(option.Value is null ? "" : $" {Text(option.Value)}")}");
        return command.Options.Count > 0 ? words.Append("\n[options]").ToString() : words.ToString();
    }

    private static void Arguments(StringBuilder page, CommandPage command)
    {
        if (command.Arguments.Count == 0)
            return;
        Section(page, "ARGUMENTS");
        foreach (var argument in command.Arguments)
            page.AppendLine($".TP\n.I {Text(argument.Name)}\n{Text(argument.Description)}{Values(argument.Description, argument.Values)}");
    }

    private static void Options(StringBuilder page, string title, IReadOnlyList<WrittenOption> options)
    {
        if (options.Count == 0)
            return;
        Section(page, title);
        foreach (var option in options)
            Option(page, option);
    }

    private static void Entries(StringBuilder page, CommandPage command)
    {
        foreach (var argument in command.Arguments)
            page.AppendLine($".TP\n.I {Text(argument.Name)}\n{Text(argument.Description)}");
        foreach (var option in command.Options)
            Option(page, option);
    }

    private static void Option(StringBuilder page, WrittenOption option)
    {
        page.AppendLine($".TP\n.B {Text(string.Join(", ", option.Names))}{(option.Value is null ? "" : $" {Text(option.Value)}")}");
        page.AppendLine($"{Text(option.Description)}{Values(option.Description, option.Values)}");
    }

    private static string Values(string description, IReadOnlyList<string> values) =>
        values.Count == 0 || values.All(v => description.Contains(v, StringComparison.Ordinal)) ? "" : $" ({Text(string.Join(", ", values))})";

    private static void Ending(StringBuilder page)
    {
        Section(page, "EXIT STATUS");
        foreach (var (code, meaning) in ExitCodes)
            page.AppendLine($".TP\n.B {(int)code}\n{Text(meaning)}");
        Section(page, "ENVIRONMENT");
        foreach (var (name, meaning) in Variables)
            page.AppendLine($".TP\n.B {Text(name)}\n{Text(meaning)}");
    }

    /// <summary>Text in which nothing is a request or an escape; hyphens stay what a shell takes them for.</summary>
    internal static string Text(string text)
    {
        var escaped = text.Replace("\\", "\\e", StringComparison.Ordinal).Replace("-", "\\-", StringComparison.Ordinal).Replace("\"", "\\(dq", StringComparison.Ordinal)
            .Replace("…", "...", StringComparison.Ordinal);
        return escaped.StartsWith('.') || escaped.StartsWith('\'') ? "\\&" + escaped : escaped;
    }
}
