using RunbookEngine.Cli.Hosting;
using RunbookEngine.Cli.Output;
using RunbookEngine.Journal;
using RunbookEngine.Runs;

namespace RunbookEngine.Cli.Runs;

/// <summary>Tells a run's events as other processes append them.</summary>
internal sealed class Follower(IRunStore store, Invocation call)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <summary>Returns when the run has ended, or stands and nobody drives it.</summary>
    public async Task FollowAsync(RunId id, CancellationToken cancellationToken)
    {
        var zone = call.Clock.LocalTimeZone;
        var teller = new Teller(zone, call.Verbose) { ByKey = call.Server is not null };
        var clock = new ClockLines(zone);
        var self = EngineIdentity.OfThisProcess();
        RunState? run = null;
        while (true)
        {
            var entries = await store.ReadAsync(id, run?.Sequence ?? 0, cancellationToken);
            foreach (var entry in entries)
            {
                var e = EventJson.Read(entry);
                run = RunFold.Apply(run, entry, e);
                foreach (var line in clock.Of(entry, teller.Tell(entry, e, run)))
                    call.Side.WriteLine(line);
            }

            if (run is null or { IsEnded: true })
                return;
            var lease = await store.FindLeaseAsync(id, call.Clock.GetUtcNow(), cancellationToken);
            if (entries.Count == 0 && (lease is null || self.KnowsToBeDead(lease)))
                return;
            await Task.Delay(Pause, call.Clock, cancellationToken);
        }
    }
}
