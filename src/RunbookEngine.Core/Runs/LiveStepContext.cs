using System.Text.Json;
using RunbookEngine.Activities;
using RunbookEngine.Expressions;
using RunbookEngine.Journal;
using RunbookEngine.Plans;

namespace RunbookEngine.Runs;

/// <summary>The context of a step in a live run.</summary>
internal sealed class LiveStepContext(
    StepAt at, bool undoing, RunWriter writer, IExpressions expressions, IRunObserver observer, TimeProvider clock, CancellationToken abandon,
    CancellationToken handOver)
    : StepContext
{
    private ResolvedArguments? _arguments;

    public override RunId Run => writer.State.Id;

    public override Plan Plan => writer.State.Plan;

    public override PlanStep Step => at.Step;

    public override StepKey Key => at.Key;

    public override int Attempt => Record.Attempts;

    public override RunState State => writer.State;

    public override bool Undoing => undoing;

    public override TimeProvider Clock => clock;

    public override ResolvedArguments Arguments => _arguments ??= Resolve(at.Step.With);

    public override DateTimeOffset? Deadline => undoing ? null : at.Deadline;

    public override CancellationToken Abandon => abandon;

    public override Task JournalAsync(RunEvent happened, CancellationToken cancellationToken) =>
        writer.AppendAsync(
            state =>
            {
                if (happened is OperationIntended)
                {
                    handOver.ThrowIfCancellationRequested();
                    if (state.Cancel is not null)
                        throw new RunAbandonedException();
                }

                return [EventMask.Of(happened, at.Step.Verb)];
            },
            cancellationToken);

    public override void Report(StepProgress progress) => observer.Progressed(Run, Key, EventMask.Of(progress));

    public override async Task WaitForNewsAsync(DateTimeOffset until, CancellationToken cancellationToken)
    {
        var left = until - clock.GetUtcNow();
        if (left <= TimeSpan.Zero)
            return;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(HearAsync(writer.Changed), HearAsync(Task.Delay(left, clock, stop.Token)));
        stop.Cancel();
        cancellationToken.ThrowIfCancellationRequested();
    }

    private static async Task HearAsync(Task signal) => await signal;

    public override ResolvedArguments Resolve(JsonElement value) =>
        expressions.Resolve(value, new ExpressionScope(State, Key, at.Variables));
}
