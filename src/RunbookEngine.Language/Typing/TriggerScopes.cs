using RunbookEngine.Language.Expressions;

namespace RunbookEngine.Language.Typing;

/// <summary>The names that the expressions of a trigger see. There are no secrets among them.</summary>
internal static class TriggerScopes
{
    private static readonly ExprMember Body = new(ExprType.Any, "the request's JSON");

    private static readonly TypeScope Webhook = new(new Dictionary<string, ExprMember>
    {
        ["body"] = Body,
        ["hook"] = new(ExprType.ObjectOf(("name", ExprType.String), ("delivery", ExprType.String), ("receivedAt", ExprType.Date)), "the request"),
    });

    private static readonly TypeScope Ticket = new(new Dictionary<string, ExprMember>(Webhook.Names)
    {
        ["ticket"] = new(ExprType.ObjectOf(("connection", ExprType.String), ("id", ExprType.String), ("state", ExprType.String)), "the change ticket"),
    });

    /// <param name="kind"><c>webhook</c> or <c>ticket</c>.</param>
    public static TypeScope Of(string kind) => kind == "ticket" ? Ticket : Webhook;
}
