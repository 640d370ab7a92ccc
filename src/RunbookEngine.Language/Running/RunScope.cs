using System.Text.Json;
using RunbookEngine.Expressions;
using RunbookEngine.Language.Environments;
using RunbookEngine.Language.Expressions;
using RunbookEngine.Plans;
using RunbookEngine.Runs;

namespace RunbookEngine.Language.Running;

/// <summary>The names of a running step. Members are read when asked for, and the secrets that were are remembered.</summary>
internal sealed class RunScope(ExpressionScope scope, ISecretSource? secrets) : IScope
{
    private readonly List<string> _secretsRead = [];

    private RunState State => scope.State;

    private Plan Plan => State.Plan;

    /// <summary>Values to mask in whatever is made of the result.</summary>
    public IReadOnlyList<string> SecretsRead => _secretsRead;

    public bool TryGet(string name, out Value value)
    {
        var found = Find(name);
        value = found ?? Value.Null;
        return found.HasValue;
    }

    private Value? Find(string name)
    {
        if (scope.Variables.TryGetValue(name, out var variable))
            return Value.Of(variable);
        return name switch
        {
            "inputs" => Value.Of(Plan.Inputs),
            "targets" => Value.Of(ValueObject.Of(Plan.Targets.Select(t => KeyValuePair.Create(t.Name, Target(t))))),
            "steps" => Value.Of(new Members(Plan.AllSteps().Select(s => s.Id.Value).Distinct(), Step)),
            "run" => Run(),
            "ticket" => Value.Of(State.Ticket),
            "env" => Environment(),
            "secrets" => Value.Of(new Members(secrets?.Names ?? [], Secret)),
            _ => Plan.Targets.FirstOrDefault(t => t.Name == name) is { } target ? Target(target) : null,
        };
    }

    private Value Run() => Object(
        ("id", Value.Of(State.Id.ToString())), ("name", Value.Of(Plan.Runbook)), ("mode", Value.Of(Plan.Mode)), ("startedAt", Value.Of(State.StartedAt)),
        ("actor", Value.Of(State.Actor)), ("outcome", Value.Of(Word(State.Decided ?? State.Outcome))), ("ticket", Value.Of(State.Ticket)));

    private Value Environment()
    {
        var model = Plan.Environment.Content.TryGetProperty("arrays", out var entries) && entries.ValueKind == JsonValueKind.Object
            ? EnvironmentModel.FromPlan(Plan.Environment)
            : null;
        var arrays = model?.Arrays ?? new Dictionary<string, ArrayEntry>();
        return Object(("name", Value.Of(Plan.Environment.Name)), ("simulator", Value.Of(model?.Simulator?.OriginalString.TrimEnd('/'))), ("arrays", Value.Of(ValueObject.Of(arrays.Select(a =>
            KeyValuePair.Create(a.Key, Object(("storageDeviceId", Value.Of(a.Value.StorageDeviceId)))))))));
    }

    private static Value Target(PlanTarget target) => Object(
        ("copyGroups", Value.Of((target.CopyGroups ?? []).Select(g => Value.Of(g.Name)))), ("array", Value.Of(target.Array)),
        ("technology", Value.Of(target.Technology)), ("remoteArray", Value.Of(target.RemoteArray)));

    /// <summary>Of a step in the same loop: the record of the same iteration. Of one outside: its own.</summary>
    private Value Step(string id)
    {
        var step = new StepId(id);
        var record = Keys(step).Select(State.Step).FirstOrDefault(s => s is not null) ?? new StepState(new StepKey(step));
        var error = record.Error is null ? Value.Null : Object(
            ("kind", Value.Of(Word(record.Error.Kind))), ("message", Value.Of(record.Error.Message)), ("help", Value.Of(record.Error.Help)));
        return Object(
            ("outputs", record.Outputs is { } outputs ? Value.Of(outputs) : Value.Null), ("status", Value.Of(Word(record.Status))), ("error", error));
    }

    private IEnumerable<StepKey> Keys(StepId step)
    {
        for (var iteration = scope.Key.Iteration ?? ""; iteration.Length > 0; iteration = iteration[..Math.Max(0, iteration.LastIndexOf('/'))])
            yield return new StepKey(step, iteration);
        yield return new StepKey(step);
    }

    private Value Secret(string name)
    {
        var value = secrets!.Read(name);
        if (value.Length > 0 && !_secretsRead.Contains(value))
            _secretsRead.Add(value);
        return Value.Secret(value);
    }

    private static Value Object(params (string Name, Value Value)[] members) =>
        Value.Of(ValueObject.Of(members.Select(m => KeyValuePair.Create(m.Name, m.Value))));

    // The words of the command line, which the enums carry for JSON.
    private static string Word<T>(T value) where T : struct, Enum => JsonSerializer.SerializeToElement(value).GetString()!;

    private sealed class Members(IEnumerable<string> names, Func<string, Value> read) : ValueObject
    {
        private readonly List<string> _names = [.. names];

        public override IEnumerable<string> Keys => _names;

        public override int Count => _names.Count;

        public override bool TryGet(string key, out Value value)
        {
            var found = _names.Contains(key);
            value = found ? read(key) : Value.Null;
            return found;
        }
    }
}
