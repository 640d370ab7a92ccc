using System.Text.Json.Serialization;
using RunbookEngine.Journal;

namespace RunbookEngine.Plans;

/// <summary>The <c>id</c> of a step, unique in its runbook. Undo steps get <c>{step}/undo-{n}</c>.</summary>
[JsonConverter(typeof(StepIdConverter))]
public readonly record struct StepId(string Value)
{
    public override string ToString() => Value;
}
