using System.CommandLine;

namespace RunbookEngine.Cli.Hosting;

/// <summary>One command of the command line: its arguments, its example and what it does.</summary>
internal abstract class Verb : Command
{
    protected Verb(Desk desk, string name, string description, params string[] examples)
        : base(name, description)
    {
        Examples = examples;
        SetAction((parsed, cancellationToken) => RunGuardedAsync(new Invocation(parsed, desk.Terminal, desk.Common), cancellationToken));
    }

    /// <summary>Printed by <c>--help</c>.</summary>
    public IReadOnlyList<string> Examples { get; }

    /// <summary>Whether <c>--output sarif</c> means something here.</summary>
    protected virtual bool WritesSarif => false;

    /// <summary>Whether <c>--server</c> means something here.</summary>
    protected virtual Reach Reach => Reach.Here;

    /// <exception cref="CommandFailure">It cannot do what was asked.</exception>
    protected abstract Task<Exit> RunAsync(Invocation call, CancellationToken cancellationToken);

    /// <summary>The exit code of a failure; another one where the command has a convention of its own.</summary>
    protected virtual int ExitOf(Exit failure) => (int)failure;

    private async Task<int> RunGuardedAsync(Invocation call, CancellationToken cancellationToken)
    {
        try
        {
            if (call.Output == "sarif" && !WritesSarif)
                throw new CommandFailure(Exit.Usage, "--output sarif is for diagnostics only", "use it with runbook validate");
            if (call.ServerIsGiven && Reach == Reach.Here)
                throw new CommandFailure(Exit.Usage, $"{Name} does its work on this machine", "leave out --server");
            if (call.ServerIsGiven && call.StoreIsGiven)
                throw new CommandFailure(Exit.Usage, "a server has its store: give one of --server and --store");
            return (int)await RunAsync(call, cancellationToken);
        }
        catch (Exception e)
        {
            return Failures.Report(call, e, ExitOf);
        }
    }
}

/// <summary>What every command is made with.</summary>
internal sealed record Desk(Terminal Terminal, CommonOptions Common);
