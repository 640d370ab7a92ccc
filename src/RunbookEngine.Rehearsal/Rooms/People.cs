using System.Text.Json;
using RunbookEngine.Journal;
using RunbookEngine.Plans;
using RunbookEngine.Rehearsal.Cases;
using RunbookEngine.Rehearsal.Faults;
using RunbookEngine.Runs;

namespace RunbookEngine.Rehearsal.Rooms;

/// <summary>The people around a run: they grant, answer and resume as the case wants it, while no engine runs.</summary>
internal sealed class People(CaseRoom room)
{
    private static readonly TimeSpan Thinking = TimeSpan.FromMinutes(1);

    /// <summary>The arrays have told each other by then what happened.</summary>
    private static readonly TimeSpan AfterTheReturn = TimeSpan.FromMinutes(5);

    private readonly RunOperator _operator = new(room.Store, room.Time);
    private bool _resumed;

    /// <returns>False when nobody has anything to say: the run stands.</returns>
    public async Task<bool> ActAsync()
    {
        var runs = await LoadAsync();
        foreach (var (run, step) in runs.SelectMany(r => r.Steps.Values.Select(s => (r, s))))
        {
            if (step is { Status: StepStatus.Waiting, Waiting: { OnPeople: true } waiting } && run.Plan.Find(step.Key.Id) is { } planned)
            {
                if (planned.Verb is "approve" or "manual")
                    return await RespondAsync(run, step, planned, waiting);
            }
        }

        return await TryAgainAsync(runs);
    }

    /// <summary>What was gone is back: some time later a person starts the run that was refused, or has those that stand carry on. Once.</summary>
    public async Task<bool> NoteReturnAsync()
    {
        if (_resumed)
            return false;
        _resumed = true;
        room.Time.Pass(AfterTheReturn);
        foreach (var run in (await LoadAsync()).Where(r => r is { IsEnded: false, Outcome: not RunOutcome.Running }))
            await _operator.ResumeAsync(run.Id, "operator", [], "rehearsal: it is back", CancellationToken.None);
        return true;
    }

    /// <summary>All runs, the called ones first.</summary>
    private async Task<IReadOnlyList<RunState>> LoadAsync()
    {
        var runs = new List<RunState>();
        foreach (var summary in await room.Store.ListAsync(new RunFilter(), CancellationToken.None))
            runs.Add((await room.Store.LoadAsync(summary.Id, CancellationToken.None))!);
        return [.. runs.OrderByDescending(r => room.NameOf(r.Id).Length)];
    }

    private async Task<bool> RespondAsync(RunState run, StepState step, PlanStep planned, StepWaiting waiting)
    {
        var trouble = room.Faults.At(new StepSpot(room.NameOf(run), step.Key, false), 0);
        if (trouble == StepTrouble.HalfWay || (trouble == StepTrouble.Refused && planned.Verb == "manual" && Refusing(planned) is null))
        {
            // Silence until the deadline.
            if (waiting.Until is not { } until)
                return false;
            room.Time.Pass(until - room.Time.GetUtcNow() + TimeSpan.FromSeconds(1));
            return true;
        }

        room.Time.Pass(Thinking);
        if (planned.Verb == "manual")
        {
            await _operator.AnswerAsync(run.Id, step.Key, "operator", trouble is null ? Agreeing(planned) : Refusing(planned)!, CancellationToken.None);
            return true;
        }

        var person = waiting.People?.FirstOrDefault(p => step.Approvals.All(a => a.Actor != p));
        if (person is null)
            return false;
        await _operator.ApproveAsync(run.Id, step.Key, person, trouble is null, "rehearsal", CancellationToken.None);
        return true;
    }

    /// <summary>An undo that failed once is tried again by a person; what the case lets fail for good stays as it is.</summary>
    private async Task<bool> TryAgainAsync(IReadOnlyList<RunState> runs)
    {
        if (_resumed || room.Case.Kind != CaseKind.UndoFails || runs.All(r => r.Outcome != RunOutcome.NeedsOperator))
            return false;
        _resumed = true;
        room.Time.Pass(Thinking);
        foreach (var run in runs.Where(r => r.Outcome == RunOutcome.NeedsOperator))
            await _operator.ResumeAsync(run.Id, "operator", [], "rehearsal: tried again", CancellationToken.None);
        return true;
    }

    private static string Agreeing(PlanStep step)
    {
        var fail = Texts(step.With, "failOn");
        return Texts(step.With, "choices").FirstOrDefault(c => !fail.Contains(c, StringComparer.OrdinalIgnoreCase)) ?? "done";
    }

    private static string? Refusing(PlanStep step) => Texts(step.With, "failOn").FirstOrDefault();

    private static IReadOnlyList<string> Texts(JsonElement arguments, string name) =>
        !arguments.TryGetProperty(name, out var value) ? []
        : value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(v => v.ToString())]
        : [value.ToString()];
}
