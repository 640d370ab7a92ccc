namespace RunbookEngine.Simulator.World;

/// <summary>What will happen and when, in order of time and then of scheduling. Nothing runs until somebody asks for the time to pass.</summary>
internal sealed class Agenda
{
    private readonly PriorityQueue<Entry, (DateTimeOffset At, long Sequence)> _queue = new();
    private long _sequence;

    /// <summary>The time up to which everything has happened.</summary>
    public DateTimeOffset Now { get; private set; }

    public Agenda(DateTimeOffset start) => Now = start;

    /// <summary>Called after every entry that ran and whenever time has passed, so that what waits for a condition can look again.</summary>
    public Action? AfterEach { get; set; }

    public Entry At(DateTimeOffset time, Action action)
    {
        var entry = new Entry(time < Now ? Now : time, action);
        _queue.Enqueue(entry, (entry.Time, _sequence++));
        return entry;
    }

    public Entry After(TimeSpan delay, Action action) => At(Now + delay, action);

    public DateTimeOffset? NextTime
    {
        get
        {
            while (_queue.TryPeek(out var next, out _))
            {
                if (!next.Cancelled)
                    return next.Time;
                _queue.Dequeue();
            }
            return null;
        }
    }

    /// <summary>Runs every entry due until then, each at its own time. A time that has passed already changes nothing.</summary>
    public void AdvanceTo(DateTimeOffset time)
    {
        while (NextTime is { } next && next <= time)
        {
            var entry = _queue.Dequeue();
            if (next > Now)
                Now = next;
            entry.Run();
            AfterEach?.Invoke();
        }
        if (time > Now)
            Now = time;
        AfterEach?.Invoke();
    }

    internal sealed class Entry(DateTimeOffset time, Action action)
    {
        private Action? _action = action;

        public DateTimeOffset Time { get; } = time;

        public bool Cancelled => _action is null;

        public void Cancel() => _action = null;

        public void Run()
        {
            var action = _action;
            _action = null;
            action?.Invoke();
        }
    }
}
