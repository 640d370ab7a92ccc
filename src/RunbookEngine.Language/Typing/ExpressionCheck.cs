using RunbookEngine.Language.Binding;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Documents;
using RunbookEngine.Language.Expressions;
using RunbookEngine.Language.Model;
using RunbookEngine.Language.Rules;
using RunbookEngine.Language.Shape;
using RunbookEngine.Language.Templates;

namespace RunbookEngine.Language.Typing;

/// <summary>Reads every expression of a runbook and checks names, types and the way secrets take.</summary>
internal sealed class ExpressionCheck(Runbook runbook, StepTree tree, StepScopes scopes)
{
    /// <summary>Modifiers whose values are read when the runbook is compiled.</summary>
    private static readonly string[] ConstantModifiers = ["timeout", "grace", "retry", "wait", "maxParallel", "stopAfterFailures"];

    /// <summary>Keys of a step that take no expression at all.</summary>
    private static readonly string[] Plain = ["id", "name", "as", "onFailure", "pivot", "measure", "modes"];

    /// <summary>Texts for people, which may also have blocks.</summary>
    private static readonly string[] Texts = ["message", "subject", "instructions", "question", "note"];

    private readonly List<Diagnostic> _found = [];

    public IReadOnlyList<Diagnostic> Check()
    {
        foreach (var input in runbook.Inputs)
            NoExpression((input.Default is null ? [] : new[] { input.Default }).Concat(input.Enum).SelectMany(Nodes.Walk), "a value here");
        foreach (var target in runbook.Targets)
        {
            if (runbook.Root["targets"] is MapNode targets && targets[target.Name.Value] is { } definition)
                Constant(definition, null);
        }

        if (runbook.Objectives is { } objectives)
            Constant(objectives, null);
        foreach (var place in tree.All)
            Step(place);
        foreach (var trigger in TriggerNodes.Of(runbook))
            Trigger(trigger);
        return _found;
    }

    /// <summary>A webhook for ticket events: its own expressions, and those that find the ticket in an event.</summary>
    public IReadOnlyList<Diagnostic> CheckIntake(MapNode intake)
    {
        Check();
        foreach (var (key, value) in Nodes.Entries(intake["tickets"]))
        {
            if (key.Raw is "id" or "state")
                Argument(value, null, TriggerScopes.Of("webhook"), false, null);
            else
                NoExpression(Nodes.Walk(value), $"`{key.Raw}` of `tickets`");
        }

        return _found;
    }

    /// <summary>What comes with a request may be read where it is mapped; everything else of a trigger is written out.</summary>
    private void Trigger(MapNode trigger)
    {
        foreach (var (key, value) in trigger.Entries)
        {
            if (key.Raw is "webhook" or "ticket" && value is MapNode source)
            {
                var scope = TriggerScopes.Of(key.Raw);
                if (source["when"] is ScalarNode { Value: ScalarValue.String } when)
                    Bare(when, scope, ExprType.Bool);
                if (source["key"] is { } mapped)
                    Argument(mapped, null, scope, false, null);
                NoExpression(source.Entries.Where(e => e.Key.Raw is not ("when" or "key")).SelectMany(e => Nodes.Walk(e.Value)), $"this part of `{key.Raw}`");
            }
            else if (key.Raw == "inputs" && (trigger["webhook"] is not null || trigger["ticket"] is not null))
                Argument(value, null, TriggerScopes.Of(trigger["webhook"] is not null ? "webhook" : "ticket"), false, null);
            else
                NoExpression(Nodes.Walk(value), $"`{key.Raw}` of a trigger");
        }
    }

    private void Step(StepPlace place)
    {
        var step = place.Step;
        foreach (var (key, value) in step.Node.Entries)
        {
            if (Plain.Contains(key.Raw))
                NoExpression(Nodes.Walk(value), $"`{key.Raw}`");
            else if (ConstantModifiers.Contains(key.Raw))
                Constant(value, ArgumentTypes.Member(Schemas.Runbook.Definitions["step"], key.Raw));
            else if (key.Raw == "when" && value is ScalarNode { Value: ScalarValue.String } when)
                Bare(when, scopes.Of(place), ExprType.Bool);
            else if (key.Raw == "foreach")
                Items(place, value);
            else if (key.Raw == "rollback" && value is MapNode map && map["none"] is { } reason)
                NoExpression([reason], "a reason");
        }

        if (step.Verb is { IsContainer: false } verb && step.With is MapNode with)
        {
            var schema = Schemas.Runbook.Definitions[$"verb.{verb.Name}"];
            foreach (var (key, value) in with.Entries)
            {
                var member = ArgumentTypes.Member(schema, key.Raw);
                if (verb.ConstantArguments.Contains(key.Raw))
                    Constant(value, member);
                else
                    Argument(value, member, scopes.Of(place), Texts.Contains(key.Raw), verb.SecretArguments.Contains(key.Raw) ? null : $"`{key.Raw}` of {verb.Name}");
            }
        }
    }

    private void Items(StepPlace place, DocumentNode value)
    {
        if (value is ScalarNode { Value: ScalarValue.String } scalar)
            Bare(scalar, scopes.Outside(place), ExprType.List);
        else if (value is ListNode list)
            Argument(list, null, scopes.Outside(place), false, "the items of a loop");
    }

    private void Bare(ScalarNode node, TypeScope scope, ExprType expected)
    {
        var parsed = BareExpression.Parse(node.Raw).Expression;
        var result = TypeChecker.Check(parsed, scope, expected);
        Report(node, result.Diagnostics);
        if (parsed.Root is { } root && TypeChecker.SecretFlow(root, result.Type, "a condition or a list on record") is { } leak)
            Report(node, [leak]);
    }

    private void Constant(DocumentNode node, SchemaNode? schema) => Argument(node, schema, scopes.Constant, false, "a value that the plan holds", constant: true);

    private void Argument(DocumentNode node, SchemaNode? schema, TypeScope scope, bool isText, string? noSecrets, bool constant = false)
    {
        switch (node)
        {
            case MapNode map:
                foreach (var (key, value) in map.Entries)
                    Argument(value, ArgumentTypes.Member(schema, key.Raw), scope, isText, noSecrets, constant);
                break;
            case ListNode list:
                foreach (var item in list.Items)
                    Argument(item, ArgumentTypes.Item(schema), scope, isText, noSecrets, constant);
                break;
            case ScalarNode scalar when TemplateParser.HasExpressions(scalar.Raw) && scalar.Value is ScalarValue.String:
                Text(scalar, ArgumentTypes.Of(schema), scope, isText, noSecrets, constant);
                break;
        }
    }

    private void Text(ScalarNode scalar, ExprType expected, TypeScope scope, bool isText, string? noSecrets, bool constant)
    {
        var template = isText ? TemplateParser.ParseText(scalar.Raw) : TemplateParser.Parse(scalar.Raw);
        var result = TemplateChecker.Check(template, scope);
        Report(scalar, result.Diagnostics.Select(d => constant && d.Code == ExpressionCodes.UnknownName
            ? d with { Help = $"{(d.Help is null ? "" : $"{d.Help}; ")}this value is read when the runbook is compiled: only `inputs` are known then" }
            : d));
        var whole = template.Single ?? new LiteralExpression(0, scalar.Raw.Length, Value.Null);
        if (result.IsValid && TypeChecker.Mismatch(whole, result.Type, expected) is { } mismatch)
            Report(scalar, [mismatch]);
        if (noSecrets is not null && TypeChecker.SecretFlow(whole, result.Type, noSecrets) is { } leak)
            Report(scalar, [leak]);
    }

    private void NoExpression(IEnumerable<DocumentNode> nodes, string what)
    {
        foreach (var node in nodes.Where(Nodes.HasExpression))
            _found.Add(Diagnostic.Error(Codes.NoExpressionHere, node.At, $"{what} takes no expressions", "write the value out"));
    }

    private void Report(ScalarNode node, IEnumerable<ExpressionDiagnostic> found) => _found.AddRange(found.Select(d => new Diagnostic(
        d.Code, d.IsError ? Severity.Error : Severity.Warning, node.Part(d.Offset, d.Length), d.Message, d.Help)));
}
