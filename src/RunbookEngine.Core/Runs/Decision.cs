using System.Text.Json;
using RunbookEngine.Journal;
using RunbookEngine.Plans;

namespace RunbookEngine.Runs;

/// <summary>What is to be done next in a run.</summary>
public abstract record Decision
{
    private Decision() { }

    /// <summary>Follows from the state alone: append it and decide again.</summary>
    public sealed record Record(RunEvent Event) : Decision;

    /// <summary>The step's turn has come: evaluate its condition or its list, append what follows and decide again.</summary>
    public sealed record Enter(StepAt At) : Decision;

    /// <summary>Carry the step out, or go on with it.</summary>
    public sealed record Perform(StepAt At) : Decision;

    /// <summary>Take the step back, or go on with that.</summary>
    public sealed record Undo(StepAt At) : Decision;

    /// <summary>The step changes nothing and is not wanted any more: let it end.</summary>
    public sealed record Abandon(StepKey Key) : Decision;

    /// <summary>Look again at this time, or when the journal has news.</summary>
    /// <param name="OnPeople">It is only a deadline for people; time alone brings nothing on before it.</param>
    public sealed record WaitUntil(DateTimeOffset Until, bool OnPeople) : Decision;

    /// <summary>Before anything of an ended run is taken back: compare its pairs with where it left them.</summary>
    public sealed record Compare : Decision;

    /// <summary>Only people can bring the run on.</summary>
    public sealed record AwaitPeople : Decision;

    /// <summary>The run is over.</summary>
    public sealed record Finish : Decision;
}

/// <summary>A step with everything around it: its iteration, the loop variables, and the deadline of the containers it is in.</summary>
public sealed record StepAt(PlanStep Step, StepKey Key, IReadOnlyDictionary<string, JsonElement> Variables, DateTimeOffset? Deadline)
{
    public static IReadOnlyDictionary<string, JsonElement> NoVariables { get; } = new Dictionary<string, JsonElement>();
}
