using System.Text.Json;
using RunbookEngine.Journal;
using RunbookEngine.Plans;
using RunbookEngine.Runs;

namespace RunbookEngine.Approvals;

/// <summary>Whether a name that is only typed is taken. Every act on a run passes here.</summary>
/// <remarks>Where an environment names approvers, or who may break the glass, approvals are to prove something: it takes typed names only when it says
/// <c>approvals: { typedNames: allowed }</c>, as the environments of simulated arrays do.</remarks>
public static class TypedNames
{
    public static bool AreAllowed(Plan plan)
    {
        var word = Section(plan.Environment.Content, "approvals") is { } approvals && approvals.TryGetProperty("typedNames", out var written) ? written.ToString() : null;
        return word == "allowed" || (word is null && !DeclaresApprovers(plan.Environment.Content));
    }

    /// <exception cref="OperatorRefusedException">The name was typed, and this environment takes none that was.</exception>
    public static void Refuse(Plan plan, Identification? knownBy)
    {
        if (knownBy is { IsTyped: true } && !AreAllowed(plan))
            throw new OperatorRefusedException(
                $"The environment {plan.Environment.Name} takes no typed names (--as): the system knows {knownBy.Account} on {knownBy.Host}. "
                + "Leave out --as and act under an account of your own, or over a server with your key; an environment for trials may say approvals: { typedNames: allowed }.");
    }

    private static bool DeclaresApprovers(JsonElement environment) => Section(environment, "breakGlass") is not null || Section(environment, "approvers") is { } groups && groups.EnumerateObject().Any();

    private static JsonElement? Section(JsonElement environment, string name) =>
        environment.ValueKind == JsonValueKind.Object && environment.TryGetProperty(name, out var section) && section.ValueKind == JsonValueKind.Object ? section : null;
}
