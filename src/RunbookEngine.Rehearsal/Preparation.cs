using System.Text.Json;
using System.Text.RegularExpressions;
using RunbookEngine.Activities.Connections;
using RunbookEngine.Arrays.Errors;
using RunbookEngine.Language.Compilation;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Documents;
using RunbookEngine.Language.Environments;
using RunbookEngine.Language.Targets;
using RunbookEngine.Operations;
using RunbookEngine.Operations.Composition;
using RunbookEngine.Plans;
using RunbookEngine.Rehearsal.Rooms;
using RunbookEngine.Rehearsal.States;
using RunbookEngine.Simulator.Hosting;
using RunbookEngine.Simulator.Topologies;
using RunbookEngine.Simulator.World;

namespace RunbookEngine.Rehearsal;

/// <summary>From files to a rehearsal: the environment is made up around the runbook, so that its people, channels, connections and secrets all exist.</summary>
public static partial class Preparation
{
    /// <summary>People in every group of approvers; nobody real.</summary>
    private const int PeopleInGroup = 5;

    private const string Disaster = "disaster";

    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(5);

    /// <param name="from">Pairs to start from instead of the topology's; null for the topology's.</param>
    /// <exception cref="SavedStateException">The saved state does not fit the topology.</exception>
    public static async Task<PreparationResult> PrepareAsync(
        SourceFile runbook, Topology topology, CompileOptions options, SavedState? from, int seed, CancellationToken cancellationToken)
    {
        topology = from is null ? topology : StateOnTopology.Apply(topology, from);
        options = options with { Actor = RehearsalSetting.Actor, RequireInputs = true };
        var alone = RunbookCompiler.Compile(runbook, null, options);
        if (alone.Plan is null)
            return new(null, alone.Diagnostics, alone.TextOf);
        var secrets = alone.Sources.SelectMany(s => SecretName().Matches(s.Text)).Select(m => m.Groups[1].Value).Distinct().Order(StringComparer.Ordinal).ToList();
        var environment = EnvironmentOf(topology, alone.Plan, secrets);
        var compiled = RunbookCompiler.Compile(runbook, environment, options);
        if (compiled.Plan is null)
            return new(null, compiled.Diagnostics, compiled.TextOf);
        async Task<(RehearsalSetting? Setting, IReadOnlyList<Diagnostic> Diagnostics)> SettingAsync(Plan plan)
        {
            var pinned = await PinAsync(plan, environment, topology, cancellationToken);
            return (pinned.Plan is null ? null : new RehearsalSetting(pinned.Plan, topology, secrets, seed) { Unbound = plan }, pinned.Diagnostics);
        }

        var (setting, problems) = await SettingAsync(compiled.Plan);
        var found = Diagnostic.Sort([.. compiled.Diagnostics, .. problems]);
        if (setting is null)
            return new(null, found, compiled.TextOf);
        var disaster = compiled.Plan.Mode == Disaster ? setting : null;
        if (compiled.Plan.Mode is null && Steps(compiled.Plan).Any(s => s.Modes.Contains(Disaster))
            && RunbookCompiler.Compile(runbook, environment, options with { Mode = Disaster }).Plan is { } declared)
            disaster = (await SettingAsync(declared)).Setting;
        return new(new Rehearsal(setting, disaster), found, compiled.TextOf);
    }

    private static EnvironmentModel EnvironmentOf(Topology topology, Plan plan, IReadOnlyList<string> secrets)
    {
        var steps = Steps(plan).ToList();
        return new EnvironmentModel
        {
            Name = $"{topology.Name}-rehearsal",
            Simulator = InMemoryHandler.ControlAddress,
            Arrays = topology.Arrays.ToDictionary(a => a.Alias, Entry),
            Links = [.. topology.Links.Select(l => (IReadOnlyList<string>)[l.First, l.Second]).DistinctBy(l => string.Join(' ', l))],
            Limits = new ArrayLimits { PollInterval = Poll },
            Approvers = Names(steps, "by").ToDictionary(n => n, n => (IReadOnlyList<string>)[.. Enumerable.Range(1, PeopleInGroup).Select(i => $"{n}-{i}")]),
            Notify = Names(steps, "to").ToDictionary(n => n, n => new NotifyChannel { Webhook = new Uri($"https://notices.rehearsal/{Uri.EscapeDataString(n)}") }),
            Connections = Names(steps, "connection").ToDictionary(n => n, n => new ConnectionEntry { Url = new Uri($"https://services.rehearsal/{Uri.EscapeDataString(n)}/") }),
            Secrets = secrets.ToDictionary(n => n, n => $"env:REHEARSED_{n}"),
        };
    }

    private static IEnumerable<PlanStep> Steps(Plan plan) =>
        plan.AllSteps().SelectMany(s => s.Child is null ? [s] : Steps(s.Child).Prepend(s));

    private static IEnumerable<string> Names(IEnumerable<PlanStep> steps, string argument) => steps
        .Where(s => s.Verb is "approve" or "notify" or "http" or "ticket.require" or "ticket.update")
        .Where(s => s.With.TryGetProperty(argument, out _))
        .Select(s => s.With.GetProperty(argument))
        .SelectMany(v => v.ValueKind == JsonValueKind.Array ? v.EnumerateArray().Select(i => i.ToString()) : [v.ToString()])
        .Distinct();

    private static ArrayEntry Entry(ArraySpec array)
    {
        // The name holds the password's hash, so that two topologies in one process do not meet.
        var user = array.Users[0];
        var variable = $"RUNBOOK_REHEARSAL_{array.StorageDeviceId}_{Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes($"{user.Name}:{user.Password}")))[..12]}";
        System.Environment.SetEnvironmentVariable(variable + "_USER", user.Name);
        System.Environment.SetEnvironmentVariable(variable + "_PASSWORD", user.Password);
        return new ArrayEntry
        {
            Endpoints = [.. Enumerable.Range(1, array.Controllers).Select(c => InMemoryHandler.AddressOf(c == 1 ? array.Alias : $"{array.Alias}-{c}"))],
            StorageDeviceId = array.StorageDeviceId,
            Credentials = $"env:{variable}",
        };
    }

    private static async Task<TargetResult> PinAsync(Plan plan, EnvironmentModel environment, Topology topology, CancellationToken cancellationToken)
    {
        var world = new SimulatedArrays(topology, TimeProvider.System);
        await using var connections = new ArrayConnections(TimeProvider.System, _ => new InMemoryHandler(world));
        try
        {
            return await new TargetPinning(connections).PinAsync(plan, environment, cancellationToken);
        }
        catch (CommandFailure e) when (e.InnerException is ArrayApiException refused)
        {
            throw new InvalidOperationException($"a simulated array refused to list its copy groups: {refused.Message}", e);
        }
    }

    [GeneratedRegex(@"\bsecrets\.([A-Za-z_][A-Za-z0-9_]*)", RegexOptions.None, 500)]
    private static partial Regex SecretName();
}

/// <param name="Rehearsal">Null when there is an error among the diagnostics.</param>
/// <param name="TextOf">The text of a file that a diagnostic names.</param>
public sealed record PreparationResult(Rehearsal? Rehearsal, IReadOnlyList<Diagnostic> Diagnostics, Func<string, string?> TextOf);
