using System.Text.Json;
using RunbookEngine.Activities;
using RunbookEngine.Expressions;
using RunbookEngine.Plans;
using RunbookEngine.Runs;

namespace RunbookEngine.Benchmarks;

/// <summary>Activities that do nothing, or wait for a person who never comes: what is left is the engine's own cost.</summary>
internal sealed class Nothing : IActivityCatalog, IActivity, IExpressions
{
    public IActivity Find(string verb) => this;

    public Task<StepOutcome> ExecuteAsync(StepContext step, CancellationToken cancellationToken) =>
        Task.FromResult(step.Step.Verb == "wait" ? new StepOutcome.AwaitingPeople(null, "nobody") : StepOutcome.Done);

    public Task<StepOutcome> UndoAsync(StepContext step, CancellationToken cancellationToken) => Task.FromResult(StepOutcome.Done);

    public bool Condition(string expression, ExpressionScope scope) => true;

    public IReadOnlyList<Iteration> Items(JsonElement items, ExpressionScope scope) => [];

    public ResolvedArguments Resolve(JsonElement value, ExpressionScope scope) => new(value, []);

    public static Plan Plan(int steps, string verb = "nothing") => new()
    {
        Runbook = "nothing",
        Steps = [.. Enumerable.Range(1, steps).Select(i => new PlanStep { Id = new StepId($"step-{i}"), Verb = verb })],
    };
}
