using RunbookEngine.Activities;
using RunbookEngine.Rehearsal.Faults;

namespace RunbookEngine.Rehearsal.Rooms;

/// <summary>Every activity with the name of its step on it, so that a request can be told to belong to it; and refused as a whole where the case says so.</summary>
internal sealed class WatchedActivities(IActivityCatalog activities, CaseRoom room) : IActivityCatalog
{
    public IActivity Find(string verb) => new Watched(activities.Find(verb), room);

    private sealed class Watched(IActivity activity, CaseRoom room) : IActivity
    {
        public Task<StepOutcome> ExecuteAsync(StepContext step, CancellationToken cancellationToken) => ActAsync(step, activity.ExecuteAsync, cancellationToken);

        public Task<StepOutcome> UndoAsync(StepContext step, CancellationToken cancellationToken) => ActAsync(step, activity.UndoAsync, cancellationToken);

        private async Task<StepOutcome> ActAsync(
            StepContext step, Func<StepContext, CancellationToken, Task<StepOutcome>> act, CancellationToken cancellationToken)
        {
            var spot = room.Enter(step.State, step.Key, step.Undoing, step.Step);
            CaseRoom.Acting.Value = spot;
            return step.Step.Verb is not ("approve" or "manual") && room.Faults.At(spot, 0) is StepTrouble.Refused
                ? StepOutcome.Fail(FailureKind.Refused, $"the rehearsal lets {step.Step.Verb} fail here")
                : await act(step, cancellationToken);
        }
    }
}
