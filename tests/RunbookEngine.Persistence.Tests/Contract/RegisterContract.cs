using RunbookEngine.Journal;
using RunbookEngine.Runs;

namespace RunbookEngine.Persistence.Tests;

public abstract partial class RunStoreContract
{
    [Fact]
    public async Task Every_run_that_is_started_and_every_one_that_is_removed_has_a_line_in_the_register()
    {
        if (Store is not IRunRegister register)
            return;
        Assert.Null(await register.RegisterHeadAsync(Never));
        var runs = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Store.StartedAsync()));
        await Assert.ThrowsAsync<SequenceConflictException>(() => Store.StartedAsync(runs[0]));
        var ended = runs[3] with { Sequence = 2, EndedAt = Sample.Noon };
        await Store.AppendAsync(ended, Sample.Entries(ended.Id, 2, 1), Never);
        Assert.Equal(1, (await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Store.DeleteEndedAsync(ended.Id, Never)))).Count(d => d));
        Assert.False(await Store.DeleteEndedAsync(runs[4].Id, Never));

        var lines = await register.ReadRegisterAsync(0, Never);
        Assert.Equal(Enumerable.Range(1, 13).Select(n => (long)n), lines.Select(l => l.Number));
        Assert.Equal(runs.Select(r => r.Id).ToHashSet(), lines.Take(12).Select(l => l.Run).ToHashSet());
        Assert.Equal((RegisterEntry.Removed, ended.Id), (lines[^1].What, lines[^1].Run));
        for (var i = 0; i < lines.Count; i++)
            Assert.Equal(RegisterEntry.After(i == 0 ? null : lines[i - 1], lines[i].What, lines[i].Run, lines[i].Anchor), lines[i]);
        Assert.Equal(lines[^1], await register.RegisterHeadAsync(Never));
        Assert.Equal(lines.Skip(5), await register.ReadRegisterAsync(5, Never));
        Assert.Empty(await register.FindOrphansAsync(Never));
    }
}
