using System.Text;
using System.Text.Json;

namespace RunbookEngine.Secrets;

/// <summary>
/// Takes secrets out of a text before it is journalled or shown: as they are, in Base64 at any offset and as <c>user:secret</c>, in hexadecimal, with
/// the escapes of JSON, URLs and HTML (also one inside another), and broken over lines.
/// </summary>
public sealed class SecretMask
{
    public const string Stars = "***";

    /// <summary>Characters of a secret; a shorter one is not looked for, since that would blot out everything.</summary>
    public const int Shortest = 3;

    /// <summary>Characters that the most wasteful spelling needs for one.</summary>
    private const int Widest = 10;

    /// <summary>Most characters held back from a text that comes in pieces.</summary>
    private const int MostHeld = 256 * 1024;

    /// <summary>Characters of a match that goes over a line break, or of the beginning of one at a cut.</summary>
    private const int ShortestBroken = 8, ShortestBegun = 4;

    private readonly IReadOnlyList<SecretForm> _forms;
    private readonly bool _blanks;

    /// <param name="secrets">Those shorter than <see cref="Shortest"/> are ignored.</param>
    public SecretMask(IEnumerable<string> secrets)
        : this(secrets.Select(s => new KnownSecret(s)))
    {
    }

    public SecretMask(IEnumerable<KnownSecret> secrets)
    {
        _forms = SecretForms.Of(secrets);
        _blanks = _forms.Any(f => f.Text.Contains(' '));
        Longest = _forms.Count == 0 ? 0 : Math.Min(MostHeld, Widest * _forms[0].Text.Length + Widest);
    }

    /// <summary>Characters that a secret may take at most, however it is written: how much of a text in pieces must be seen together.</summary>
    public int Longest { get; }

    public bool IsEmpty => _forms.Count == 0;

    /// <param name="cut">The text goes on where this one ends: what may be the beginning of a secret there is masked as well.</param>
    public string Apply(string text, bool cut = false) => Replace(text, Find(text, cut), text.Length);

    /// <summary>Masks every text inside, the names of properties too.</summary>
    public JsonElement Apply(JsonElement value)
    {
        if (IsEmpty || value.ValueKind == JsonValueKind.Undefined)
            return value;
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
            Write(writer, value);
        return JsonElement.Parse(stream.ToArray());
    }

    /// <summary>Where secrets stand: begin and end, in order and apart.</summary>
    internal List<(int Start, int End)> Find(string text, bool cut)
    {
        var found = new List<(int Start, int End)>();
        if (IsEmpty || text.Length == 0)
            return found;
        var plain = new TextView(text);
        foreach (var view in Views(plain))
            Search(view, f => f.Text, 0, cut, found);
        // A line may be broken in the middle of an escape, so the joined text is read in every way too.
        foreach (var view in Views(plain.Joined() ?? plain))
            Search(view.Joined() ?? view, f => f.Joined, ShortestBroken, cut, found);
        return Merge(found);
    }

    internal static string Replace(string text, IReadOnlyList<(int Start, int End)> found, int until)
    {
        if (found.Count == 0)
            return until == text.Length ? text : text[..until];
        var (masked, at) = (new StringBuilder(), 0);
        foreach (var (start, end) in found.TakeWhile(f => f.Start < until))
        {
            masked.Append(text, at, start - at).Append(Stars);
            at = end;
        }

        return masked.Append(text, at, Math.Max(0, until - at)).ToString();
    }

    private IEnumerable<TextView> Views(TextView plain)
    {
        yield return plain;
        var json = plain.WithoutJsonEscapes();
        TextView?[] others =
        [
            json, json?.WithoutJsonEscapes(), plain.WithoutPercentEncoding(form: false), json?.WithoutPercentEncoding(form: false),
            _blanks ? plain.WithoutPercentEncoding(form: true) : null, plain.WithoutEntities(), json?.WithoutEntities(),
        ];
        foreach (var view in others.OfType<TextView>())
            yield return view;
    }

    private void Search(TextView view, Func<SecretForm, string> spelling, int shortest, bool cut, List<(int Start, int End)> found)
    {
        if (cut)
            SearchBegun(view, spelling, found);
        foreach (var form in _forms)
        {
            var wanted = spelling(form);
            if (wanted.Length < shortest)
                continue;
            for (var at = view.Text.IndexOf(wanted, StringComparison.Ordinal); at >= 0; at = view.Text.IndexOf(wanted, at + 1, StringComparison.Ordinal))
            {
                var (start, end) = (at, at + wanted.Length);
                if (form.OpenLeft && start > 0 && IsBase64(view.Text[start - 1]))
                    start--;
                if (form.OpenRight && end < view.Text.Length && IsBase64(view.Text[end]))
                    end++;
                while (form.OpenRight && end < view.Text.Length && view.Text[end] == '=')
                    end++;
                found.Add(view.Original(start, end - start));
            }
        }
    }

    /// <summary>The end of the text that is the beginning of a secret.</summary>
    private void SearchBegun(TextView view, Func<SecretForm, string> spelling, List<(int Start, int End)> found)
    {
        var text = view.Text.AsSpan().TrimEnd("\r\n");
        foreach (var form in _forms)
        {
            var wanted = spelling(form);
            for (var length = Math.Min(wanted.Length - 1, text.Length); length >= ShortestBegun; length--)
            {
                if (!text.EndsWith(wanted.AsSpan(0, length), StringComparison.Ordinal))
                    continue;
                found.Add(view.Original(text.Length - length, length));
                break;
            }
        }
    }

    private static List<(int Start, int End)> Merge(List<(int Start, int End)> found)
    {
        var merged = new List<(int Start, int End)>();
        foreach (var (start, end) in found.OrderBy(f => f.Start).ThenBy(f => f.End))
        {
            if (merged.Count > 0 && start < merged[^1].End)
                merged[^1] = (merged[^1].Start, Math.Max(merged[^1].End, end));
            else
                merged.Add((start, end));
        }

        return merged;
    }

    private static bool IsBase64(char c) => char.IsAsciiLetterOrDigit(c) || c is '+' or '/' or '-' or '_';

    private void Write(Utf8JsonWriter writer, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var property in value.EnumerateObject())
                {
                    writer.WritePropertyName(Apply(property.Name));
                    Write(writer, property.Value);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                    Write(writer, item);
                writer.WriteEndArray();
                break;
            case JsonValueKind.String:
                writer.WriteStringValue(Apply(value.GetString()!));
                break;
            case JsonValueKind.Number when Find(value.GetRawText(), cut: false) is { Count: > 0 } found:
                writer.WriteStringValue(Replace(value.GetRawText(), found, value.GetRawText().Length));
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }
}
