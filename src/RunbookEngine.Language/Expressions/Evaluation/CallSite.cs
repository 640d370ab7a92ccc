namespace RunbookEngine.Language.Expressions;

/// <summary>Where a function is called from: for messages with a place, for the budget, and for functions given as arguments.</summary>
internal sealed class CallSite(Evaluation evaluation, FunctionSpec function, Expression at, IReadOnlyList<Expression?> arguments)
{
    public FunctionSpec Function => function;

    public EvaluationBudget Budget => evaluation.Budget;

    public Value Invoke(FunctionSpec callee, IReadOnlyList<Value> values) => evaluation.Invoke(callee, at, [], values);

    public Value Operate(BinaryOperator op, Value left, Value right)
    {
        var operands = new BinaryExpression(at.Offset, at.Length, op, Place(0), Place(1), at.Offset);
        return new ValueOperators(operands, evaluation.Budget, !evaluation.Options.NullStrict).Apply(left, right);
    }

    public EvaluationError Error(int index, string code, string message, string? help)
    {
        var place = Place(index);
        return new EvaluationError(new ExpressionDiagnostic(code, place.Offset, place.Length, message, help));
    }

    private Expression Place(int index) => index >= 0 && index < arguments.Count && arguments[index] is { } argument ? argument : at;
}
