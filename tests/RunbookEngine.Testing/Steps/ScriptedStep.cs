using System.Text.Json;
using RunbookEngine.Activities;
using RunbookEngine.Journal;
using RunbookEngine.Plans;
using RunbookEngine.Runs;

namespace RunbookEngine.Testing.Steps;

/// <summary>One step of a run without an engine: the journal is a list, the arguments are literal, the clock is the test's.
/// <see cref="Restarted"/> makes the step that another process would find after a crash.</summary>
public sealed class ScriptedStep : StepContext
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _abandon = new();
    private readonly List<(RunEvent Event, JournalEntry Entry)> _journal = [];
    private readonly List<StepProgress> _progress = [];
    private TaskCompletionSource _news = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private RunState _state;
    private int _appended;

    /// <param name="plan">Holds <paramref name="step"/> or not; targets and environment are read from it.</param>
    public ScriptedStep(PlanStep step, TimeProvider clock, Plan? plan = null, string actor = "akiko", string iteration = "")
    {
        Step = step;
        Clock = clock;
        Key = new StepKey(step.Id, iteration);
        Plan = plan ?? new Plan { Runbook = "test", Steps = [step] };
        Run = RunId.New(clock);
        _state = null!;
        Append(new RunStarted(Plan, actor, "test"));
        Append(new StepStarted(Key, 1));
    }

    /// <summary>A step of the same run after another one.</summary>
    public ScriptedStep(PlanStep step, ScriptedStep before)
    {
        (Step, Clock, Plan, Run, Secrets) = (step, before.Clock, before.Plan, before.Run, before.Secrets);
        Key = new StepKey(step.Id);
        _state = null!;
        foreach (var (happened, entry) in before._journal)
        {
            Add(happened, entry.At);
        }
        Append(new StepStarted(Key, 1));
    }

    private ScriptedStep(ScriptedStep other, IEnumerable<(RunEvent Event, JournalEntry Entry)> prefix)
    {
        (Step, Clock, Key, Plan, Run, Secrets) = (other.Step, other.Clock, other.Key, other.Plan, other.Run, other.Secrets);
        _state = null!;
        foreach (var (happened, entry) in prefix)
        {
            Add(happened, entry.At);
        }
    }

    public override RunId Run { get; }

    public override Plan Plan { get; }

    public override PlanStep Step { get; }

    public override StepKey Key { get; }

    public override int Attempt => Record.Attempts;

    public override bool Undoing => Record.Undo == UndoStatus.Undoing;

    public override TimeProvider Clock { get; }

    public override ResolvedArguments Arguments => new(Resolved ?? Step.With, Secrets);

    /// <summary>The arguments after their expressions were evaluated; null: the runbook has none.</summary>
    public JsonElement? Resolved { get; init; }

    public override DateTimeOffset? Deadline => Step.Timeout is { } limit && Record.AttemptAt is { } at ? at + limit : null;

    public override CancellationToken Abandon => _abandon.Token;

    /// <summary>What <see cref="Arguments"/> says is secret.</summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];

    /// <summary>Called with every event before it is kept; throws to stand for a store that fails, or a process that dies.</summary>
    public Action<RunEvent>? BeforeJournal { get; set; }

    /// <summary>Dies right after this many events were journalled by the activity; null: lives on.</summary>
    public int? CrashAfter { get; set; }

    public override RunState State
    {
        get
        {
            lock (_gate)
            {
                return _state;
            }
        }
    }

    /// <summary>Every event up to now; the first two are the starts of run and step.</summary>
    public IReadOnlyList<RunEvent> Journal
    {
        get
        {
            lock (_gate)
            {
                return [.. _journal.Select(e => e.Event)];
            }
        }
    }

    public IReadOnlyList<StepProgress> Progress
    {
        get
        {
            lock (_gate)
            {
                return [.. _progress];
            }
        }
    }

    public static PlanStep Describe(string verb, object arguments, string id = "it") =>
        new() { Id = new StepId(id), Verb = verb, With = JsonSerializer.SerializeToElement(arguments, PlanJson.Options) };

    /// <summary>The same step as another process finds it: the first <paramref name="events"/> events, or all of them.</summary>
    public ScriptedStep Restarted(int? events = null)
    {
        lock (_gate)
        {
            return new ScriptedStep(this, _journal.Take(events ?? _journal.Count));
        }
    }

    /// <summary>Adds what somebody else journalled: an approval, a new attempt, the beginning of the undo.</summary>
    public ScriptedStep Append(RunEvent happened)
    {
        Add(happened, Clock.GetUtcNow());
        return this;
    }

    /// <summary>A person cancels the run.</summary>
    public void Cancel() => _abandon.Cancel();

    public override Task JournalAsync(RunEvent happened, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (happened is OperationIntended && !Undoing && Abandon.IsCancellationRequested)
        {
            throw new RunAbandonedException();
        }
        if (CrashAfter is { } limit && Volatile.Read(ref _appended) >= limit)
        {
            throw new CrashException();
        }
        BeforeJournal?.Invoke(happened);
        Add(happened, Clock.GetUtcNow());
        return Interlocked.Increment(ref _appended) >= CrashAfter ? Task.FromException(new CrashException()) : Task.CompletedTask;
    }

    public override void Report(StepProgress progress)
    {
        lock (_gate)
        {
            _progress.Add(progress);
        }
    }

    public override async Task WaitForNewsAsync(DateTimeOffset until, CancellationToken cancellationToken)
    {
        Task news;
        lock (_gate)
        {
            news = _news.Task;
        }
        var left = until - Clock.GetUtcNow();
        if (left > TimeSpan.Zero)
        {
            await Task.WhenAny(news, Task.Delay(left, Clock, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    public override ResolvedArguments Resolve(JsonElement value) => new(value, Secrets);

    private void Add(RunEvent happened, DateTimeOffset at)
    {
        lock (_gate)
        {
            var entry = EventJson.Write(Run, _journal.Count + 1, _state?.Hash ?? HashChain.Origin, at, happened);
            // Read back: an event that does not survive writing would be lost in a real journal.
            _state = RunFold.Apply(_state, entry, EventJson.Read(entry));
            _journal.Add((happened, entry));
            _news.TrySetResult();
            _news = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }
}
