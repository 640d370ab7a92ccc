using System.CommandLine;
using RunbookEngine.Cli.Hosting;
using RunbookEngine.Cli.Output;
using RunbookEngine.Journal;
using RunbookEngine.Language.Environments;
using RunbookEngine.Plans;
using RunbookEngine.Runs;

namespace RunbookEngine.Cli.Commands;

/// <summary>How the arrays of a stored run are reached today: <c>--environment</c> and <c>--without</c> of the commands that carry it on.</summary>
internal sealed class EnvironmentOptions
{
    public Option<string?> Environment { get; } = new("--environment")
    {
        Description = "Environment file as it is now: addresses, credentials, TLS settings and limits of the same arrays; default: the file that the run started with",
        HelpName = "F",
    };

    public Option<string[]> Without { get; } = RunbookOptions.CreateWithout();

    public void AddTo(Command command)
    {
        command.Add(Environment);
        command.Add(Without);
    }

    /// <exception cref="CommandFailure">They are for a store of one's own.</exception>
    public void RefuseThere(Invocation call)
    {
        if (call.Get(Environment) is not null || call.Get(Without) is { Length: > 0 })
            throw new CommandFailure(
                Exit.Usage, "a server has its environments: leave out --environment and --without", "an administrator replaces the environment there, and its runs take it over");
    }

    /// <summary>The environment as it is now; null when there is nothing to read: then the run goes on as it started.</summary>
    /// <exception cref="CommandFailure">The file that was named is no environment.</exception>
    public EnvironmentModel? Read(Invocation call, Plan plan)
    {
        if ((call.Get(Environment) ?? plan.Environment.File) is not { } path)
            return null;
        var named = call.Get(Environment) is not null;
        var loaded = EnvironmentLoader.Load(path);
        if (loaded.Model is { } model)
            return model with { File = Path.GetFullPath(path) };
        if (named)
        {
            new DiagnosticPrinter(call).Print(loaded.Diagnostics);
            throw new CommandFailure(Exit.Invalid, $"{path} is no environment that can be used", "mend it; nothing was changed");
        }

        call.Error.WriteLine($"WARNING: the run goes on with the addresses of its start: its environment file {path} cannot be read now"
            + (loaded.Diagnostics.FirstOrDefault(d => d.IsError) is { } first ? $" ({first.Message})" : ""));
        return null;
    }

    /// <summary>The run with the environment of today, on record before anything is asked of an array.</summary>
    /// <exception cref="CommandFailure">An alias stands for another array now.</exception>
    public async Task<RunState> ApplyAsync(
        Invocation call, IRunStore store, RunState run, RunOperator people, string actor, CancellationToken cancellationToken)
    {
        var today = Read(call, run.Plan);
        var without = call.Get(Without) ?? [];
        if (without.Length > 0)
            DeclaredGone.In(today ?? EnvironmentModel.FromPlan(run.Plan.Environment), without);
        try
        {
            var changes = await people.ChangeEnvironmentAsync(run.Id, today?.ToPlan(), without, actor, today?.File, cancellationToken);
            foreach (var change in changes)
                call.Error.WriteLine($"environment: {change}");
            return changes.Count == 0 ? run : (await store.LoadAsync(run.Id, cancellationToken))!;
        }
        catch (OperatorRefusedException e)
        {
            throw new CommandFailure(Exit.Refused, e.Message, "name the environment of the run's own arrays with --environment", e);
        }
    }
}
