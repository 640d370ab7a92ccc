using System.CommandLine;

namespace RunbookEngine.Cli.Hosting;

/// <summary>The options that every command has.</summary>
internal sealed class CommonOptions
{
    public Option<string?> Store { get; } = new("--store")
    {
        Description = "Run store: sqlite:PATH or a PostgreSQL string (Host=...). Default: RUNBOOK_STORE, else a file in the user's data folder",
        HelpName = "STORE",
        Recursive = true,
    };

    public Option<string?> Server { get; } = new("--server")
    {
        Description = "A runbook server instead of a store of one's own: its address. Default: RUNBOOK_SERVER. The key to it is in RUNBOOK_KEY, or --key-file",
        HelpName = "URL",
        Recursive = true,
    };

    public Option<string?> KeyFile { get; } = new("--key-file") { Description = "File with the key to the server", HelpName = "FILE", Recursive = true };

    public Option<string> Output { get; } = new Option<string>("--output")
    {
        Description = "text, or json: one JSON document on standard output and nothing else there; validate also writes sarif",
        HelpName = "text|json",
        DefaultValueFactory = _ => "text",
        Recursive = true,
    }.AcceptOnlyFromAmong("text", "json", "sarif");

    public Option<bool> NoColor { get; } = new("--no-color") { Description = "No colours (NO_COLOR does the same)", Recursive = true };

    public Option<bool> Verbose { get; } = new("--verbose") { Description = "Say more: every event, and the details of an unexpected error", Recursive = true };

    public void AddTo(RootCommand root)
    {
        root.Add(Store);
        root.Add(Server);
        root.Add(KeyFile);
        root.Add(Output);
        root.Add(NoColor);
        root.Add(Verbose);
    }
}
