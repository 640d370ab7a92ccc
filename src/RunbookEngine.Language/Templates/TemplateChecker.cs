using RunbookEngine.Language.Expressions;

namespace RunbookEngine.Language.Templates;

/// <summary>Checks every expression of a template against what is in scope at its place.</summary>
public static class TemplateChecker
{
    /// <summary>What <c>for.index</c> and its relatives are, which Scriban gives inside a loop.</summary>
    private static readonly Dictionary<string, ExprMember> LoopMembers = new()
    {
        ["index"] = new(ExprType.Int, "position from 0"),
        ["rindex"] = new(ExprType.Int, "position from the end, 0 for the last"),
        ["length"] = new(ExprType.Int, "number of rounds"),
        ["first"] = new(ExprType.Bool, "this is the first round"),
        ["last"] = new(ExprType.Bool, "this is the last round"),
        ["even"] = new(ExprType.Bool, "the position is even; the first one is"),
        ["odd"] = new(ExprType.Bool, "the position is odd"),
        ["changed"] = new(ExprType.Bool, "the element differs from the one before"),
    };

    /// <summary>The result's type is that of a single expression, otherwise string.</summary>
    /// <param name="nullPrintsNothing">The text will be rendered with <see cref="EvaluationOptions.NullText"/> set, so null is no mistake in it.</param>
    public static CheckResult Check(Template template, TypeScope scope, bool nullPrintsNothing = false)
    {
        var diagnostics = new List<ExpressionDiagnostic>(template.Diagnostics);
        if (template.Single is { } single)
        {
            var result = TypeChecker.Check(single, scope);
            return new CheckResult(result.Type, [.. diagnostics, .. result.Diagnostics]);
        }

        var check = new Walk(diagnostics, nullPrintsNothing);
        check.Visit(template.Nodes, scope);
        return new CheckResult(ExprType.String.Tainted(check.HasSecret), [.. diagnostics.OrderBy(d => d.Offset)]);
    }

    private sealed class Walk(List<ExpressionDiagnostic> diagnostics, bool nullPrintsNothing)
    {
        public bool HasSecret { get; private set; }

        public void Visit(IReadOnlyList<TemplateNode> nodes, TypeScope scope)
        {
            foreach (var node in nodes)
            {
                switch (node)
                {
                    case TemplateNode.Print print:
                        Printed(print.Expression, TypeOf(print.Expression, scope));
                        break;
                    case TemplateNode.If branch:
                        Branches(branch, scope);
                        break;
                    case TemplateNode.For loop:
                        Loop(loop, scope);
                        break;
                }
            }
        }

        private ExprType TypeOf(Expression expression, TypeScope scope)
        {
            var result = TypeChecker.Check(expression, scope);
            diagnostics.AddRange(result.Diagnostics);
            HasSecret |= result.ContainsSecret;
            return result.Type;
        }

        private void Printed(Expression expression, ExprType type)
        {
            if (type.IsNullable && !nullPrintsNothing)
            {
                diagnostics.Add(new ExpressionDiagnostic(
                    ExpressionCodes.MayBeNull, expression.Offset, expression.Length,
                    type.Kind == ExprKind.Null ? "this is null and cannot be written into a text" : "this may be null and cannot be written into a text then",
                    "give a text for that case: `x ?? \"none\"`"));
            }
        }

        private void Condition(Expression condition, TypeScope scope)
        {
            var check = new TypeCheck(scope);
            HasSecret |= check.Condition(condition).ContainsSecret;
            diagnostics.AddRange(check.Diagnostics);
        }

        private void Branches(TemplateNode.If branch, TypeScope scope)
        {
            foreach (var (condition, body) in branch.Branches)
            {
                Condition(condition, scope);
                Visit(body, scope.After(condition, true));
                scope = scope.After(condition, false);
            }

            Visit(branch.Otherwise, scope);
        }

        private void Loop(TemplateNode.For loop, TypeScope scope)
        {
            var items = TypeOf(loop.Items, scope);
            foreach (var count in new[] { loop.Offset, loop.Limit }.OfType<Expression>())
            {
                Add(TypeChecker.Mismatch(count, TypeOf(count, scope), ExprType.Int));
            }

            Add(items.Kind == ExprKind.Object ? TypeChecker.Mismatch(loop.Items, items, ExprType.OpenObject) : TypeChecker.Mismatch(loop.Items, items, ExprType.List));
            var element = items.Kind == ExprKind.Object
                ? ExprType.ObjectOf(("key", ExprType.String), ("value", ExprType.Any))
                : items.Element ?? ExprType.Any;
            var inner = scope.With(loop.Variable, element.Tainted(items.IsSecret)).With("for", ExprType.ObjectOf(LoopMembers));
            Visit(loop.Body, inner);
            Visit(loop.Otherwise, scope);
        }

        private void Add(ExpressionDiagnostic? diagnostic)
        {
            if (diagnostic is not null)
            {
                diagnostics.Add(diagnostic);
            }
        }
    }
}
