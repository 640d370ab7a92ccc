using System.Text.Json;
using System.Text.Json.Serialization;
using RunbookEngine.Plans;

namespace RunbookEngine.Language.Environments;

/// <summary>One place: its arrays, who may do what there, and how people and services are reached.</summary>
/// <remarks>The same JSON is an environment file's content and what a run pins, so <see cref="FromPlan"/> gives back what the run started with.</remarks>
public sealed record EnvironmentModel
{
    public required string Name { get; init; }

    public string? Description { get; init; }

    /// <summary>Control address of simulated arrays; null where the arrays are real, whatever else they are.</summary>
    public Uri? Simulator { get; init; }

    /// <summary>By alias, as runbooks name them.</summary>
    public required IReadOnlyDictionary<string, ArrayEntry> Arrays { get; init; }

    /// <summary>Two aliases each.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Links { get; init; } = [];

    public ArrayLimits Limits { get; init; } = new();

    public CopyGroupFence Fence { get; init; } = new();

    /// <summary>How copy groups are to be here, by name or glob: see <c>runbook pairs</c>. Null: nothing is said.</summary>
    public IReadOnlyDictionary<string, ExpectEntry>? Expect { get; init; }

    /// <summary>People by group.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Approvers { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Null when the environment says nothing of how people must be known.</summary>
    public ApprovalSettings? Approvals { get; init; }

    /// <summary>By the name that groups use; null when the environment says nothing of them.</summary>
    public IReadOnlyDictionary<string, PersonEntry>? People { get; init; }

    /// <summary>Who may break the glass; null: on the command line nobody.</summary>
    public BreakGlassEntry? BreakGlass { get; init; }

    /// <summary>Who declares a disaster on a server; null: whoever may start runs in that mode.</summary>
    public DisasterEntry? Disaster { get; init; }

    /// <summary>Null: bundles are not signed, and nothing is anchored.</summary>
    public EvidenceEntry? Evidence { get; init; }

    public IReadOnlyDictionary<string, ConnectionEntry> Connections { get; init; } = new Dictionary<string, ConnectionEntry>();

    /// <summary>Machines on which commands run, by name; null when there are none.</summary>
    public IReadOnlyDictionary<string, HostEntry>? Hosts { get; init; }

    public IReadOnlyDictionary<string, NotifyChannel> Notify { get; init; } = new Dictionary<string, NotifyChannel>();

    /// <summary>References by name, never values.</summary>
    public IReadOnlyDictionary<string, string> Secrets { get; init; } = new Dictionary<string, string>();

    /// <summary><see cref="Allowed"/>: a run may be started against its own forecast, with a reason; null: it may not.</summary>
    public string? ForcePlan { get; init; }

    /// <summary>The word with which an environment lets something be that it does not let be by itself.</summary>
    public const string Allowed = "allowed";

    /// <summary>The arrays linked to one, by alias.</summary>
    public IReadOnlyList<string> PartnersOf(string alias) =>
        [.. Links.Where(l => l.Contains(alias)).SelectMany(l => l).Where(a => a != alias).Distinct()];

    /// <summary>The file it was read from, an absolute path; null when there is none that will be there later.</summary>
    [JsonIgnore]
    public string? File { get; init; }

    /// <summary>Arrays that somebody has said are gone.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Without { get; init; } = [];

    public PlanEnvironment ToPlan() => new(Name, JsonSerializer.SerializeToElement(this, Json))
    {
        File = File,
        Without = Without.Count > 0 ? [.. Without] : null,
    };

    /// <exception cref="JsonException">The plan was written by something else.</exception>
    public static EnvironmentModel FromPlan(PlanEnvironment environment) =>
        environment.Content.Deserialize<EnvironmentModel>(Json) ?? throw new JsonException("The plan carries no environment.");

    internal static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new DurationConverter() },
    };

    private sealed class DurationConverter : JsonConverter<TimeSpan>
    {
        public override TimeSpan Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            DurationText.TryParse(reader.GetString()) ?? throw new JsonException("A duration such as 5s is expected.");

        public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) =>
            writer.WriteStringValue(DurationText.Write(value));
    }
}
