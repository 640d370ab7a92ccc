namespace RunbookEngine.Language.Expressions;

/// <summary>Computes parsed expressions. Pure: no clock, no chance, no input or output. Never throws for what an author wrote.</summary>
public static class Evaluator
{
    /// <exception cref="ArgumentException">The expression could not be read; show its diagnostics instead.</exception>
    public static EvaluationResult Evaluate(ParsedExpression expression, IScope scope, EvaluationOptions? options = null) =>
        expression.IsValid
            ? Evaluate(expression.Root!, scope, options)
            : throw new ArgumentException("the expression has errors and cannot be evaluated", nameof(expression));

    public static EvaluationResult Evaluate(Expression expression, IScope scope, EvaluationOptions? options = null)
    {
        options ??= EvaluationOptions.Default;
        return Guard(() => new Evaluation(options, new EvaluationBudget(options)).Run(expression, scope), expression);
    }

    internal static EvaluationResult Guard(Func<Value> run, Expression whole)
    {
        try
        {
            return new EvaluationResult.Succeeded(run());
        }
        catch (EvaluationError error)
        {
            return new EvaluationResult.Failed(error.Diagnostic);
        }
        catch (BudgetSpent spent)
        {
            return new EvaluationResult.Failed(new ExpressionDiagnostic(ExpressionCodes.Budget, whole.Offset, whole.Length, spent.Message));
        }
    }
}
