using System.Text.Json;
using RunbookEngine.Activities.Connections;
using RunbookEngine.Activities.Pairs;
using RunbookEngine.Activities.Steps;
using RunbookEngine.Arrays.Errors;
using RunbookEngine.Arrays.Pairs;
using RunbookEngine.Arrays.Requests;
using RunbookEngine.Plans;
using RunbookEngine.Replication.Operations;

namespace RunbookEngine.Activities.Forecasts;

/// <summary>The requests a plan would send, exactly as the client would. Sends nothing.</summary>
public sealed class RequestPreview(ArrayConnections connections, PlanEnvironment environment)
{
    /// <param name="target">The target that <paramref name="group"/> belongs to.</param>
    /// <param name="pair">Null: by copy group.</param>
    /// <param name="addressee">Alias of the array that takes it.</param>
    /// <param name="alone">The partner array does not answer.</param>
    /// <returns>Null when it cannot be written down, for instance since the environment does not know the array.</returns>
    public PreviewedRequest? Describe(PlanTarget target, PlanCopyGroup group, string? pair, PairOperation operation, string addressee, bool alone = false)
    {
        try
        {
            var fleet = connections.For(environment);
            var (unit, array) = (PairUnit.Of(fleet, target, group, null), fleet.Find(addressee));
            var request = PairRequests.Of(operation, withoutPartner: alone);
            return array is null ? null : Seen(pair is null ? array.DescribeRequest(unit.Group, request) : array.DescribeRequest(new PairRef(unit.Group, pair), request));
        }
        catch (Exception e) when (e is ArgumentException or InvalidPairRequestException or KeyNotFoundException)
        {
            return null;
        }
    }

    /// <summary>The request that creates one pair.</summary>
    /// <param name="arguments">Of the step, as JSON with every expression evaluated.</param>
    /// <param name="first">The group does not exist yet.</param>
    public PreviewedRequest? DescribeCreate(PlanTarget target, PlanCopyGroup group, string pair, string arguments, bool first)
    {
        try
        {
            var fleet = connections.For(environment);
            var unit = PairUnit.Of(fleet, target, group, null);
            var verb = PairVerb.Read(new StepArguments("pair.create", JsonElement.Parse(arguments), []), unit.Technology);
            return verb.NewPairs.FirstOrDefault(p => p.Name == pair) is { } made
                ? Seen(fleet[target.Array].DescribeRequest(unit.Group, made.Request(verb.Operation, verb.NewGroup!, unit.Technology, first))) : null;
        }
        catch (Exception e) when (e is ArgumentException or InvalidPairRequestException or InvalidArgumentsException or KeyNotFoundException)
        {
            return null;
        }
    }

    private static PreviewedRequest Seen(ArrayRequest request) => new(request.Array, request.Method, request.Path, request.Body);
}

/// <summary>A request as it would leave.</summary>
/// <param name="Array">Alias.</param>
public sealed record PreviewedRequest(string Array, string Method, string Path, string? Body);
