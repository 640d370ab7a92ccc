using System.Reflection;
using System.Text.Json.Serialization;

namespace RunbookEngine.Runs;

/// <summary>Statuses and outcomes as the command line spells them: by their names in JSON.</summary>
public static class Words
{
    public static string Of(StepStatus status) => Names<StepStatus>.Known[status];

    public static string Of(RunOutcome outcome) => Names<RunOutcome>.Known[outcome];

    private static class Names<T>
        where T : struct, Enum
    {
        // Read from the attributes: asking the serializer for them costs a start of the command line 15 ms.
        public static readonly Dictionary<T, string> Known = typeof(T).GetFields(BindingFlags.Public | BindingFlags.Static)
            .ToDictionary(f => (T)f.GetValue(null)!, f => f.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()!.Name);
    }
}
