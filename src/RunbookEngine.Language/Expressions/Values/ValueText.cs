using System.Globalization;
using Scriban.Runtime;

namespace RunbookEngine.Language.Expressions;

/// <summary>The text of a value outside of an evaluation, printed by Scriban.</summary>
internal static class ValueText
{
    public static string Of(object? raw) => raw switch
    {
        null or EmptyScriptObject => "",
        string text => text,
        int number => number.ToString(CultureInfo.InvariantCulture),
        _ => new StrictContext(EvaluationOptions.Unlimited, new NodeTable(), Scope.Empty).ObjectToString(raw) ?? "",
    };
}
