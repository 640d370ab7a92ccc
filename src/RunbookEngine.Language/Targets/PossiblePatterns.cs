using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace RunbookEngine.Language.Targets;

/// <summary>What a <c>copyGroups</c> pattern with expressions may turn out to be: inputs that have a value are put in, any other expression may become anything.</summary>
internal static partial class PossiblePatterns
{
    /// <param name="inputs">Values by name, given or by default; null where an input has none.</param>
    public static bool MayCover(string pattern, string name, JsonObject? inputs) =>
        Of(pattern, inputs).Any(p => Glob.Problem(p) is not null || Glob.Matches(p, name));

    private static IEnumerable<string> Of(string pattern, JsonObject? inputs)
    {
        if (LoneInput().Match(pattern) is { Success: true } lone && inputs?[lone.Groups["name"].Value] is JsonArray list)
            return list.Select(Text).OfType<string>();
        return [Anything().Replace(pattern, written => Input().Match(written.Value) is { Success: true } input ? Text(inputs?[input.Groups["name"].Value]) ?? "*" : "*")];
    }

    private static string? Text(JsonNode? value) => value switch
    {
        JsonValue text when text.GetValueKind() == JsonValueKind.String => text.GetValue<string>(),
        JsonValue other when other.GetValueKind() is JsonValueKind.Number => other.ToJsonString(),
        _ => null,
    };

    [GeneratedRegex(@"^\s*\$\{\{\s*inputs\.(?<name>[A-Za-z_][A-Za-z0-9_]*)\s*\}\}\s*$")]
    private static partial Regex LoneInput();

    [GeneratedRegex(@"^\$\{\{\s*inputs\.(?<name>[A-Za-z_][A-Za-z0-9_]*)\s*\}\}$")]
    private static partial Regex Input();

    [GeneratedRegex(@"\$\{\{.*?\}\}", RegexOptions.Singleline)]
    private static partial Regex Anything();
}
