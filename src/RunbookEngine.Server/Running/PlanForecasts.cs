using System.Text.Json;
using System.Text.Json.Nodes;
using RunbookEngine.Activities.Connections;
using RunbookEngine.Activities.Forecasts;
using RunbookEngine.Arrays.Errors;
using RunbookEngine.Documents;
using RunbookEngine.Journal;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Operations;
using RunbookEngine.Operations.Composition;
using RunbookEngine.Operations.Planning;
using RunbookEngine.Plans;

namespace RunbookEngine.Server.Running;

/// <summary>What a plan would do, from the pairs as they are now.</summary>
public sealed class PlanForecasts(EngineRoom room, IEngineStore store, TimeProvider clock)
{
    /// <param name="saved">With the plan and its start state, and how long its steps took before.</param>
    /// <exception cref="CommandFailure">An array does not answer.</exception>
    public async Task<JsonObject> DocumentAsync(PlanResult.Made made, bool saved, CancellationToken cancellationToken)
    {
        var connections = room.Connections;
        try
        {
            var start = await new StartStateReader(connections, clock).ReadAsync(made.Plan, cancellationToken);
            var history = await StepHistory.ReadAsync(store, made.Plan, cancellationToken);
            var forecast = await new LiveForecasts(connections, clock).MakeAsync(made.Plan, start, history, here: true, cancellationToken);
            var document = PlanDocument.Of(forecast, new PlanRequests(connections, made.Plan));
            document["fingerprint"] = PlanJson.Fingerprint(made.Plan);
            document["warnings"] = new JsonArray([.. made.Warnings.Select(w => (JsonNode)w)]);
            if (saved)
            {
                document["saved"] = JsonNode.Parse(SavedPlan.Of(forecast, simulated: false).ToJson(), documentOptions: new JsonDocumentOptions { MaxDepth = 160 });
                document["history"] = new JsonObject(history.Select(h => KeyValuePair.Create(h.Key, (JsonNode?)h.Value.TotalSeconds)));
            }

            return document;
        }
        catch (ArrayApiException e)
        {
            throw new CommandFailure(Exit.Unreachable, e.Message, "nothing was changed; try again when the array answers", e);
        }
    }
}
