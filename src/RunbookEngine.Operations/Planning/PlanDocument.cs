using System.Text.Json;
using System.Text.Json.Nodes;
using RunbookEngine.Journal;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Predictions;
using RunbookEngine.Operations.Reports;
using RunbookEngine.Plans;
using RunbookEngine.StartStates;

namespace RunbookEngine.Operations.Planning;

/// <summary>A prediction as JSON.</summary>
public static class PlanDocument
{
    /// <summary>Undo lists are written out per step for runs of at most this many steps; longer ones name the step they go on with.</summary>
    private const int MostLists = 200;

    /// <summary>Copy groups are written one by one up to this many in all steps; beyond it those that go alike in a step are one entry with their names.</summary>
    private const int MostGroups = 10_000;

    /// <param name="disaster">Mode disaster: what would be declared now; null otherwise.</param>
    public static JsonObject Of(PlanForecast forecast, PlanRequests requests, DisasterDeclared? disaster = null)
    {
        var document = Of(forecast, requests);
        if (disaster is not null)
        {
            document["plan"]!["disaster"] = new JsonObject
            {
                ["absent"] = List(disaster.Absent.Select(a => (JsonNode)a)),
                ["unknown"] = List(disaster.Unknown.Select(u => (JsonNode)u)),
                ["recoveryPoint"] = List((disaster.Bounds ?? []).Select(b => (JsonNode)new RecoveryPointRow(RecoveryPointRow.Declaration, forecast.Start.At, b).ToJson())),
            };
        }
        return document;
    }

    private static JsonObject Of(PlanForecast forecast, PlanRequests requests)
    {
        var plan = forecast.Plan;
        var folded = forecast.Steps.Sum(s => s.Groups.Count) > MostGroups;
        return new JsonObject
        {
            ["plan"] = new JsonObject
            {
                ["runbook"] = plan.Runbook,
                ["environment"] = plan.Environment.Name,
                ["mode"] = plan.Mode,
                ["fingerprint"] = PlanJson.Fingerprint(plan),
                ["inputs"] = JsonNode.Parse(plan.Inputs.GetRawText()),
                ["onFailure"] = Name(plan.OnFailure),
                ["start"] = new JsonObject
                {
                    ["origin"] = forecast.Start.Origin,
                    ["at"] = JsonText.Time(forecast.Start.At),
                    ["fingerprint"] = StartStateJson.Fingerprint(forecast.Start),
                },
                ["outcome"] = PlanWords.Outcome(forecast.Outcome),
                ["failsAt"] = forecast.FailsAt,
                ["locks"] = List(forecast.Locks.Select(l => (JsonNode)l.ToString())),
                ["sessions"] = List(forecast.Sessions.Select(s => (JsonNode)s)),
                ["time"] = Time(forecast.Time),
                ["window"] = forecast.Window is not { } window ? null : new JsonObject
                {
                    ["finishBy"] = JsonText.Time(window.FinishBy),
                    ["leftSeconds"] = Math.Round(window.Left.TotalSeconds),
                    ["fit"] = window.Fit switch { WindowFit.Fits => "fits", WindowFit.Tight => "tight", _ => "cannot" },
                },
                ["pivot"] = forecast.Pivot?.Name,
                ["holds"] = List(forecast.Holds.Select(h => (JsonNode)new JsonObject
                {
                    ["step"] = h.Step.ToString(),
                    ["release"] = h.Release?.ToString(),
                    ["forward"] = Time(h.Forward),
                    ["back"] = h.Back is { } back ? Time(back) : null,
                    ["backAfter"] = h.BackAfter?.ToString(),
                })),
                ["steps"] = List(forecast.Steps.Select(s => Step(s, requests, forecast.Steps.Count <= MostLists, folded))),
                ["undo"] = List((forecast.Steps.LastOrDefault(s => s.WayBack is not null)?.WayBack?.List() ?? []).Select(Undo)),
                ["ends"] = List(forecast.Ends.Select(g => (JsonNode)new JsonObject
                {
                    ["array"] = g.Array,
                    ["copyGroup"] = g.CopyGroup,
                    ["statuses"] = PlanWords.Standings(g.After),
                    ["standings"] = Standings(g.After),
                })),
            },
            ["diagnostics"] = DiagnosticJson.ToNode(forecast.Diagnostics)["diagnostics"]!.DeepClone(),
        };
    }

    private static JsonNode Step(StepForecast step, PlanRequests requests, bool lists, bool folded) => new JsonObject
    {
        ["id"] = step.Step.Id.Value,
        ["iteration"] = step.Key.Iteration is { Length: > 0 } iteration ? iteration : null,
        ["within"] = step.Path.Length == 0 ? null : step.Path,
        ["name"] = step.Step.Name,
        ["verb"] = step.Step.Verb,
        ["section"] = step.Section,
        ["line"] = step.Step.At?.Line,
        ["pivot"] = step.Step.Pivot,
        ["verdict"] = PlanWords.Verdict(step.Verdict),
        ["runs"] = PlanWords.Chance(step.Runs),
        ["fails"] = PlanWords.Chance(step.Fails),
        ["why"] = step.Why,
        ["time"] = Time(step.Time, step.FromHistory),
        ["groups"] = List(folded ? PlanRow.Of([step]).Where(r => r.Groups.Count > 0).Select(r => Alike(r.Groups, requests)) : step.Groups.Select(g => Group(g, requests))),
        ["rollback"] = step.WayBack is not { } way ? null : new JsonObject
        {
            ["kind"] = Name(step.Step.Rollback.Kind),
            ["leadsBack"] = PlanWords.Chance(way.LeadsBack),
            ["stopsAtPivot"] = way.StopsAtPivot,
            ["steps"] = way.Count,
            ["copy"] = way.Copy.ToString().ToLowerInvariant(),
            ["time"] = Time(way.Time),
            ["undo"] = lists ? List(way.List().Select(Undo)) : way.First is { IsNothing: false } first ? List([Undo(first)]) : null,
            ["then"] = lists ? null : way.Then?.List().FirstOrDefault()?.Step,
        },
    };

    private static JsonNode Group(GroupForecast group, PlanRequests requests) => new JsonObject
    {
        ["array"] = group.Array,
        ["copyGroup"] = group.CopyGroup,
        ["pair"] = group.Pair,
        ["verdict"] = PlanWords.Verdict(group.Verdict),
        ["why"] = group.Why,
        ["source"] = group.Source,
        ["before"] = PlanWords.Standings(group.Before),
        ["during"] = group.OnTheWay.Count == 0 ? null : PlanWords.Standings(group.OnTheWay),
        ["after"] = PlanWords.Standings(group.After),
        ["direction"] = PlanWords.Direction(group, group.Before),
        ["directionAfter"] = PlanWords.Direction(group, group.After),
        ["standings"] = Standings(group.After),
        ["copy"] = group.Copy.ToString().ToLowerInvariant(),
        ["timing"] = group.Timing,
        ["warnings"] = List(group.Warnings.Select(w => (JsonNode)w)),
        ["requests"] = List(group.Requests.Select(r => Request(r, requests.Of(group, r)))),
    };

    private static JsonNode Alike(IReadOnlyList<GroupForecast> groups, PlanRequests requests)
    {
        var one = Group(groups[0], requests);
        one["alike"] = List(groups.Skip(1).Select(g => (JsonNode)g.CopyGroup));
        return one;
    }

    private static JsonNode Request(PlannedRequest request, Activities.Forecasts.PreviewedRequest? seen) => new JsonObject
    {
        ["array"] = request.Addressee,
        ["pair"] = request.Pair,
        ["method"] = seen?.Method,
        ["path"] = seen?.Path,
        ["body"] = seen?.Body is { } body ? JsonNode.Parse(body) : null,
    };

    private static JsonArray Standings(IEnumerable<PairStanding> standings) => List(standings.Select(s => (JsonNode)new JsonObject
    {
        ["pairs"] = s.Pairs,
        ["certain"] = s.IsCertain,
        ["ends"] = List(s.Ends.Select(e => (e.P, e.S, e.PvolArray)).Distinct().Select(e => (JsonNode)new JsonObject
        {
            ["pvolStatus"] = e.P.ToString(),
            ["svolStatus"] = e.S.ToString(),
            ["pvolArray"] = e.PvolArray.Length == 0 ? null : e.PvolArray,
        })),
        ["pvolAccess"] = PlanWords.Access(s.PvolAccess),
        ["svolAccess"] = PlanWords.Access(s.SvolAccess),
    }));

    private static JsonNode Undo(UndoForecast undo) => new JsonObject
    {
        ["step"] = undo.Step,
        ["does"] = undo.Does,
        ["leadsBack"] = PlanWords.Chance(undo.LeadsBack),
        ["why"] = undo.Why,
        ["copy"] = undo.Copy.ToString().ToLowerInvariant(),
        ["time"] = Time(undo.Time),
        ["warnings"] = List(undo.Warnings.Select(w => (JsonNode)w)),
    };

    private static JsonObject Time(TimeSpread time, bool fromHistory = false) => new()
    {
        ["expectedSeconds"] = Seconds(time.Expected),
        ["fastestSeconds"] = Seconds(time.Fastest),
        ["slowestSeconds"] = Seconds(time.Slowest),
        ["limitedBy"] = time.LimitedBy,
        ["uncounted"] = time.Uncounted,
        ["fromHistory"] = fromHistory,
    };

    private static double? Seconds(TimeSpan? span) => span is { } known ? Math.Round(known.TotalSeconds, 1) : null;

    private static JsonArray List(IEnumerable<JsonNode> items) => new([.. items]);

    private static string Name<T>(T value) => JsonSerializer.SerializeToElement(value).GetString()!;
}
