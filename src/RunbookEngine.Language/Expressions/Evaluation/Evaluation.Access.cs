namespace RunbookEngine.Language.Expressions;

internal sealed partial class Evaluation
{
    private Value Member(MemberExpression member)
    {
        var lenient = _lenient || member.IsOptional;
        var target = member.IsOptional ? EvalLenient(member.Target) : Eval(member.Target);
        if (target.IsNull)
        {
            return lenient ? target : throw EvaluationError.At(
                member.Target, ExpressionCodes.NullValue, $"this is null, so it has no `{member.Name}`", $"write `?.{member.Name}` if it may be null");
        }

        if (ValueMembers.TryGet(target, member.Name, out var value))
        {
            return value.Tainted(target.IsSecret);
        }

        if (lenient)
        {
            return Value.Null;
        }

        throw new EvaluationError(new ExpressionDiagnostic(
            ExpressionCodes.MissingValue, member.NameOffset, member.End - member.NameOffset,
            $"{Kinds.Named(target.Kind)} has no `{member.Name}` here",
            Suggestion.For(member.Name, ValueMembers.Names(target)) ?? $"write `?.{member.Name}` if it may be missing"));
    }

    private Value Index(IndexExpression index)
    {
        var lenient = _lenient || index.IsOptional;
        var target = index.IsOptional ? EvalLenient(index.Target) : Eval(index.Target);
        var key = EvalStrict(index.Index);
        if (target.IsNull)
        {
            return lenient ? target : throw EvaluationError.At(index.Target, ExpressionCodes.NullValue, "this is null, so it has no elements");
        }

        var found = target.Raw switch
        {
            ValueObject obj => ByName(obj, index, key, lenient),
            ValueList list => ByPosition(list.Count, i => list[i], index, key, lenient),
            string text => ByPosition(text.Length, i => Value.Of(text[i].ToString()), index, key, lenient),
            _ => throw EvaluationError.At(index.Target, ExpressionCodes.WrongValue, $"{Kinds.Named(target.Kind)} has no elements"),
        };
        return found.Tainted(target.IsSecret || key.IsSecret);
    }

    private static Value ByName(ValueObject obj, IndexExpression index, Value key, bool lenient)
    {
        if (key.IsNull && !lenient)
        {
            throw EvaluationError.At(index.Index, ExpressionCodes.NullValue, "this is null and names no member");
        }

        if (obj.TryGet(key.ToText(), out var value) || lenient)
        {
            return value;
        }

        throw EvaluationError.At(index.Index, ExpressionCodes.MissingValue, $"the object has no `{key}`", Suggestion.For(key.ToString(), obj.Keys));
    }

    private static Value ByPosition(int count, Func<int, Value> get, IndexExpression index, Value key, bool lenient)
    {
        if (!key.TryGetInt64(out var position))
        {
            throw EvaluationError.At(index.Index, ExpressionCodes.WrongValue, $"a position must be a whole number, this is {Kinds.Named(key.Kind)}");
        }

        // -1 is the last element.
        var place = position < 0 ? position + count : position;
        if (place >= 0 && place < count)
        {
            return get((int)place);
        }

        return lenient ? Value.Null : throw EvaluationError.At(
            index.Index, ExpressionCodes.MissingValue, $"position {key} does not exist, there are {count} elements", "add `?? ...` if it may be missing");
    }

    private Value Call(CallExpression call)
    {
        var function = call.Function;
        var values = new Value?[call.Arguments.Count];
        for (var i = 0; i < values.Length; i++)
        {
            if (call.Arguments[i] is { } argument)
            {
                values[i] = i == 0 && function.FirstIsOptional ? EvalLenient(argument) : EvalStrict(argument);
            }
        }

        var rest = new Value[call.Rest.Count];
        for (var i = 0; i < rest.Length; i++)
        {
            rest[i] = EvalStrict(call.Rest[i]);
        }

        return Invoke(function, call, call.Arguments, values, rest);
    }

    /// <summary>Calls a function that was given as an argument; too many values go to the rest, too few are an error.</summary>
    public Value Invoke(FunctionSpec function, Expression at, IReadOnlyList<Expression?> arguments, IReadOnlyList<Value> given)
    {
        budget.Step();
        var values = new Value?[function.Parameters.Count];
        for (var i = 0; i < Math.Min(values.Length, given.Count); i++)
        {
            values[i] = given[i];
        }

        var required = function.Parameters.Count(p => !p.IsOptional);
        if (given.Count < required || given.Count > values.Length && !function.TakesRest)
        {
            throw EvaluationError.At(at, ExpressionCodes.Arguments, $"`{function.Name}` does not fit here: it would get {given.Count} arguments", function.Signature);
        }

        return Invoke(function, at, arguments, values, [.. given.Skip(values.Length)]);
    }

    private Value Invoke(FunctionSpec function, Expression at, IReadOnlyList<Expression?> arguments, Value?[] values, IReadOnlyList<Value> rest)
    {
        var site = new CallSite(this, function, at, arguments);
        var secret = rest.Any(value => value.ContainsSecret);
        for (var i = 0; i < values.Length; i++)
        {
            var parameter = function.Parameters[i];
            if (values[i] is { IsNull: true } && options.NullStrict && !parameter.AcceptsNull && !parameter.IsOptional)
            {
                throw site.Error(i, ExpressionCodes.NullValue, $"`{parameter.Name}` of `{function.Name}` is null", "give a value for that case: `x ?? \"none\"`");
            }

            secret |= values[i] is { } value && value.ContainsSecret;
        }

        try
        {
            return function.Body(new Arguments(site, values, rest)).Tainted(secret);
        }
        catch (InvalidOperationException e) when (e.InnerException is EvaluationError or BudgetSpent)
        {
            // Sorting wraps what its comparison throws.
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(e.InnerException);
            throw;
        }
        catch (Exception e) when (e is ArgumentException or OverflowException or FormatException or InvalidOperationException)
        {
            throw site.Error(-1, ExpressionCodes.WrongValue, $"`{function.Name}` cannot work with these values", function.Signature);
        }
    }
}
