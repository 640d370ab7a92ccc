using System.Text.Json;
using RunbookEngine.Approvals;

namespace RunbookEngine.Activities;

/// <summary>How an attempt of a step, or its undo, ended.</summary>
public abstract record StepOutcome
{
    private StepOutcome() { }

    /// <param name="Outputs">An object, readable as <c>steps.ID.outputs</c>; null for none. Never holds a secret.</param>
    public sealed record Succeeded(JsonElement? Outputs = null) : StepOutcome;

    public sealed record Failed(Failure Failure) : StepOutcome;

    public sealed record Ambiguous(Ambiguity Ambiguity) : StepOutcome;

    /// <summary>Blocked on people (an approval, an answer, a child run that is held). The activity is asked again when
    /// the journal has news, at <paramref name="Until"/>, and on resume.</summary>
    /// <param name="Until">The deadline; null for none.</param>
    /// <param name="For">What is awaited, for people: "approval by 2 of akiko, ben, chen".</param>
    /// <param name="People">Who may answer; null: anybody. An approval by somebody else is refused at the command line.</param>
    /// <param name="Asked">What an approval asks; null for any other question.</param>
    public sealed record AwaitingPeople(DateTimeOffset? Until, string For, IReadOnlyList<string>? People = null, ApprovalAsked? Asked = null) : StepOutcome;

    public static StepOutcome Done { get; } = new Succeeded();

    public static StepOutcome Fail(FailureKind kind, string message, string? help = null) => new Failed(new Failure(kind, message) { Help = help });
}
