using RunbookEngine.Language.Expressions;

namespace RunbookEngine.Language.Templates;

/// <summary>Computes templates: a single expression gives its own value, everything else a text.</summary>
public static class TemplateRenderer
{
    /// <summary>The text is secret when anything printed into it, or any condition on the way, was.</summary>
    /// <exception cref="ArgumentException">The template could not be read; show its diagnostics instead.</exception>
    public static EvaluationResult Render(Template template, IScope scope, EvaluationOptions? options = null)
    {
        if (!template.IsValid)
        {
            throw new ArgumentException("the template has errors and cannot be rendered", nameof(template));
        }

        if (template.Single is { } single)
        {
            return Evaluator.Evaluate(single, scope, options);
        }

        options ??= EvaluationOptions.Default;
        var rendering = new Rendering(new Evaluation(options, new EvaluationBudget(options)));
        return Evaluator.Guard(() => rendering.Run(template.Nodes, scope), new LiteralExpression(0, template.Text.Length, Value.Null));
    }
}
