using System.Collections;
using Scriban.Runtime;
using Scriban.Syntax;

namespace RunbookEngine.Language.Expressions;

internal partial class StrictContext
{
    private static readonly string[] Size = ["size"];

    private object? Name(NameExpression name)
    {
        // Loop variables of a text are Scriban's own.
        if (TryLoopVariable(name.Name, out var inner))
        {
            return inner;
        }

        if (Read(() => (_scope.TryGet(name.Name, out var value), value)) is (true, var found))
        {
            Reads(found);
            return found.Raw;
        }

        return name.IsLenient || !IsStrict ? null : throw EvaluationError.At(name, ExpressionCodes.MissingValue, $"there is no `{name.Name}` here");
    }

    private object? Member(MemberExpression member)
    {
        var lenient = member.IsLenient || member.IsOptional || !IsStrict;
        var target = Compute(member.Target);
        if (target is null)
        {
            return lenient ? null : throw EvaluationError.At(
                member.Target, ExpressionCodes.NullValue, $"this is null, so it has no `{member.Name}`", $"write `?.{member.Name}` if it may be null");
        }

        if (TryMember(target, member.Name, out var value))
        {
            return value;
        }

        return lenient ? null : throw new EvaluationError(new ExpressionDiagnostic(
            ExpressionCodes.MissingValue, member.NameOffset, member.End - member.NameOffset, $"{RawValues.Named(target)} has no `{member.Name}` here",
            Suggestion.For(member.Name, MembersOf(target)) ?? $"write `?.{member.Name}` if it may be missing"));
    }

    internal bool TryMember(object? target, string name, out object? value)
    {
        value = null;
        if (RawValues.Object(target) is { } obj)
        {
            (var found, value) = Read(() => (obj.TryGetValue(this, default, name, out var read), read));
            return found;
        }

        value = target switch
        {
            string text when name == "size" => text.Length,
            DateTimeOffset date => DateMembers.Of(date, name),
            TimeSpan span => DateMembers.Of(span, name),
            _ when name == "size" && RawValues.List(target) is { } list => list.Count,
            _ => null,
        };
        return value is not null;
    }

    private static IEnumerable<string> MembersOf(object target) => target switch
    {
        DateTimeOffset => DateMembers.DateParts,
        TimeSpan => DateMembers.DurationParts,
        _ => RawValues.Object(target)?.GetMembers() ?? (target is string || RawValues.List(target) is not null ? Size : []),
    };

    private object? Index(IndexExpression index)
    {
        var lenient = index.IsLenient || index.IsOptional || !IsStrict;
        var target = Compute(index.Target);
        var key = Compute(index.Index);
        if (target is null)
        {
            return lenient ? null : throw EvaluationError.At(index.Target, ExpressionCodes.NullValue, "this is null, so it has no elements");
        }

        return target switch
        {
            string text => ByPosition(text.Length, i => text[i].ToString(), index, key, lenient),
            _ when RawValues.List(target) is { } list => ByPosition(list.Count, i => list[i], index, key, lenient),
            _ when RawValues.Object(target) is { } obj => ByName(obj, index, key, lenient),
            _ => throw EvaluationError.At(index.Target, ExpressionCodes.WrongValue, $"{RawValues.Named(target)} has no elements"),
        };
    }

    private object? ByName(IScriptObject obj, IndexExpression index, object? key, bool lenient)
    {
        if (key is null && !lenient)
        {
            throw EvaluationError.At(index.Index, ExpressionCodes.NullValue, "this is null and names no member");
        }

        var name = ObjectToString(key) ?? "";
        if (TryMember(obj, name, out var value) || lenient)
        {
            return value;
        }

        throw EvaluationError.At(index.Index, ExpressionCodes.MissingValue, $"the object has no `{Shown(name)}`", HasReadSecret ? null : Suggestion.For(name, obj.GetMembers()));
    }

    private object? ByPosition(int count, Func<int, object?> get, IndexExpression index, object? key, bool lenient)
    {
        if (!RawValues.TryWhole(key, out var position))
        {
            throw EvaluationError.At(index.Index, ExpressionCodes.WrongValue, $"a position must be a whole number, this is {RawValues.Named(key)}");
        }

        // -1 is the last element.
        var place = position < 0 ? position + count : position;
        if (place >= 0 && place < count)
        {
            return get((int)place);
        }

        return lenient ? null : throw EvaluationError.At(index.Index, ExpressionCodes.MissingValue,
            $"position {Shown($"{position}")} does not exist, there are {Shown($"{count}")} elements", "add `?? ...` if it may be missing");
    }

    /// <summary>A value for a message: nothing that may have been made from a secret is told.</summary>
    private string Shown(string text) => HasReadSecret ? Value.Mask : text.Length <= 60 ? text : text[..60] + "…";

    // What a scope throws is not a mistake of the author's, and Scriban must not turn it into one.
    private static T Read<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is not ScriptRuntimeException)
        {
            throw new ScopeFailed(e);
        }
    }

    private object? Call(CallExpression call)
    {
        var values = new object?[call.Arguments.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = call.Arguments[i] is { } argument ? Compute(argument) : null;
        }

        var rest = new object?[call.Rest.Count];
        for (var i = 0; i < rest.Length; i++)
        {
            rest[i] = Compute(call.Rest[i]);
        }

        return Invoke(new Arguments(this, call.Function, call, call.Arguments, values, rest));
    }

    /// <summary>Calls a function whose values are there: nulls are refused, lazy results made, and Scriban's own words for a failure left out.</summary>
    internal object? Invoke(Arguments arguments)
    {
        var function = arguments.Function;
        Uses(arguments.Values);
        Uses(arguments.Rest);

        for (var i = 0; i < arguments.Values.Count; i++)
        {
            var parameter = function.Parameters[i];
            if (arguments.Values[i] is null && IsStrict && !parameter.AcceptsNull && !parameter.IsOptional)
            {
                throw arguments.Error(i, ExpressionCodes.NullValue, $"`{parameter.Name}` of `{function.Name}` is null", "give a value for that case: `x ?? \"none\"`");
            }
        }

        var outer = _calling;
        _calling = arguments;
        try
        {
            var result = Made(function.Body is { } body ? body(arguments) : Builtins.Call(arguments));
            Budget.Text(result is string text ? text.Length : 0);
            return result;
        }
        catch (Exception e) when ((e as EvaluationError ?? e.InnerException) is EvaluationError inner)
        {
            throw inner;
        }
        catch (Exception e) when (e is not (EvaluationError or BudgetSpent or ScopeFailed))
        {
            throw e.InnerException is BudgetSpent or ScopeFailed ? e.InnerException
                : IsLimit(e) ? new BudgetSpent($"`{function.Name}` makes too much text or too many elements")
                : arguments.Error(-1, ExpressionCodes.WrongValue, $"`{function.Name}` cannot work with these values", function.Signature);
        }
        finally
        {
            _calling = outer;
        }
    }

    // An object with a secret in it, even one that nobody reads, makes what is computed secret.
    private void Uses(IReadOnlyList<object?> values)
    {
        for (var i = 0; i < values.Count && !HasReadSecret; i++)
        {
            Uses(values[i]);
        }
    }

    private void Uses(object? value) => HasReadSecret |= value is IScriptObject or ScriptRange && Read(() => RawValues.ContainsSecret(value));

    /// <summary>A function given as an argument, called by one of Scriban's.</summary>
    internal object? Callback(FunctionSpec function, IList given)
    {
        Budget.Step();
        var slots = new object?[function.Parameters.Count];
        for (var i = 0; i < Math.Min(slots.Length, given.Count); i++)
        {
            slots[i] = given[i];
        }

        return Invoke(new Arguments(this, function, _calling!.At, _calling.Places, slots, [.. given.Cast<object?>().Skip(slots.Length)]));
    }

    private Arguments? _calling;
}
