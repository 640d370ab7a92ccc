namespace RunbookEngine.Language.Expressions;

internal sealed partial class TypeCheck
{
    private ExprType Name(NameExpression name)
    {
        if (scope.Names.TryGetValue(name.Name, out var member))
        {
            return Available(member, name.Offset, name.Length, $"`{name.Name}`");
        }

        if (!scope.IsOpen)
        {
            Report(ExpressionCodes.UnknownName, name, $"there is no `{name.Name}` here", HelpForName(name.Name));
        }

        return ExprType.Any;
    }

    private string? HelpForName(string name) =>
        Words.HelpFor(name)
        ?? Suggestion.For(name, scope.Names.Keys)
        ?? (FunctionCatalogue.IsNamespace(name) ? $"`{name}` is followed by a function: `{name}.…`" : null)
        ?? (scope.Names.Count is > 0 and <= 20 ? $"known here: {string.Join(", ", scope.Names.Keys.Order(StringComparer.Ordinal))}" : null);

    private ExprType Available(ExprMember member, int offset, int length, string name)
    {
        if (member.NotYet is null)
        {
            return member.Type;
        }

        Report(ExpressionCodes.ForwardReference, offset, length, $"{name} has no value here: {member.NotYet}");
        return ExprType.Any;
    }

    private ExprType Member(MemberExpression member)
    {
        var lenient = _lenient || member.IsOptional;
        var target = With(lenient, member.Target);
        if (target.IsNullable && !lenient)
        {
            Report(ExpressionCodes.MayBeNull, member.Target, target.Kind == ExprKind.Null ? "this is null" : "this may be null", $"write `?.{member.Name}`");
        }

        var found = MemberType(member, target, lenient).Tainted(target.IsSecret);
        return target.IsNullable && lenient ? found.OrNull() : found;
    }

    private ExprType MemberType(MemberExpression member, ExprType target, bool lenient)
    {
        switch (target.Kind)
        {
            case ExprKind.Any or ExprKind.Null:
                return ExprType.Any;
            case ExprKind.Object when target.Members.TryGetValue(member.Name, out var known):
                return Available(known, member.NameOffset, member.End - member.NameOffset, $"`{member.Name}`");
            case ExprKind.Object when target.IsOpen:
                return lenient ? ExprType.Any.OrNull() : ExprType.Any;
            case ExprKind.List or ExprKind.String when member.Name == "size":
                return ExprType.Int;
            case ExprKind.Date when DateMembers.DateParts.Contains(member.Name):
                return ExprType.Int;
            case ExprKind.Duration when DateMembers.DurationParts.Contains(member.Name):
                return member.Name.StartsWith("total_", StringComparison.Ordinal) ? ExprType.Number : ExprType.Int;
        }

        Report(ExpressionCodes.UnknownMember, member.NameOffset, member.End - member.NameOffset,
            target.Kind == ExprKind.Object ? $"there is no `{member.Name}` here" : $"a {target} has no `{member.Name}`", HelpForMember(member.Name, target));
        return ExprType.Any;
    }

    private static string? HelpForMember(string name, ExprType target)
    {
        var names = target.Kind switch
        {
            ExprKind.Object => target.Members.Keys,
            ExprKind.Date => DateMembers.DateParts,
            ExprKind.Duration => DateMembers.DurationParts,
            ExprKind.List or ExprKind.String => ["size"],
            _ => Enumerable.Empty<string>(),
        };
        var known = names.ToArray();
        // a-b reads as a minus b; such a name needs brackets.
        return known.FirstOrDefault(n => n.StartsWith(name + "-", StringComparison.Ordinal)) is { } dashed
            ? $"a name with `-` is written in brackets: `[\"{dashed}\"]`"
            : Suggestion.For(name, known)
                ?? (known.Length is > 0 and <= 20 ? $"known here: {string.Join(", ", known.Order(StringComparer.Ordinal))}" : null);
    }

    private ExprType Index(IndexExpression index)
    {
        var lenient = _lenient || index.IsOptional;
        var target = With(lenient, index.Target);
        var key = Needed(index.Index, "an index");
        if (target.IsNullable && !lenient)
        {
            Report(ExpressionCodes.MayBeNull, index.Target, "this may be null, so it may have no elements");
        }

        var found = Element(index, target, key).Tainted(target.IsSecret || key.IsSecret);
        return lenient ? found.OrNull() : found;
    }

    private ExprType Element(IndexExpression index, ExprType target, ExprType key)
    {
        switch (target.Kind)
        {
            case ExprKind.Any or ExprKind.Null:
                return ExprType.Any;
            case ExprKind.List or ExprKind.String:
                if (!Fits(key, ExprType.Number))
                {
                    Report(ExpressionCodes.TypeMismatch, index.Index, $"a position must be a whole number, this is a {key}");
                }

                return target.Kind == ExprKind.String ? ExprType.String : target.Element ?? ExprType.Any;
            case ExprKind.Object when index.Index is LiteralExpression { Value: var literal } && literal.TryGetString(out var name):
                return NamedElement(index, target, name);
            case ExprKind.Object:
                return target.Members.Count > 0 && !target.IsOpen
                    ? target.Members.Values.Select(m => m.Type).Aggregate((a, b) => a.Or(b))
                    : ExprType.Any.Tainted(target.ContainsSecret);
            default:
                Report(ExpressionCodes.TypeMismatch, index.Target, $"a {target} has no elements");
                return ExprType.Any;
        }
    }

    private ExprType NamedElement(IndexExpression index, ExprType target, string name)
    {
        if (target.Members.TryGetValue(name, out var member))
        {
            return Available(member, index.Index.Offset, index.Index.Length, $"`{name}`");
        }

        if (!target.IsOpen)
        {
            Report(ExpressionCodes.UnknownMember, index.Index, $"there is no `{name}` here", HelpForMember(name, target));
        }

        return ExprType.Any;
    }
}
