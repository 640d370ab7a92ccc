using System.Text.Json;
using RunbookEngine.Runs;

namespace RunbookEngine.Expressions;

/// <summary>What an expression can see: the run so far and the loop variables around the step.</summary>
/// <param name="State">Gives <c>inputs</c>, <c>targets</c>, <c>steps.ID.outputs</c>, <c>steps.ID.status</c>, <c>env</c> and <c>run</c>.</param>
/// <param name="Key">The step that asks; inside a loop, <c>steps.ID</c> of a sibling means the same iteration.</param>
/// <param name="Variables">Loop variables, innermost last wins.</param>
public sealed record ExpressionScope(RunState State, StepKey Key, IReadOnlyDictionary<string, JsonElement> Variables);
