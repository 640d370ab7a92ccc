using RunbookEngine.Activities.Connections;
using RunbookEngine.Activities.Steps;
using RunbookEngine.Plans;

namespace RunbookEngine.Activities.People;

/// <summary>From the names in <c>by</c> to persons: a group of the environment stands for its members, any other name for itself.</summary>
internal static class Approvers
{
    /// <param name="except">The one who asked, who does not count; null when everybody does.</param>
    public static IReadOnlyList<string> Resolve(Plan plan, IReadOnlyList<string> by, string? except)
    {
        var groups = Environments.Section(plan, "approvers");
        return [.. by.SelectMany(name => groups?.Find(name) is null ? [name] : groups.Texts(name)).Distinct()
            .Where(person => person != except)];
    }
}
