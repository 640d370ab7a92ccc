using System.Text.Json;
using System.Text.Json.Nodes;
using RunbookEngine.Activities.Connections;
using RunbookEngine.Activities.Forecasts;
using RunbookEngine.Language.Predictions;
using RunbookEngine.Language.Targets;
using RunbookEngine.Plans;
using RunbookEngine.Replication.Operations;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Operations.Planning;

/// <summary>The requests of a prediction as they would be sent.</summary>
public sealed class PlanRequests
{
    private readonly RequestPreview _preview;
    private readonly ILookup<(string Group, string Array), (PlanTarget Target, PlanCopyGroup Group)> _groups;
    private readonly Dictionary<(string, string?, PairOperation, string), PreviewedRequest?> _known = [];

    public PlanRequests(ArrayConnections connections, Plan plan)
    {
        _preview = new RequestPreview(connections, Bound(plan));
        _groups = TargetResolver.TargetsOf(plan).SelectMany(t => (t.CopyGroups ?? []).Select(g => (Target: t, Group: g)))
            .ToLookup(g => (g.Group.Name, g.Target.Array));
    }

    /// <returns>Null for what cannot be written down.</returns>
    public PreviewedRequest? Of(GroupForecast group, PlannedRequest request)
    {
        if (_groups[(group.CopyGroup, group.Array)].FirstOrDefault() is not { Target: { } target, Group: { } named })
            return null;
        var first = request.Operation.Action == PairAction.Create && group.Before.All(b => b.Ends.All(e => e.IsSimplex)) && ReferenceEquals(request, group.Requests[0]);
        if (request.Operation.Action == PairAction.Create)
            return request.Pair is null ? null : _preview.DescribeCreate(target, named, request.Pair, request.Arguments ?? "{}", first);
        // What is read without one of the arrays is asked without it too.
        var alone = request.Operation.GoesAlone && group.Before.SelectMany(b => b.Ends).Any(e => e.P == PairStatus.Unknown || e.S == PairStatus.Unknown);
        var key = ($"{group.Array} {group.CopyGroup}", request.Pair, request.Operation, $"{request.Addressee} {alone}");
        return _known.TryGetValue(key, out var known) ? known
            : _known[key] = Readable(group, _preview.Describe(target, named, request.Pair, request.Operation, request.Addressee, alone));
    }

    /// <summary>A pattern that stands for many copy groups is shown as it is written.</summary>
    private static PreviewedRequest? Readable(GroupForecast group, PreviewedRequest? request) =>
        request is null || !Language.Targets.Glob.IsPattern(group.CopyGroup) ? request : request with { Path = Uri.UnescapeDataString(request.Path) };

    /// <summary>A plan without an environment is shown with the aliases in the place of storage device ids; one of a server that kept addresses back, without these.</summary>
    private static PlanEnvironment Bound(Plan plan)
    {
        if (plan.Environment.RedactedFrom is null && plan.Environment.Content.ValueKind == JsonValueKind.Object && plan.Environment.Content.TryGetProperty("arrays", out _))
            return plan.Environment;
        var aliases = TargetResolver.TargetsOf(plan).SelectMany(t => new[] { t.Array, t.RemoteArray ?? AssumedStart.Partner }).Distinct();
        var arrays = new JsonObject(aliases.Select(a => KeyValuePair.Create(a, (JsonNode?)new JsonObject
        {
            ["endpoint"] = "https://array.invalid",
            ["storageDeviceId"] = plan.Environment.Content.ValueKind == JsonValueKind.Object ? plan.Environment.StorageDeviceId(a) : a,
            ["credentials"] = "env:NONE",
        })));
        return new PlanEnvironment("none", JsonSerializer.SerializeToElement(new JsonObject { ["arrays"] = arrays }));
    }
}
