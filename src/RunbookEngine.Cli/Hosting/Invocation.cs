using System.CommandLine;
using System.Text.Json.Nodes;
using RunbookEngine.Cli.Output;
using RunbookEngine.Cli.Progress;
using RunbookEngine.Cli.Remote;
using RunbookEngine.Sinks;

namespace RunbookEngine.Cli.Hosting;

/// <summary>One call of a command: its arguments, and where it writes.</summary>
internal sealed class Invocation(ParseResult parsed, Terminal terminal, CommonOptions common)
{
    public Terminal Terminal => terminal;

    /// <summary>Control sequences in what is written do not reach the terminal; a library that draws on it writes to <see cref="Terminal"/> itself.</summary>
    public TerminalWriter Out { get; } = new TerminalWriter(terminal.Out);

    public TerminalWriter Error { get; } = new TerminalWriter(terminal.Error);

    public TimeProvider Clock => terminal.Clock;

    /// <summary><c>text</c>, <c>json</c> or <c>sarif</c>.</summary>
    public string Output => parsed.GetValue(common.Output) ?? "text";

    public bool Json => Output == "json";

    public bool Verbose => parsed.GetValue(common.Verbose);

    /// <summary>The store as named on the command line; null for the default one.</summary>
    public string? Store => parsed.GetValue(common.Store);

    /// <summary>The server that the command is for; null for a store.</summary>
    /// <exception cref="CommandFailure">It is no address.</exception>
    public Uri? Server => ServerAddress.Of(parsed, common);

    /// <summary>The server is named on the command line, and not by the surroundings.</summary>
    public bool ServerIsGiven => parsed.GetValue(common.Server) is not null;

    public bool StoreIsGiven => parsed.GetResult(common.Store) is { Implicit: false };

    public string? KeyFile => parsed.GetValue(common.KeyFile);

    public bool NoColor => parsed.GetValue(common.NoColor) || Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 };

    public Ink Ink => new(terminal.OutIsTerminal && !NoColor);

    public T? Get<T>(Option<T> option) => parsed.GetValue(option);

    public T Get<T>(Argument<T> argument) => parsed.GetRequiredValue(argument);

    public bool Has(Option option) => parsed.GetResult(option) is { Implicit: false };

    /// <summary>The table that is kept up to date on this terminal; null: none.</summary>
    public LiveScreen? Live { get; set; }

    /// <summary>News beside what a command was asked for, on standard error; above the table where one is kept on the terminal.</summary>
    public void Say(string line)
    {
        if (Live is { } live && terminal.ErrorIsTerminal)
            live.Say(SinkText.Line(line));
        else
            Error.WriteLine(line);
    }

    public void WriteJson(JsonNode document) => Out.WriteLine(JsonText.Write(document));

    /// <summary>Progress and hints: on standard error when standard output belongs to a document.</summary>
    public TerminalWriter Side => Json ? Error : Out;
}
