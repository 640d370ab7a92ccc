using static RunbookEngine.Language.Expressions.Parameters;

namespace RunbookEngine.Language.Expressions;

/// <summary>Array functions that call another function for each element.</summary>
internal static class ArrayCallbacks
{
    public static IEnumerable<FunctionSpec> All { get; } =
    [
        ArrayFunctions.Make("each", "Every element changed by a function.", [List("list"), Function("function")], _ => ExprType.List,
            a => ArrayFunctions.Range(a, a.List(0).Select(item => a.Call(1, item, []))),
            ("[\" a\", \" 5\", \"6 \"] | array.each @string.strip", "[\"a\", \"5\", \"6\"]")),
        ArrayFunctions.Make("filter", "The elements for which a function answers true.", [List("list"), Function("function")], t => t[0],
            a => ArrayFunctions.Range(a, a.List(0).Where(item => a.Call(1, item, []).IsTruthy)),
            ("[\"\", \"200\", \"\", \"400\"] | array.filter @string.empty", "[\"\", \"\"]")),
        Any(),
    ];

    private static FunctionSpec Any() => new()
    {
        Name = "array.any",
        Summary = "Whether a function answers true for an element; further arguments go to the function.",
        Parameters = [List("list"), Function("function")],
        TakesRest = true,
        Returns = ExprType.Bool,
        Examples = [("[\" hello\", \" world\", \"20\"] | array.any @string.contains \"20\"", "true")],
        Body = a => Value.Of(a.List(0).Any(item => a.Call(1, item, a.Rest).IsTruthy)),
    };
}
