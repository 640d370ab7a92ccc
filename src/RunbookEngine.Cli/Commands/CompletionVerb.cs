using System.CommandLine;
using RunbookEngine.Cli.Hosting;
using RunbookEngine.Cli.Manuals;

namespace RunbookEngine.Cli.Commands;

internal sealed class CompletionVerb : Verb
{
    private readonly Argument<string> _shell = new("SHELL") { Description = string.Join(", ", CompletionScripts.Shells) };

    public CompletionVerb(Desk desk)
        : base(desk, "completion", "Print a script that completes commands and options in a shell", "runbook completion bash > ~/.local/share/bash-completion/completions/runbook")
    {
        Add(_shell);
        _shell.AcceptOnlyFromAmong([.. CompletionScripts.Shells]);
    }

    protected override Task<Exit> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        call.Out.Write(CompletionScripts.Of(call.Get(_shell)));
        return Task.FromResult(Exit.Done);
    }
}
