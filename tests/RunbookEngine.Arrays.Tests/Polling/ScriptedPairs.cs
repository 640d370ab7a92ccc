using RunbookEngine.Arrays.Errors;
using RunbookEngine.Arrays.Pairs;
using RunbookEngine.Arrays.Polling;
using RunbookEngine.Arrays.Tests.Fakes;
using RunbookEngine.Replication.Vocabulary;
using RunbookEngine.Testing;

namespace RunbookEngine.Arrays.Tests.Polling;

/// <summary>ShadowImage groups of one pair each, whose answers the test writes; counts the reads.</summary>
internal sealed class ScriptedPairs
{
    private readonly Dictionary<string, int> _reads = [];

    public ScriptedPairs(int groups)
    {
        Poller = new PairPoller(Clock);
        Array = new ReadOnlyArray(ReadAsync);
        Groups = [.. Enumerable.Range(0, groups).Select(i => CopyGroupRef.Of(Technology.ShadowImage, TwoSites.TokyoId, $"g{i}"))];
    }

    public ManualClock Clock { get; } = new();

    public PairPoller Poller { get; }

    public IPairArray Array { get; }

    public IReadOnlyList<CopyGroupRef> Groups { get; }

    /// <summary>Gets the group and the number of the read, from 1; null is a group that is gone.</summary>
    public Func<CopyGroupRef, int, PairStatus?> Answer { get; set; } = (_, _) => PairStatus.PAIR;

    /// <summary>How long a read takes.</summary>
    public TimeSpan ReadTime { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Progress to tell at a moment.</summary>
    public Func<DateTimeOffset, int?> Progress { get; set; } = _ => null;

    public List<DateTimeOffset> ReadTimes { get; } = [];

    public int Reads => _reads.Values.Sum();

    /// <returns>The status when it was seen; null when the watch ended first.</returns>
    public async Task<PairStatus?> UntilAsync(CopyGroupRef group, PairStatus wanted, TimeSpan within, CancellationToken cancellationToken = default)
    {
        await foreach (var reading in Watch(group, within, cancellationToken))
        {
            if (reading is PairReading.Seen { Group.Pairs: [{ Pvol.Status: var status }] } && status == wanted)
            {
                return status;
            }
        }
        return null;
    }

    public async Task<List<PairReading>> TakeAsync(CopyGroupRef group, int count)
    {
        var readings = new List<PairReading>();
        await foreach (var reading in Watch(group, TimeSpan.FromHours(5), default))
        {
            readings.Add(reading);
            if (readings.Count == count)
            {
                break;
            }
        }
        return readings;
    }

    public static ArrayApiException Failure(ArrayErrorKind kind) => new(new ArrayError { Kind = kind, Array = "tokyo", Message = "as the test says", MayPass = true });

    private IAsyncEnumerable<PairReading> Watch(CopyGroupRef group, TimeSpan within, CancellationToken cancellationToken) =>
        Poller.WatchAsync(Array, group, PairReadOptions.Default, TimeSpan.FromSeconds(5), Clock.GetUtcNow() + within, cancellationToken);

    private async Task<CopyGroup?> ReadAsync(CopyGroupRef group, PairReadOptions options, CancellationToken cancellationToken)
    {
        Assert.True(options.Once);
        var readAt = Clock.GetUtcNow();
        var number = _reads[group.Name] = _reads.GetValueOrDefault(group.Name) + 1;
        ReadTimes.Add(readAt);
        await Task.Delay(ReadTime, Clock, cancellationToken);
        if (Answer(group, number) is not { } status)
        {
            return null;
        }
        var side = new PairVolume { Status = status, StatusText = status.ToString() };
        var pair = new Pair { Ref = new PairRef(group, "v"), Pvol = side, Svol = side, ProgressPercent = Progress(readAt) };
        return new CopyGroup(group, null, [pair], readAt);
    }
}
