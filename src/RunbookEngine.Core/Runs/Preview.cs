using RunbookEngine.Journal;

namespace RunbookEngine.Runs;

/// <summary>A state some events ahead of the journal, to decide what follows before all of it is appended at once.</summary>
internal sealed class Preview(RunState state, DateTimeOffset now)
{
    public RunState State { get; private set; } = state;

    public void Apply(RunEvent e) =>
        State = RunFold.Apply(State, new JournalEntry(State.Id, State.Sequence + 1, now, e.GetType().Name, "", ""), e);
}
