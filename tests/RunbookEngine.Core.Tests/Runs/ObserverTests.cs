using RunbookEngine.Activities;
using RunbookEngine.Journal;
using RunbookEngine.Runs;
using Xunit;
using static RunbookEngine.Core.Tests.Runs.Plans;

namespace RunbookEngine.Core.Tests.Runs;

public class ObserverTests
{
    [Fact]
    public async Task A_watcher_that_cannot_write_what_it_sees_ends_no_run()
    {
        var bench = new Bench();
        bench.World.Failures["b"] = 1;
        await using var engine = bench.Engine();

        var run = await engine.DriveAsync(await bench.StartAsync(Of(Step("a"), Step("b")), engine), "olga", new FullDisk(), Bench.Stop);

        Assert.Equal(RunOutcome.RolledBack, run.Outcome);
        Assert.Equal(["+a", "+b", "-b", "-a"], bench.World.Ledger);
    }

    private sealed class FullDisk : IRunObserver
    {
        public void Happened(JournalEntry entry, RunEvent e, RunState state) => throw new IOException("No space left on device");

        public void Progressed(RunId run, StepKey step, StepProgress progress) => throw new ObjectDisposedException("stream");
    }
}
