using RunbookEngine.Activities;
using RunbookEngine.Runs;

namespace RunbookEngine.Cli.Progress;

/// <summary>How fast copies go on, and so how long they still take.</summary>
internal sealed class CopyPace
{
    /// <summary>Less than this has moved: nothing can be said yet.</summary>
    private const double LeastPercent = 2;

    private static readonly TimeSpan LeastTime = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private readonly Dictionary<(StepKey Step, string Group), Track> _tracks = [];

    public void Note(StepKey step, StepProgress progress, DateTimeOffset at)
    {
        lock (_gate)
        {
            foreach (var group in progress.Pairs.GroupBy(p => p.CopyGroup))
            {
                if (Copied(group) is not { } percent)
                    _tracks.Remove((step, group.Key));
                else if (!_tracks.TryGetValue((step, group.Key), out var track) || percent < track.Percent)
                    _tracks[(step, group.Key)] = new Track(at, percent, at, percent);
                else if (percent > track.Percent)
                    _tracks[(step, group.Key)] = track with { At = at, Percent = percent };
            }
        }
    }

    /// <summary>Over the pairs of one group: null when none tells how far it is.</summary>
    public static double? Copied(IEnumerable<Journal.PairReading> pairs)
    {
        var all = pairs.ToList();
        return all.All(p => p.Progress is null or 100) ? null : all.Average(p => p.Progress ?? 100);
    }

    public TimeSpan? Left(StepKey step, string group, DateTimeOffset now)
    {
        lock (_gate)
            return _tracks.TryGetValue((step, group), out var track) ? track.Left(now) : null;
    }

    /// <summary>Until the slowest group of the step is there.</summary>
    public TimeSpan? Left(StepKey step, DateTimeOffset now)
    {
        lock (_gate)
            return _tracks.Where(t => t.Key.Step == step).Max(t => t.Value.Left(now));
    }

    private sealed record Track(DateTimeOffset FirstAt, double FirstPercent, DateTimeOffset At, double Percent)
    {
        public TimeSpan? Left(DateTimeOffset now)
        {
            if (Percent - FirstPercent < LeastPercent || At - FirstAt < LeastTime)
                return null;
            var left = ((At - FirstAt) * ((100 - Percent) / (Percent - FirstPercent))) - (now - At);
            return left < TimeSpan.Zero ? TimeSpan.Zero : left;
        }
    }
}
