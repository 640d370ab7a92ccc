namespace RunbookEngine.Language.Expressions;

/// <summary>Kinds as messages call them, with their article.</summary>
internal static class Kinds
{
    public static string Named(ValueKind kind) => kind switch
    {
        ValueKind.Null => "null",
        ValueKind.Bool => "a bool",
        ValueKind.Int => "a whole number",
        ValueKind.Number => "a number",
        ValueKind.String => "a string",
        ValueKind.Date => "a date",
        ValueKind.Duration => "a duration",
        ValueKind.List => "a list",
        ValueKind.Object => "an object",
        ValueKind.Empty => "`empty`",
        _ => "a function",
    };
}
