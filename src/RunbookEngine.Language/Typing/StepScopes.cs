using RunbookEngine.Language.Binding;
using RunbookEngine.Language.Documents;
using RunbookEngine.Language.Environments;
using RunbookEngine.Language.Expressions;
using RunbookEngine.Language.Model;
using RunbookEngine.Language.Templates;
using RunbookEngine.Language.Values;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Language.Typing;

/// <summary>The names an expression sees at each place of a runbook, with their types.</summary>
internal sealed class StepScopes
{
    private static readonly ExprType Error = ExprType.ObjectOf(("kind", ExprType.String), ("message", ExprType.String), ("help", ExprType.String.OrNull())).OrNull();

    private static readonly ExprType Run = ExprType.ObjectOf(
        ("id", ExprType.String), ("name", ExprType.String), ("mode", ExprType.String.OrNull()), ("startedAt", ExprType.Date),
        ("actor", ExprType.String), ("outcome", ExprType.String), ("ticket", ExprType.String.OrNull()));

    private readonly Runbook _runbook;
    private readonly StepTree _tree;
    private readonly Dictionary<string, ExprMember> _common = new(StringComparer.Ordinal);
    private readonly Dictionary<StepPlace, TypeScope> _scopes = [];

    public StepScopes(Runbook runbook, StepTree tree, EnvironmentModel? environment)
    {
        (_runbook, _tree) = (runbook, tree);
        var inputs = Inputs(runbook);
        Constant = new TypeScope(new Dictionary<string, ExprMember> { ["inputs"] = new(inputs, "what the run was given") });
        foreach (var target in runbook.Targets)
            _common[target.Name.Value] = new(TypeOf(target), "a target");
        _common["inputs"] = new(inputs, "what the run was given");
        _common["targets"] = new(ExprType.ObjectOf(Unique(runbook.Targets.Select(t => (t.Name.Value, new ExprMember(TypeOf(t)))))), "the fence");
        _common["run"] = new(Run, "this run");
        _common["ticket"] = new(ExprType.String.OrNull(), "id of the change ticket");
        _common["env"] = new(Env(environment), "the environment");
        _common["secrets"] = new(Secrets(environment), "secrets of the environment");
    }

    /// <summary>What a modifier sees, which is read when the runbook is compiled.</summary>
    public TypeScope Constant { get; }

    /// <summary>What the arguments of a step see.</summary>
    public TypeScope Of(StepPlace place)
    {
        if (!_scopes.TryGetValue(place, out var scope))
            _scopes[place] = scope = Make(place, place.Loops);
        return scope;
    }

    /// <summary>What a step's <c>foreach</c> sees: everything but its own loop variable.</summary>
    public TypeScope Outside(StepPlace place) => Make(place, place.Loops.Where(l => l != place));

    private TypeScope Make(StepPlace place, IEnumerable<StepPlace> loops)
    {
        var steps = new StepMembers(_tree.Ids, id => _tree.Find(id) is { } seen ? StepMember(seen, place) : null);
        var scope = new TypeScope(new Dictionary<string, ExprMember>(_common) { ["steps"] = new(ExprType.ObjectOf(steps), "the steps before this one") });
        return loops.Reverse().Aggregate(scope, (around, loop) =>
            around.With(loop.Step.Modifier("as")?.Text ?? "item", ItemType(loop, around), $"loop variable of {loop.Step.Title}"));
    }

    private ExprMember StepMember(StepPlace seen, StepPlace from)
    {
        var own = from.Upwards.Any(p => p.UndoOf == seen);
        var order = seen.OrderTo(from);
        var why = own || order == Order.Before ? null : order switch
        {
            Order.After => $"step `{seen.Id}` runs later (line {seen.Step.At.Line})",
            Order.BesideEachOther => $"step `{seen.Id}` runs side by side with this one",
            _ => seen == from ? "a step cannot read its own result" : $"step `{seen.Id}` is not over yet",
        };
        // Seen from outside its loop, only a step that loops itself has one record.
        var loops = seen.Loops.Except(from.Loops).ToList();
        if (why is null && loops.Any(l => l != seen))
            why = $"step `{seen.Id}` runs inside the loop of {loops.Last(l => l != seen).Step.Title}, once for each item";
        var outputs = loops.Count > 0 ? ExprType.OpenObject : seen.Step.Verb?.Outputs ?? ExprType.Any;
        var type = ExprType.ObjectOf(
            ("outputs", MayBeMissing(seen, from, own) ? outputs.OrNull() : outputs), ("status", ExprType.String), ("error", Error));
        return new ExprMember(type, seen.Step.Node["name"]?.Text, why);
    }

    /// <summary>The step may have been skipped, have failed, or never have started when the expression is evaluated.</summary>
    private static bool MayBeMissing(StepPlace seen, StepPlace from, bool own) =>
        own || seen.Section != from.Section
        || seen.Upwards.Except(from.Upwards).Any(p => p.Step.Modifier("when") is not null || p.Step.Modifier("modes") is not null)
        || seen.Step.Modifier("foreach") is not null && seen != from;

    private static ExprType ItemType(StepPlace loop, TypeScope around)
    {
        switch (loop.Step.Modifier("foreach"))
        {
            case ListNode list:
                var items = list.Items.Select(i => i switch
                {
                    ScalarNode { Value: ScalarValue.Integer } => ExprType.Int,
                    ScalarNode { Value: ScalarValue.Number } => ExprType.Number,
                    ScalarNode { Value: ScalarValue.Boolean } => ExprType.Bool,
                    ScalarNode when Nodes.HasExpression(i) => ExprType.Any,
                    ScalarNode => ExprType.String,
                    _ => ExprType.Any,
                }).Distinct().ToList();
                return items is [var only] ? only : ExprType.Any;
            case ScalarNode scalar:
                var type = TypeChecker.Check(BareExpression.Parse(scalar.Raw).Expression, around).Type;
                return type.Element ?? ExprType.Any;
            default:
                return ExprType.Any;
        }
    }

    private static ExprType Inputs(Runbook runbook) => ExprType.ObjectOf(Unique(runbook.Inputs.Select(i =>
        (i.Name.Value, new ExprMember(InputValue.TypeOf(i), i.Description)))));

    private static ExprType TypeOf(TargetDefinition target) => ExprType.ObjectOf(
        ("copyGroups", ExprType.ListOf(ExprType.String)), ("array", ExprType.String), ("technology", ExprType.String),
        ("remoteArray", target.Technology?.Value.IsRemote() == false ? ExprType.Null : ExprType.String));

    private static ExprType Env(EnvironmentModel? environment)
    {
        var array = ExprType.ObjectOf(("storageDeviceId", ExprType.String));
        return ExprType.ObjectOf(("name", ExprType.String), ("simulator", ExprType.String.OrNull()),
            ("arrays", environment is null ? ExprType.OpenObject : ExprType.ObjectOf([.. environment.Arrays.Keys.Select(a => (a, array))])));
    }

    private static ExprType Secrets(EnvironmentModel? environment) => environment is null
        ? ExprType.SecretOf(ExprType.OpenObject)
        : ExprType.ObjectOf([.. environment.Secrets.Keys.Select(s => (s, ExprType.SecretOf(ExprType.String)))]);

    private static Dictionary<string, ExprMember> Unique(IEnumerable<(string Name, ExprMember Member)> members) =>
        members.DistinctBy(m => m.Name).ToDictionary(m => m.Name, m => m.Member, StringComparer.Ordinal);
}
