using System.Text;
using RunbookEngine.Language.Documents;

namespace RunbookEngine.Server.Access;

/// <summary>Names that keys are made for: they go on record as actors.</summary>
public static class KeyNames
{
    public const string Rule = "1 to 100 letters, digits and . - _ @, without letters that only look like others; schedules, webhooks and tickets have names with ':', so nobody else has";

    public static bool AreGood(string? name) =>
        name is { Length: > 0 and <= 100 } && char.IsLetterOrDigit(name[0]) && name.All(c => char.IsLetterOrDigit(c) || c is '.' or '-' or '_' or '@')
        && name.IsNormalized(NormalizationForm.FormKC) && Characters.Named(name) is null;
}
