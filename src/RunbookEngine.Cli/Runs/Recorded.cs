using RunbookEngine.Cli.Hosting;
using RunbookEngine.Journal;
using RunbookEngine.Locks;
using RunbookEngine.Runs;
using RunbookEngine.Sinks;

namespace RunbookEngine.Cli.Runs;

/// <summary>Says what was put on record in a run, and how the run goes on from it.</summary>
internal sealed class Recorded(Invocation call, IRunStore store)
{
    public async Task ReportAsync(RunState run, string what, CancellationToken cancellationToken)
    {
        var lease = await LivingAsync(store, run.Id, call.Clock, cancellationToken);
        var next = NextSteps.For(run, lease is not null || call.Server is not null, call.Server is not null);
        if (call.Json)
        {
            call.WriteJson(RunJson.Document(run, next));
            return;
        }

        call.Out.WriteLine($"recorded: {SinkText.Line(what)}");
        if (lease is not null)
            call.Out.WriteLine($"process {lease.ProcessId} on {SinkText.Line(lease.Host)} drives the run and goes on with it");
        new RunPage(call.Out, call.Ink, call.Clock, 0).Next(next);
    }

    /// <summary>There is nothing to carry on: says how the run ended.</summary>
    public void ReportEnded(RunState run)
    {
        var next = NextSteps.For(run);
        if (call.Json)
            call.WriteJson(RunJson.Document(run, next));
        else
        {
            call.Out.WriteLine($"run {run.Id} has ended: {Words.Of(run.Outcome)}");
            new RunPage(call.Out, call.Ink, call.Clock, 0).Next(next);
        }
    }

    /// <summary>The lease of the living process that drives the run; null when none does.</summary>
    public static async Task<Lease?> LivingAsync(IRunLeases leases, RunId run, TimeProvider clock, CancellationToken cancellationToken) =>
        await leases.FindLeaseAsync(run, clock.GetUtcNow(), cancellationToken) is { } lease && !EngineIdentity.OfThisProcess().KnowsToBeDead(lease)
            ? lease
            : null;
}
