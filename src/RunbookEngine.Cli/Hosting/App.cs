using System.CommandLine;
using System.CommandLine.Help;
using System.Text.Json.Nodes;
using RunbookEngine.Cli.Output;
using RunbookEngine.Sinks;

namespace RunbookEngine.Cli.Hosting;

/// <summary>From the words of a command line to its exit code.</summary>
internal static class App
{
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, Terminal terminal, CancellationToken stop)
    {
        if (arguments is ["--version"])
        {
            terminal.Out.WriteLine(Product.Version);
            return (int)Exit.Done;
        }

        var common = new CommonOptions();
        var root = CommandTree.Build(new Desk(terminal, common), arguments);
        var parsed = root.Parse(arguments);
        // A missing argument is no error to somebody who asks for help.
        if (parsed.Errors.Count > 0 && parsed.Action is not HelpWithExamples)
            return (int)Refuse(parsed, terminal);
        return await parsed.InvokeAsync(
            new InvocationConfiguration
            {
                Output = terminal.Out,
                Error = terminal.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            },
            stop);
    }

    /// <summary>The library would print its help on standard output and exit 1; a script would read that as a document.</summary>
    private static Exit Refuse(ParseResult parsed, Terminal terminal)
    {
        foreach (var message in parsed.Errors.Select(e => e.Message).Distinct())
            terminal.Error.WriteLine($"error: {SinkText.Line(UsageText.Mend(message))}");
        var unknown = parsed.CommandResult.Command is RootCommand ? parsed.UnmatchedTokens.FirstOrDefault(t => !t.StartsWith('-')) : null;
        if (unknown is not null && Nearest.To(unknown, CommandTree.Names) is { } meant)
            terminal.Error.WriteLine($"help: did you mean '{meant}'?");
        terminal.Error.WriteLine($"help: {UsageText.CommandLine(parsed.CommandResult.Command)} --help shows how it is used");
        if (parsed.Tokens.Any(t => t.Value == "json"))
            terminal.Out.WriteLine(JsonText.Write(new JsonObject
            {
                ["error"] = new JsonObject
                {
                    ["message"] = string.Join("; ", parsed.Errors.Select(e => UsageText.Mend(e.Message)).Distinct()),
                    ["exitCode"] = (int)Exit.Usage,
                },
            }));
        return Exit.Usage;
    }
}
