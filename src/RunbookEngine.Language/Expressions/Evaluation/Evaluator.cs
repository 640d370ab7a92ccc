using Scriban.Syntax;

namespace RunbookEngine.Language.Expressions;

/// <summary>Computes what was read, with Scriban. Pure: no clock, no chance, no input or output. Never throws for what an author wrote.</summary>
public static class Evaluator
{
    /// <exception cref="ArgumentException">The expression could not be read; show its diagnostics instead.</exception>
    public static EvaluationResult Evaluate(ParsedExpression expression, IScope scope, EvaluationOptions? options = null)
    {
        if (!expression.IsValid)
        {
            throw new ArgumentException("the expression has errors and cannot be evaluated", nameof(expression));
        }

        var context = new StrictContext(options ?? EvaluationOptions.Default, expression.Nodes, scope);
        return Run(context, () => context.Compute(expression.Root!), expression.Root!);
    }

    internal static EvaluationResult Run(StrictContext context, Func<object?> compute, Expression whole)
    {
        try
        {
            return new EvaluationResult.Succeeded(Value.OfRaw(compute(), context.HasReadSecret));
        }
        catch (EvaluationError error)
        {
            return new EvaluationResult.Failed(error.Diagnostic);
        }
        catch (BudgetSpent spent)
        {
            return Failed(ExpressionCodes.Budget, spent.Reason);
        }
        catch (ScopeFailed failed)
        {
            failed.Cause.Throw();
            throw;
        }
        catch (Exception e) when (e is ScriptRuntimeException or InvalidOperationException or ArgumentException or OverflowException)
        {
            // Scriban's messages print the values, which may be secret.
            return StrictContext.IsLimit(e) ? Failed(ExpressionCodes.Budget, "this makes too much text or too many elements")
                : Failed(ExpressionCodes.WrongValue, "this cannot be computed from these values");
        }

        EvaluationResult.Failed Failed(string code, string message) => new(new ExpressionDiagnostic(code, whole.Offset, whole.Length, message));
    }
}
