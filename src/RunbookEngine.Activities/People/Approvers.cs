using RunbookEngine.Activities.Connections;
using RunbookEngine.Activities.Steps;
using RunbookEngine.Approvals;
using RunbookEngine.Plans;

namespace RunbookEngine.Activities.People;

/// <summary>From the names in <c>by</c> to persons: a group of the environment stands for its members, any other name for itself.</summary>
internal static class Approvers
{
    /// <param name="except">Those who asked, who do not count under any of their names; empty when everybody does.</param>
    public static IReadOnlyList<string> Resolve(Plan plan, IEnumerable<string> by, IReadOnlyList<string> except)
    {
        var groups = Environments.Section(plan, "approvers");
        var book = PeopleBook.Of(plan);
        return [.. by.SelectMany(name => groups?.Find(name) is null ? [name] : groups.Texts(name))
            .DistinctBy(book.Canonical, StringComparer.OrdinalIgnoreCase)
            .Where(person => !book.Among(person, except))];
    }
}
