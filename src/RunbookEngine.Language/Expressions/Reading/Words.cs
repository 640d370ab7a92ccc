namespace RunbookEngine.Language.Expressions;

/// <summary>Words other languages have, with what they are called here.</summary>
internal static class Words
{
    public static string? HelpFor(string word) => word switch
    {
        "and" => "write `&&`",
        "or" => "write `||`",
        "not" => "write `!`",
        "contains" => "write `x | string.contains \"y\"` or `list | array.contains y`",
        "None" or "nil" or "undefined" => "write `null`",
        "True" => "write `true`",
        "False" => "write `false`",
        "func" or "do" or "ret" or "with" or "include" or "capture" or "import" or "while" or "case" =>
            "expressions cannot define or include anything",
        _ => null,
    };
}
