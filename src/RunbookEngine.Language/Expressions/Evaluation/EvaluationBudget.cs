using System.Runtime.CompilerServices;

namespace RunbookEngine.Language.Expressions;

/// <summary>What one evaluation may spend. Asked before the memory is taken.</summary>
internal sealed class EvaluationBudget(EvaluationOptions options)
{
    private long _steps = options.MaxSteps;
    private long _characters = options.MaxCharacters;
    private long _items = options.MaxItems;

    public void Step()
    {
        if (--_steps < 0)
        {
            throw new BudgetSpent($"this takes more than {options.MaxSteps} operations");
        }

        if (options.Cancellation.IsCancellationRequested)
        {
            throw new BudgetSpent("the evaluation was cancelled");
        }

        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new BudgetSpent("this nests too deep");
        }
    }

    public void Text(long characters)
    {
        if ((_characters -= Math.Max(0, characters)) < 0)
        {
            throw new BudgetSpent($"this makes more than {options.MaxCharacters} characters of text");
        }
    }

    public void Items(long count)
    {
        if ((_items -= Math.Max(0, count)) < 0)
        {
            throw new BudgetSpent($"this makes more than {options.MaxItems} list elements");
        }
    }
}
