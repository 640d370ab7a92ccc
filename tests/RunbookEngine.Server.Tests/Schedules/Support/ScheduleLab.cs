using Microsoft.Extensions.Logging.Abstractions;
using RunbookEngine.Documents;
using RunbookEngine.Language.Documents;
using RunbookEngine.Language.Triggers;
using RunbookEngine.Persistence.Memory;
using RunbookEngine.Server.Running;
using RunbookEngine.Server.Schedules;
using RunbookEngine.Server.Schedules.Calendars;
using RunbookEngine.Server.Schedules.Firing;
using RunbookEngine.Testing;

namespace RunbookEngine.Server.Tests.Schedules.Support;

/// <summary>Any number of nodes on one store and one clock, and everything they have in common.</summary>
internal sealed class ScheduleLab
{
    public static readonly DateTimeOffset Start = new(2026, 10, 24, 22, 0, 0, TimeSpan.Zero);

    public ScheduleLab(IDocumentStore? store = null, DateTimeOffset? start = null)
    {
        Clock = new ManualClock(start ?? Start);
        Store = store ?? new MemoryRunStore(Clock);
        Library = new RunbookLibrary(Store, Clock);
        Desk = new OrderDesk(Clock);
        First = Node();
    }

    public ManualClock Clock { get; }

    public IDocumentStore Store { get; }

    public RunbookLibrary Library { get; }

    public OrderDesk Desk { get; }

    public KnownRuns Runs { get; } = new();

    public ToldAlerts Alerts { get; } = new();

    public ScheduleOptions Options { get; } = new() { Environment = "lab" };

    public LabNode First { get; }

    public LabNode Node(IRunStarter? starter = null, string? name = null)
    {
        var (book, states, fires) = (new TriggerBook(Store, Library, Clock), new ScheduleStates(Store, Clock), new FireBook(Store, Options, Clock));
        var work = new FireWork(book, states, fires, starter ?? Desk, Runs, Alerts, new ScheduleMetrics(), Options, Clock, NullLogger<FireWork>.Instance) { Node = name ?? $"node-{Guid.NewGuid():N}" };
        var calendars = new CalendarBook(Store, Clock);
        return new LabNode(book, states, calendars, fires, new ScheduleRunner(book, states, calendars, fires, work, Options, Clock, NullLogger<ScheduleRunner>.Instance));
    }

    /// <param name="text">Keys of a trigger, as in <c>every: 1h, late: 2m</c>.</param>
    public async Task<ScheduleEntry> PutAsync(string name, string text)
    {
        text = $"{{ runbook: split, {text} }}";
        var read = TriggerReader.Read(new SourceFile(name, text), name);
        Assert.True(read.Trigger is not null, string.Join('\n', read.Diagnostics));
        Assert.NotNull(await First.Book.PutAsync(TriggerBook.Schedules, name, text, null, "ann", CancellationToken.None));
        return (await First.Book.FindAsync(TriggerBook.Schedules, name, CancellationToken.None))!;
    }

    /// <summary>Moves the clock and has the first node look.</summary>
    public async Task PassAsync(TimeSpan time, LabNode? node = null)
    {
        Clock.Advance(time);
        await (node ?? First).LookAsync();
    }

    public Task PassAsync(int minutes) => PassAsync(TimeSpan.FromMinutes(minutes));
}

internal sealed record LabNode(TriggerBook Book, ScheduleStates States, CalendarBook Calendars, FireBook Fires, ScheduleRunner Runner)
{
    public async Task<DateTimeOffset> LookAsync(CancellationToken cancellationToken = default)
    {
        var again = await Runner.LookAsync(cancellationToken);
        await Runner.IdleAsync();
        return again;
    }

    public async Task<IReadOnlyList<FireRecord>> PastAsync(string schedule) => await Fires.ListAsync(schedule, DateTimeOffset.UnixEpoch, 1000, CancellationToken.None);
}
