using System.Text.Json;
using RunbookEngine.Plans;

namespace RunbookEngine.Approvals;

/// <summary>The people of an environment: under which names one and the same person appears, and how they are reached.</summary>
/// <remarks>Names differ in case only by accident: <c>Akiko</c> is <c>akiko</c>.</remarks>
public sealed class PeopleBook
{
    private readonly Dictionary<string, Person> _byName = new(StringComparer.OrdinalIgnoreCase);

    private PeopleBook()
    {
    }

    /// <summary>The section <c>people</c> of the plan's environment; empty without one.</summary>
    public static PeopleBook Of(Plan plan)
    {
        var book = new PeopleBook();
        if (plan.Environment.Content.ValueKind != JsonValueKind.Object || !plan.Environment.Content.TryGetProperty("people", out var people)
            || people.ValueKind != JsonValueKind.Object)
            return book;
        foreach (var entry in people.EnumerateObject().Where(e => e.Value.ValueKind == JsonValueKind.Object))
        {
            var person = new Person(entry.Name, Text(entry.Value, "mail"), Text(entry.Value, "notify"));
            foreach (var name in Texts(entry.Value, "aliases").Append(person.Mail).OfType<string>().Prepend(person.Name))
                book._byName.TryAdd(name.Trim(), person);
        }

        return book;
    }

    /// <summary>The name under which the environment knows somebody; the name itself when it does not.</summary>
    public string Canonical(string name) => _byName.GetValueOrDefault(name.Trim())?.Name ?? name.Trim();

    public bool Same(string one, string other) => string.Equals(Canonical(one), Canonical(other), StringComparison.OrdinalIgnoreCase);

    public bool Among(string name, IEnumerable<string> names) => names.Any(n => Same(n, name));

    /// <summary>Null when the environment says nothing of somebody.</summary>
    public Person? Find(string name) => _byName.GetValueOrDefault(name.Trim());

    private static string? Text(JsonElement entry, string name) =>
        entry.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static IEnumerable<string> Texts(JsonElement entry, string name) =>
        entry.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Where(v => v.ValueKind == JsonValueKind.String).Select(v => v.GetString()!)
            : [];
}

/// <summary>Somebody of the environment.</summary>
/// <param name="Mail">Where mail to them goes; null: unknown. It is one of their names as well.</param>
/// <param name="Notify">Channel of the environment that reaches them and nobody else; null: none.</param>
public sealed record Person(string Name, string? Mail, string? Notify);
