using System.Collections.Concurrent;
using RunbookEngine.Runs;
using RunbookEngine.Server.Running;

namespace RunbookEngine.Server.Tests.Schedules.Support;

/// <summary>Takes orders and keeps them by key, as the real one does; a test may have it answer otherwise.</summary>
internal sealed class OrderDesk(TimeProvider clock) : IRunStarter
{
    private readonly ConcurrentDictionary<string, (RunId Run, RunOrder Order, DateTimeOffset At)> _stored = new();

    /// <summary>What it answers instead of storing; null: it stores.</summary>
    public Func<RunOrder, OrderResult?> Instead { get; set; } = _ => null;

    public IReadOnlyList<RunOrder> Orders => [.. _stored.Values.OrderBy(s => s.At).ThenBy(s => s.Order.Key, StringComparer.Ordinal).Select(s => s.Order)];

    /// <summary>Keys of the stored orders of one schedule, without its name: the moments.</summary>
    public IReadOnlyList<string> Moments(string schedule) =>
        [.. _stored.Keys.Where(k => k.StartsWith($"schedule:{schedule}:", StringComparison.Ordinal)).Select(k => k[$"schedule:{schedule}:".Length..]).Order(StringComparer.Ordinal)];

    public RunId RunOf(string key) => _stored[key].Run;

    public DateTimeOffset StoredAt(string key) => _stored[key].At;

    public Task<OrderResult> StartAsync(RunOrder order, CancellationToken cancellationToken)
    {
        if (Instead(order) is { } answer)
            return Task.FromResult(answer);
        var run = RunId.New(clock);
        var stored = _stored.GetOrAdd(order.Key!, _ => (run, order, clock.GetUtcNow()));
        return Task.FromResult<OrderResult>(new OrderResult.Started(stored.Run, stored.Run != run));
    }
}
