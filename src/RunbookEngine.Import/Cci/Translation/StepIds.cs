using System.Text;
using RunbookEngine.Import.Report;

namespace RunbookEngine.Import.Cci.Translation;

/// <summary>Gives out ids that no other step has.</summary>
internal sealed class StepIds
{
    private const int Longest = 48;

    private readonly Dictionary<string, int> _used = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="wish">Anything; characters that an id cannot have become dashes.</param>
    public string Next(string wish)
    {
        var slug = Slug(wish, Longest);
        if (slug.Length == 0 || !char.IsAsciiLetter(slug[0]) || YamlText.Words.Contains(slug))
            slug = slug.Length == 0 ? "step" : $"step-{slug}";
        var number = _used.GetValueOrDefault(slug);
        string id;
        do
        {
            id = ++number == 1 ? slug : $"{slug}-{number}";
        }
        while (number > 1 && _used.ContainsKey(id));
        _used[slug] = number;
        _used.TryAdd(id, 1);
        return id;
    }

    /// <summary>Letters, digits and single dashes, lower case.</summary>
    public static string Slug(string text, int longest)
    {
        var slug = new StringBuilder();
        foreach (var c in text)
        {
            if (slug.Length >= longest)
                break;
            if (char.IsAsciiLetterOrDigit(c))
                slug.Append(char.ToLowerInvariant(c));
            else if (slug.Length > 0 && slug[^1] != '-')
                slug.Append('-');
        }

        return slug.ToString().Trim('-');
    }
}
