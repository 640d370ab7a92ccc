namespace RunbookEngine.Language.Expressions;

/// <summary>What to show about the place under the cursor.</summary>
public sealed record ExpressionHover(int Offset, int Length, string Text)
{
    public static ExpressionHover? At(Expression expression, int cursor, TypeScope scope)
    {
        var node = expression.Descendants().Where(n => n.Offset <= cursor && cursor <= n.End).MinBy(n => n.Length);
        return node switch
        {
            null or LiteralExpression => null,
            CallExpression call => new ExpressionHover(call.Offset, call.Length, About(call.Function)),
            FunctionExpression function => new ExpressionHover(function.Offset, function.Length, About(function.Function)),
            MemberExpression member => new ExpressionHover(member.NameOffset, member.End - member.NameOffset, About(member.Name, MemberOf(member, scope), member, scope)),
            NameExpression name => new ExpressionHover(name.Offset, name.Length, About(name.Name, scope.Names.GetValueOrDefault(name.Name), name, scope)),
            _ => new ExpressionHover(node.Offset, node.Length, TypeChecker.Check(node, scope).Type.ToString()),
        };
    }

    private static string About(FunctionSpec function) =>
        $"{function.Signature} → {function.Returns}\n\n{function.Summary}\n\n{function.Examples[0].Expression} → {function.Examples[0].Result}";

    private static ExprMember? MemberOf(MemberExpression member, TypeScope scope) =>
        TypeChecker.Check(member.Target, scope).Type.Members.GetValueOrDefault(member.Name);

    private static string About(string name, ExprMember? member, Expression node, TypeScope scope)
    {
        var type = member?.Type ?? TypeChecker.Check(node, scope).Type;
        var remark = member?.NotYet is { } notYet ? $"\n\nNo value here: {notYet}" : "";
        return $"{name}: {type}{(member?.Description is { } text ? "\n\n" + text : "")}{remark}";
    }
}
