namespace RunbookEngine.Language.Expressions;

internal sealed partial class PrattParser
{
    private FunctionName ParseFunctionName(Expression? piped)
    {
        var space = Take();
        Take();
        var name = Current;
        if (name.Kind != TokenKind.Name)
        {
            throw SyntaxError.At(name.Start, name.Length, $"a function's name is missing after `{space.Text}.`");
        }

        Take();
        var path = $"{space.Text}.{name.Text}";
        return FunctionCatalogue.Find(path) is { } function
            ? new FunctionName(space.Start, name.End - space.Start, function, piped)
            : throw UnknownFunction(path, space.Start, name.End - space.Start);
    }

    private FunctionExpression ParseFunctionReference()
    {
        var at = Take();
        if (Current.Kind != TokenKind.Name || Following.Kind != TokenKind.Dot || !FunctionCatalogue.IsNamespace(Current.Text))
        {
            throw SyntaxError.At(at.Start, at.Length, "after `@` comes the name of a function", "for example `array.each @string.strip`");
        }

        var function = ParseFunctionName(null);
        return new FunctionExpression(at.Start, function.End - at.Start, function.Function);
    }

    private CallExpression ParseSpacedCall(FunctionName function, int precedence)
    {
        Enter();
        var arguments = new List<Expression>();
        var named = new List<NamedArgument>();
        var end = function.End;
        while (StartsExpression())
        {
            if (IsNamedArgument())
            {
                var name = Take();
                Take();
                var value = ParseBinary(Operators.UnaryPrecedence, true);
                named.Add(new NamedArgument(name, value));
                end = value.End;
            }
            else
            {
                var value = ParseBinary(precedence, true);
                AddPositional(arguments, named, value);
                end = value.End;
            }

            CheckCount(arguments.Count + named.Count, Current);
        }

        _depth--;
        return Call(function, arguments, named, end);
    }

    private CallExpression ParseParenthesisedCall(FunctionName function)
    {
        Enter();
        var open = Take();
        var arguments = new List<Expression>();
        var named = new List<NamedArgument>();
        while (Current.Kind != TokenKind.CloseParen)
        {
            if (Current.Kind == TokenKind.Name && Following.Kind == TokenKind.Colon)
            {
                var name = Take();
                Take();
                named.Add(new NamedArgument(name, ParseFull(false)));
            }
            else
            {
                AddPositional(arguments, named, ParseFull(false));
            }

            CheckCount(arguments.Count + named.Count, open);
            if (Current.Kind != TokenKind.Comma)
            {
                break;
            }

            Take();
        }

        var close = Expect(TokenKind.CloseParen, "`,` or `)` is missing", open);
        _depth--;
        return Call(function, arguments, named, close.End);
    }

    private bool IsNamedArgument() => !_noNamedArguments && Current.Kind == TokenKind.Name && Following.Kind == TokenKind.Colon;

    private static void AddPositional(List<Expression> arguments, List<NamedArgument> named, Expression value)
    {
        if (named.Count > 0)
        {
            throw SyntaxError.At(value.Offset, value.Length, "after a named argument all others are named too", code: ExpressionCodes.Arguments);
        }

        arguments.Add(value);
    }

    /// <summary>Puts arguments into the order of the parameters and reports what is missing or too much.</summary>
    private CallExpression Call(FunctionName name, List<Expression> positional, List<NamedArgument> named, int end)
    {
        var function = name.Function;
        var start = name.Offset;
        var length = end - start;
        if (name.Piped is { } piped)
        {
            positional.Insert(0, piped);
            (start, length) = (Math.Min(piped.Offset, start), end - Math.Min(piped.Offset, start));
        }

        var slots = new Expression?[function.Parameters.Count];
        var rest = new List<Expression>();
        for (var i = 0; i < positional.Count; i++)
        {
            if (i < slots.Length)
            {
                slots[i] = positional[i];
            }
            else if (function.TakesRest)
            {
                rest.Add(positional[i]);
            }
            else
            {
                ReportArguments(positional[i], $"`{function.Name}` takes {Count(slots.Length)}, this is one too many", function);
                break;
            }
        }

        foreach (var argument in named)
        {
            PutNamed(function, slots, argument);
        }

        for (var i = 0; i < slots.Length; i++)
        {
            if (slots[i] is null && !function.Parameters[i].IsOptional)
            {
                ReportArguments(name, $"`{function.Name}` needs its argument `{function.Parameters[i].Name}`", function, Current.Is("-") ? "a negative number goes in brackets: `(-1)`" : null);
                break;
            }
        }

        return Grown(new CallExpression(start, length, function, slots, rest));
    }

    private void PutNamed(FunctionSpec function, Expression?[] slots, NamedArgument argument)
    {
        var index = function.IndexOf(argument.Name.Text);
        if (index < 0)
        {
            _diagnostics.Add(new ExpressionDiagnostic(
                ExpressionCodes.Arguments, argument.Name.Start, argument.Name.Length,
                $"`{function.Name}` has no argument `{argument.Name.Text}`",
                Suggestion.For(argument.Name.Text, function.Parameters.Select(p => p.Name)) ?? function.Signature));
        }
        else if (slots[index] is not null)
        {
            _diagnostics.Add(new ExpressionDiagnostic(
                ExpressionCodes.Arguments, argument.Name.Start, argument.Name.Length, $"the argument `{argument.Name.Text}` is given twice", function.Signature));
        }
        else
        {
            slots[index] = argument.Value;
        }
    }

    private void ReportArguments(Expression at, string message, FunctionSpec function, string? help = null) =>
        _diagnostics.Add(new ExpressionDiagnostic(ExpressionCodes.Arguments, at.Offset, at.Length, message, help ?? function.Signature));

    private static string Count(int arguments) => arguments == 1 ? "one argument" : $"{arguments} arguments";

    private SyntaxError NotAFunction(Token token)
    {
        if (token.Kind != TokenKind.Name)
        {
            return Unexpected("after `|` comes a function, such as `string.upcase`");
        }

        var end = token.End;
        for (var i = _next + 1; i + 1 < _tokens.Count && _tokens[i].Kind == TokenKind.Dot && _tokens[i + 1].Kind == TokenKind.Name; i += 2)
        {
            end = _tokens[i + 1].End;
        }

        return UnknownFunction(_text[token.Start..end], token.Start, end - token.Start);
    }

    private static SyntaxError UnknownFunction(string path, int start, int length) =>
        FunctionCatalogue.WhyRefused(path) is { } reason
            ? SyntaxError.At(start, length, $"`{path}` is not allowed: {reason}", code: ExpressionCodes.NotAllowed)
            : SyntaxError.At(start, length, $"there is no function `{path}`", FunctionCatalogue.SuggestFor(path), ExpressionCodes.UnknownFunction);

    private readonly record struct NamedArgument(Token Name, Expression Value);
}
