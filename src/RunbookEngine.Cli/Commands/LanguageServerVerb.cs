using System.CommandLine;
using RunbookEngine.Cli.Hosting;
using RunbookEngine.Cli.LanguageServer;

namespace RunbookEngine.Cli.Commands;

internal sealed class LanguageServerVerb : Verb
{
    private readonly Option<string?> _environment = new("--environment")
    {
        Description = "Environment file that runbooks are checked against; the editor's initializationOptions.environment wins over it",
        HelpName = "FILE",
    };

    private readonly Option<bool> _stdio = new("--stdio") { Description = "Speak over standard input and output; the only way, and the default" };

    public LanguageServerVerb(Desk desk)
        : base(desk, "language-server", "Serve an editor: diagnostics, hover, completion (Language Server Protocol)", "runbook language-server --environment env.yaml")
    {
        Add(_environment);
        Add(_stdio);
    }

    protected override async Task<Exit> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        await using var input = Console.OpenStandardInput();
        await using var output = Console.OpenStandardOutput();
        using var loop = new LanguageServerLoop(input, output, call.Get(_environment));
        return await loop.RunAsync(cancellationToken);
    }
}
