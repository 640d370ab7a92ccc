using System.Collections.Immutable;
using System.Text.Json;
using RunbookEngine.Expressions;
using RunbookEngine.Language.Expressions;
using RunbookEngine.Language.Running;
using RunbookEngine.Language.Templates;
using RunbookEngine.Plans;
using RunbookEngine.Runs;

namespace RunbookEngine.Language.Predictions;

/// <summary>Evaluates the expressions of a plan as far as their values are known before the run: inputs, targets, the environment,
/// loop variables and the predicted status of steps. What programs and people will say is not.</summary>
internal sealed class KnownValues
{
    private static readonly string[] KnownOfRun = ["name", "mode"];
    private static readonly LanguageExpressions Expressions = new();

    private readonly Plan _plan;
    private readonly HashSet<string> _targets;
    private readonly HashSet<StepKey> _open = [];
    private readonly Dictionary<(string, bool), IReadOnlyList<Reference>?> _references = [];
    private RunState _state;

    public KnownValues(Plan plan)
    {
        _plan = plan;
        _targets = [.. plan.Targets.Select(t => t.Name)];
        _state = new RunState
        {
            Id = default,
            Plan = plan,
            Actor = "",
            Engine = "",
            StartedAt = default,
            Sequence = 0,
            Hash = "",
            Steps = ImmutableDictionary<StepKey, StepState>.Empty,
        };
    }

    /// <summary>Remembers how a step ended, for <c>steps.ID.status</c>.</summary>
    /// <param name="status">Null: only the run will know.</param>
    public void Ended(StepKey key, StepStatus? status)
    {
        if (status is { } known)
            _state = _state with { Steps = _state.Steps.SetItem(key, new StepState(key) { Status = known }) };
        else
            _open.Add(key);
    }

    /// <returns>Null when only the run will know.</returns>
    /// <exception cref="ExpressionFailedException">It has no value.</exception>
    public bool? Condition(string expression, StepKey key, IReadOnlyDictionary<string, JsonElement?> variables) =>
        IsKnown(References(expression, bare: true), key, variables) ? Expressions.Condition(expression, Scope(key, variables)) : null;

    /// <returns>Null when only the run will know.</returns>
    /// <exception cref="ExpressionFailedException">It gives no list.</exception>
    public IReadOnlyList<Iteration>? Items(JsonElement items, StepKey key, IReadOnlyDictionary<string, JsonElement?> variables) =>
        (items.ValueKind == JsonValueKind.String ? IsKnown(References(items.GetString()!, bare: true), key, variables) : IsKnown(items, key, variables))
            ? Expressions.Items(items, Scope(key, variables))
            : null;

    /// <summary>The arguments of a step; those that only the run will know are left out and named.</summary>
    /// <exception cref="ExpressionFailedException">One has no value.</exception>
    public KnownArguments Arguments(JsonElement with, StepKey key, IReadOnlyDictionary<string, JsonElement?> variables)
    {
        if (with.ValueKind != JsonValueKind.Object)
            return new(new Dictionary<string, JsonElement>(), []);
        var (values, unknown) = (new Dictionary<string, JsonElement>(), new List<string>());
        foreach (var argument in with.EnumerateObject())
        {
            if (!HasExpressions(argument.Value))
                values[argument.Name] = argument.Value;
            else if (IsKnown(argument.Value, key, variables))
                values[argument.Name] = Expressions.Resolve(argument.Value, Scope(key, variables)).Value;
            else
                unknown.Add(argument.Name);
        }

        return new(values, unknown);
    }

    /// <returns>Null when only the run will know it, or it has no value.</returns>
    public JsonElement? Known(JsonElement written, StepKey key, IReadOnlyDictionary<string, JsonElement?> variables)
    {
        try
        {
            return !HasExpressions(written) ? written : IsKnown(written, key, variables) ? Expressions.Resolve(written, Scope(key, variables)).Value : null;
        }
        catch (ExpressionFailedException)
        {
            return null;
        }
    }

    private ExpressionScope Scope(StepKey key, IReadOnlyDictionary<string, JsonElement?> variables) => new(
        _state, key, variables.Count == 0 ? StepAt.NoVariables : variables.Where(v => v.Value is not null).ToDictionary(v => v.Key, v => v.Value!.Value));

    private static bool HasExpressions(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => TemplateParser.HasExpressions(value.GetString()!),
        JsonValueKind.Array => value.EnumerateArray().Any(HasExpressions),
        JsonValueKind.Object => value.EnumerateObject().Any(p => HasExpressions(p.Value)),
        _ => false,
    };

    private bool IsKnown(JsonElement value, StepKey key, IReadOnlyDictionary<string, JsonElement?> variables) => value.ValueKind switch
    {
        JsonValueKind.String when TemplateParser.HasExpressions(value.GetString()!) => IsKnown(References(value.GetString()!, bare: false), key, variables),
        JsonValueKind.Array => value.EnumerateArray().All(v => IsKnown(v, key, variables)),
        JsonValueKind.Object => value.EnumerateObject().All(p => IsKnown(p.Value, key, variables)),
        _ => true,
    };

    /// <returns>Null for a text that cannot be read: what it gives is then said by the run.</returns>
    private IReadOnlyList<Reference>? References(string text, bool bare)
    {
        if (_references.TryGetValue((text, bare), out var known))
            return known;
        IReadOnlyList<Reference>? found;
        if (bare)
            found = ExpressionParser.Parse(text) is { IsValid: true, Root: { } root } ? Reference.In(root) : null;
        else
            found = TemplateParser.ParseText(text) is { IsValid: true } template ? [.. template.Expressions.SelectMany(Reference.In)] : null;
        return _references[(text, bare)] = found;
    }

    private bool IsKnown(IReadOnlyList<Reference>? references, StepKey key, IReadOnlyDictionary<string, JsonElement?> variables) =>
        references is not null && references.All(r => IsKnown(r, key, variables));

    private bool IsKnown(Reference reference, StepKey key, IReadOnlyDictionary<string, JsonElement?> variables)
    {
        if (variables.TryGetValue(reference.Name, out var variable))
            return variable is not null;
        return reference.Name switch
        {
            "inputs" or "targets" or "env" => true,
            "run" => reference.Path is [_, var member, ..] && KnownOfRun.Contains(member),
            "steps" => reference.Path is [_, var step, "status", ..] && IsDecided(new StepId(step), key),
            "ticket" or "secrets" => false,
            var name => _targets.Contains(name),
        };
    }

    private bool IsDecided(StepId step, StepKey from)
    {
        for (var iteration = from.Iteration ?? ""; ; iteration = iteration[..Math.Max(0, iteration.LastIndexOf('/'))])
        {
            var key = new StepKey(step, iteration);
            if (_open.Contains(key))
                return false;
            if (_state.Steps.ContainsKey(key) || iteration.Length == 0)
                return true;
        }
    }
}
