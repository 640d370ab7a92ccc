using Scriban.Syntax;

namespace RunbookEngine.Language.Expressions;

internal sealed partial class Admission
{
    private Expression Pipe(ScriptPipeCall pipe, bool lenient)
    {
        if (_piped is { } waiting)
        {
            // a | (b | f): the inner value would go to f, and a to nothing.
            throw NotAFunction(pipe.From ?? waiting);
        }

        _piped = pipe.From;
        return Piped(pipe.To, lenient);
    }

    // Pipes are nested to the right: of a | f | g the right side is f | g, and f takes a.
    private Expression Piped(ScriptExpression? to, bool lenient)
    {
        if (to is ScriptPipeCall { From: { } first } next)
        {
            var outer = _piped;
            _piped = null;
            _taken[first] = outer!;
            _piped = first;
            var rest = Piped(next.To, lenient);
            nodes.Add(next, rest);
            return rest;
        }

        var admitted = Admit(to, lenient);
        return _piped is null ? admitted : throw NotAFunction(to!);
    }

    // What is piped into the left side of an inner pipe.
    private readonly Dictionary<ScriptExpression, ScriptExpression> _taken = [];

    private Expression TakePiped(FunctionSpec function)
    {
        var piped = _piped!;
        _piped = _taken.GetValueOrDefault(piped);
        var admitted = Admit(piped, function.FirstIsOptional);
        return _piped is null ? admitted : throw NotAFunction(piped);
    }

    private Expression Call(ScriptFunctionCall call, bool lenient)
    {
        if (Name(call.Target) is { } name)
        {
            return Call(name, call.Target!, call.Arguments, call.ExplicitCall, call.ExplicitCall ? End(call.CloseParen!) : 0);
        }

        if (_piped is null && !call.ExplicitCall && call.Arguments.Count > 0)
        {
            throw TooMuch(call.Arguments[0], call.Target!);
        }

        return call.Arguments.Count == 0 && _piped is not null && call.Target is ScriptNestedExpression ? Admit(call.Target, lenient) : throw NotAFunction(call.Target!);
    }

    private CallExpression Call(string path, ScriptExpression name, IReadOnlyList<ScriptExpression> written, bool closed, int end)
    {
        var (start, nameEnd) = (Start(FirstOf(name)), End(LastOf(name)));
        var function = FunctionCatalogue.Find(path) ?? throw UnknownFunction(path, start, nameEnd - start);
        var place = new NameExpression(start, nameEnd - start, path);
        var positional = new List<Expression>();
        if (_piped is not null)
        {
            positional.Add(TakePiped(function));
        }

        var named = new List<NamedArgument>();
        if (written.Count > ExpressionLimits.Elements)
        {
            throw SyntaxError.At(start, nameEnd - start, $"at most {ExpressionLimits.Elements} elements can be listed here", code: ExpressionCodes.Limit);
        }

        foreach (var argument in written)
        {
            if (argument is ScriptNamedArgument { Name: not null } byName)
            {
                named.Add(new NamedArgument(byName.Name, Apart(byName.Value)));
                continue;
            }

            var value = Apart(argument, positional.Count == 0 && function.FirstIsOptional);
            if (named.Count > 0)
            {
                throw SyntaxError.At(value.Offset, value.Length, "after a named argument all others are named too", code: ExpressionCodes.Arguments);
            }

            positional.Add(value);
        }

        if (!closed)
        {
            end = nameEnd;
            foreach (var argument in positional.Concat(named.Select(n => n.Value)))
            {
                end = Math.Max(end, argument.End);
            }
        }

        return Arranged(function, place, positional, named, end);
    }

    /// <summary>Puts arguments into the order of the parameters and reports what is missing or too much.</summary>
    private CallExpression Arranged(
        FunctionSpec function, NameExpression name, List<Expression> positional, List<NamedArgument> named, int end)
    {
        var slots = new Expression?[function.Parameters.Count];
        for (var i = 0; i < Math.Min(slots.Length, positional.Count); i++)
        {
            slots[i] = positional[i];
        }

        if (positional.Count > slots.Length && !function.TakesRest)
        {
            ReportArguments(positional[slots.Length], $"`{function.Name}` takes {Count(slots.Length)}, this is one too many", function.Signature);
        }

        foreach (var (written, value) in named)
        {
            PutNamed(function, slots, written, value);
        }

        if (System.Array.FindIndex(slots, slot => slot is null) is >= 0 and var missing && function.Parameters[missing] is { IsOptional: false } parameter)
        {
            var negative = name.End + source[name.End..].TakeWhile(char.IsWhiteSpace).Count() is var next && next < source.Length && source[next] == '-';
            ReportArguments(name, $"`{function.Name}` needs its argument `{parameter.Name}`", negative ? "a negative number goes in brackets: `(-1)`" : function.Signature);
        }

        var start = Math.Min(name.Offset, positional.Count > 0 ? positional[0].Offset : name.Offset);
        return Grown(new CallExpression(start, end - start, function, slots, function.TakesRest ? [.. positional.Skip(slots.Length)] : []));
    }

    private sealed record NamedArgument(ScriptVariable Name, Expression Value);

    private void PutNamed(FunctionSpec function, Expression?[] slots, ScriptVariable written, Expression value)
    {
        var (name, at) = (written.Name, new NameExpression(Start(written), Length(written), written.Name));
        var index = function.IndexOf(name);
        if (index < 0)
        {
            ReportArguments(at, $"`{function.Name}` has no argument `{name}`", Suggestion.For(name, function.Parameters.Select(p => p.Name)) ?? function.Signature);
        }
        else if (slots[index] is not null)
        {
            ReportArguments(at, $"the argument `{name}` is given twice", function.Signature);
        }
        else
        {
            slots[index] = value;
        }
    }

    private FunctionExpression FunctionReference(ScriptUnaryExpression alias, int start) =>
        Name(alias.Right) is not { } path || !FunctionCatalogue.IsNamespace(path.Split('.')[0])
            ? throw SyntaxError.At(start, 1, "after `@` comes the name of a function", "for example `array.each @string.strip`")
            : FunctionCatalogue.Find(path) is { } function
                ? new FunctionExpression(start, End(LastOf(alias.Right!)) - start, function)
                : throw UnknownFunction(path, Start(FirstOf(alias.Right!)), End(LastOf(alias.Right!)) - Start(FirstOf(alias.Right!)));

    /// <summary>A path that starts with a namespace of functions.</summary>
    private string? FunctionName(ScriptMemberExpression member) => member is not ScriptIsEmptyExpression
        && member.Target is ScriptVariable space && FunctionCatalogue.IsNamespace(space.Name) ? Name(member) : null;

    private static string? Name(ScriptExpression? target) => target switch
    {
        ScriptIsEmptyExpression => null,
        ScriptMemberExpression { Target: ScriptVariable space, Member: { } member } when FunctionCatalogue.IsNamespace(space.Name) => $"{space.Name}.{member.Name}",
        _ => null,
    };

    private static ScriptExpression FirstOf(ScriptExpression path) => path is ScriptMemberExpression { Target: { } target } ? FirstOf(target) : path;

    private static ScriptExpression LastOf(ScriptExpression path) => path is ScriptMemberExpression { Member: { } member } ? member : path;

    private SyntaxError NotAFunction(ScriptNode node)
    {
        if (Path(node is ScriptFunctionCall { Target: { } target } ? target : node) is { } path)
        {
            return UnknownFunction(path.Name, path.Start, path.End - path.Start);
        }

        var start = Start(node);
        var length = Math.Max(1, Math.Min(source.Length, End(node)) - start);
        var shown = source.Substring(start, Math.Min(length, source.Length - start)).Split(' ')[0];
        return SyntaxError.At(start, shown.Length, $"unexpected `{shown}`: after `|` comes a function, such as `string.upcase`", Words.HelpFor(shown));
    }

    private (string Name, int Start, int End)? Path(ScriptNode node) => node switch
    {
        ScriptVariable variable => (variable.Name, Start(variable), End(variable)),
        ScriptMemberExpression { Target: { } target, Member: { } member } when Path(target) is { } path => ($"{path.Name}.{member.Name}", path.Start, End(member)),
        _ => null,
    };

    // a b: two values with nothing between them, which Scriban takes for a call of a.
    private SyntaxError TooMuch(ScriptExpression argument, ScriptExpression target)
    {
        if (argument is ScriptNamedArgument { Name: { } named })
        {
            return SyntaxError.At(End(named), 1, "unexpected `:`: only arguments of a function have names");
        }

        var at = Start(FirstTerm(argument));
        var word = new string([.. source[at..].TakeWhile(Names.IsPart)]);
        var shown = word.Length > 0 ? word : source.Substring(at, 1);
        return target is ScriptVariable { Name: "func" or "ret" or "with" or "include" or "capture" or "import" or "while" or "case" or "not" } statement
            ? SyntaxError.At(at, shown.Length, $"unexpected `{shown}`: an operator is missing before it, or it is too much", Words.HelpFor(statement.Name))
            : SyntaxError.At(at, shown.Length, $"unexpected `{shown}`: an operator is missing before it, or it is too much", Words.HelpFor(shown));
    }

    private static ScriptNode FirstTerm(ScriptNode node) => node switch
    {
        ScriptBinaryExpression { Left: { } left } => FirstTerm(left),
        ScriptMemberExpression { Target: { } target } => FirstTerm(target),
        ScriptIndexerExpression { Target: { } target } => FirstTerm(target),
        ScriptFunctionCall { Target: { } target } => FirstTerm(target),
        ScriptPipeCall { From: { } from } => FirstTerm(from),
        ScriptConditionalExpression { Condition: { } condition } => FirstTerm(condition),
        ScriptUnaryExpression { OperatorToken: { } token } => token,
        ScriptNestedExpression nested => nested.OpenParen,
        ScriptArrayInitializerExpression array => array.OpenBracketToken,
        ScriptObjectInitializerExpression obj => obj.OpenBrace,
        _ => node,
    };

    private static SyntaxError UnknownFunction(string path, int start, int length) =>
        FunctionCatalogue.WhyRefused(path) is { } reason
            ? SyntaxError.At(start, length, $"`{path}` is not allowed: {reason}", code: ExpressionCodes.NotAllowed)
            : SyntaxError.At(start, length, $"there is no function `{path}`", FunctionCatalogue.SuggestFor(path), ExpressionCodes.UnknownFunction);

    private void ReportArguments(Expression at, string message, string help) =>
        diagnostics.Add(new ExpressionDiagnostic(ExpressionCodes.Arguments, at.Offset, at.Length, message, help));

    private static string Count(int arguments) => arguments == 1 ? "one argument" : $"{arguments} arguments";
}
