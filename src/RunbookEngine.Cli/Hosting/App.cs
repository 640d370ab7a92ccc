using System.CommandLine;
using System.CommandLine.Help;
using System.Text.Json.Nodes;
using RunbookEngine.Cli.Output;
using RunbookEngine.Sinks;

namespace RunbookEngine.Cli.Hosting;

/// <summary>From the words of a command line to its exit code.</summary>
internal static class App
{
    /// <summary>Commands that do something, whatever they write about it.</summary>
    private static readonly HashSet<string> Acts =
        ["run", "resume", "rollback", "cancel", "serve", "simulate", "approve", "answer", "break-lock", "backup", "restore"];

    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, Terminal terminal, CancellationToken stop)
    {
        if (arguments is ["--version"])
        {
            terminal.Out.WriteLine(Product.Version);
            return (int)Exit.Done;
        }

        if (arguments is [])
        {
            terminal.Error.WriteLine("error: no command is given; these are there:");
            Overview.Write(terminal.Error, terminal.ErrorIsTerminal ? terminal.Size().Width : 0);
            return (int)Exit.Usage;
        }

        if (arguments is ["help"] or ["help", "help"])
        {
            Overview.Write(terminal.Out, terminal.OutIsTerminal ? terminal.Size().Width : 0);
            return (int)Exit.Done;
        }

        if (arguments.Count > 1 && arguments[0] == "help")
            arguments = [.. arguments.Skip(1).TakeWhile(a => !a.StartsWith('-')), "--help"];
        var common = new CommonOptions();
        var root = CommandTree.Build(new Desk(terminal, common), arguments);
        var parsed = root.Parse(arguments);
        // A missing argument is no error to somebody who asks for help.
        var isHelp = parsed.Action is HelpWithExamples && (parsed.UnmatchedTokens.Count == 0 || parsed.CommandResult.Command is not RootCommand);
        if ((parsed.Errors.Count > 0 || UsageError.UnknownOption(parsed) is not null) && !isHelp)
            return (int)Refuse(parsed, terminal);
        var exit = await parsed.InvokeAsync(
            new InvocationConfiguration
            {
                Output = terminal.Out,
                Error = terminal.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            },
            stop);
        return Unwritten(terminal, parsed) && exit == (int)Exit.Done ? (int)Exit.Failed : exit;
    }

    /// <summary>What a command does counts for itself; a document that nobody got is a failure, and is told where something can be told.</summary>
    /// <returns>True when the command was there for what it writes.</returns>
    private static bool Unwritten(Terminal terminal, ParseResult parsed)
    {
        terminal.Out.Flush();
        if (terminal.Out is not PatientWriter { Trouble: { } trouble })
            return false;
        terminal.Error.WriteLine($"warning: standard output could not be written: {trouble.TrimEnd('.')}; what was done is done, and is on record (runbook runs)");
        return !Acts.Contains(CommandTree.NameOf(parsed));
    }

    /// <summary>The library would print its help on standard output and exit 1; a script would read that as a document.</summary>
    private static Exit Refuse(ParseResult parsed, Terminal terminal)
    {
        var error = UsageError.Of(parsed);
        terminal.Error.WriteLine($"error: {error.Message}");
        if (error.Meant is { } meant)
            terminal.Error.WriteLine($"help: did you mean '{meant}'?");
        terminal.Error.WriteLine($"help: {UsageText.CommandLine(parsed.CommandResult.Command)} --help shows how it is used");
        if (parsed.Tokens.Any(t => t.Value == "json"))
            terminal.Out.WriteLine(new JsonObject
            {
                ["error"] = new JsonObject { ["message"] = error.Message, ["help"] = error.Meant is null ? null : $"did you mean '{error.Meant}'?", ["exitCode"] = (int)Exit.Usage },
            }.ToJsonString(JsonText.Indented));
        return Exit.Usage;
    }
}
