namespace RunbookEngine.Language.Expressions;

/// <summary>What can be written at a place of an unfinished expression: names, members, functions.</summary>
public static class ExpressionCompletion
{
    /// <param name="start">Where the expression starts in the text, behind its <c>${{</c>.</param>
    /// <param name="cursor">The offset in the text where something is to be written.</param>
    public static IReadOnlyList<CompletionItem> At(string text, int start, int cursor, TypeScope scope)
    {
        cursor = Math.Clamp(cursor, 0, text.Length);
        start = Math.Clamp(start, 0, cursor);
        var from = cursor;
        while (from > start && Names.IsPart(text[from - 1]))
        {
            from--;
        }

        if (from > start && text[from - 1] == '.')
        {
            return AfterDot(text, start, from, scope);
        }

        var afterPipe = text.AsSpan(start, from - start).TrimEnd().EndsWith("|", StringComparison.Ordinal)
            && !text.AsSpan(start, from - start).TrimEnd().EndsWith("||", StringComparison.Ordinal);
        return afterPipe ? [.. FunctionCatalogue.All.Select(f => Function(f, from, f.Name))] : [.. Known(scope, from)];
    }

    private static IEnumerable<CompletionItem> Known(TypeScope scope, int from) =>
        scope.Names.Where(n => n.Value.NotYet is null).OrderBy(n => n.Key, StringComparer.Ordinal)
            .Select(n => new CompletionItem(n.Key, n.Key, from, n.Value.Type.ToString(), n.Value.Description, false))
            .Concat(FunctionCatalogue.All.Select(f => Function(f, from, f.Name)));

    private static IReadOnlyList<CompletionItem> AfterDot(string text, int start, int from, TypeScope scope)
    {
        var dot = from - 1;
        var target = dot > start && text[dot - 1] == '?' ? dot - 1 : dot;
        var begin = PathStart(text, start, target);
        var path = text[begin..target];
        if (FunctionCatalogue.IsNamespace(path))
        {
            return [.. FunctionCatalogue.All.Where(f => f.Name.StartsWith(path + ".", StringComparison.Ordinal)).Select(f => Function(f, from, f.Name[(path.Length + 1)..]))];
        }

        var parsed = ExpressionParser.Parse(text, begin, target - begin);
        if (parsed.Root is null)
        {
            return [];
        }

        var type = TypeChecker.Check(parsed.Root, scope).Type;
        return type.Kind switch
        {
            ExprKind.Object => [.. type.Members.Where(m => m.Value.NotYet is null).OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => Member(m.Key, m.Value, from, dot))],
            ExprKind.Date => [.. DateMembers.DateParts.Select(p => Part(p, from, ExprType.Int))],
            ExprKind.Duration => [.. DateMembers.DurationParts.Select(p => Part(p, from, ExprType.Number))],
            ExprKind.List or ExprKind.String => [Part("size", from, ExprType.Int)],
            _ => [],
        };
    }

    // Back over a.b["c"][0]?.d, so that what stands before it does not matter.
    private static int PathStart(string text, int start, int end)
    {
        var at = end;
        while (at > start)
        {
            var c = text[at - 1];
            if (c == ']')
            {
                var open = text.LastIndexOf('[', at - 1);
                if (open < start)
                {
                    break;
                }

                at = open;
            }
            else if (Names.IsPart(c) || c == '.' || c == '?' && at < end && text[at] == '.')
            {
                at--;
            }
            else
            {
                break;
            }
        }

        return at;
    }

    private static CompletionItem Member(string name, ExprMember member, int from, int dot)
    {
        var plain = name.Length > 0 && Names.IsStart(name[0]) && name.All(Names.IsPart);
        return plain
            ? new CompletionItem(name, name, from, member.Type.ToString(), member.Description, false)
            : new CompletionItem(name, $"[\"{Scriban.Functions.StringFunctions.Escape(name)}\"]", dot, member.Type.ToString(), member.Description, false);
    }

    private static CompletionItem Part(string name, int from, ExprType type) => new(name, name, from, type.ToString(), null, false);

    private static CompletionItem Function(FunctionSpec function, int from, string insert) =>
        new(function.Name, insert, from, function.Signature, function.Summary, true);
}
