using System.Text;

namespace RunbookEngine.Secrets;

/// <summary>Where a secret is found: <c>env:NAME</c>, <c>file:PATH</c> or <c>command:PROGRAM ARGS</c>. <see cref="SecretReader"/> reads it.</summary>
public sealed class SecretReference
{
    /// <exception cref="ArgumentException">It is none of the three forms. The text is not repeated: it may be the secret itself.</exception>
    public SecretReference(string text)
    {
        (Kind, Where) = Split(text) ?? throw new ArgumentException("a secret is given as env:NAME, file:PATH or command:PROGRAM ARGS, never as itself");
        Words = Kind == "command" ? WordsOf(Where) : [];
        if (Kind == "command" && Words is not [{ Length: > 0 }, ..])
            throw new ArgumentException("a secret given as command: needs a program behind the colon");
    }

    /// <summary><c>env</c>, <c>file</c> or <c>command</c>.</summary>
    public string Kind { get; }

    /// <summary>What follows the colon.</summary>
    public string Where { get; }

    /// <summary>Program and arguments of a <c>command:</c>; double quotes keep blanks inside a word.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <summary>The variables that the reference may mean: the one named, and those of a user and a password. Empty for other kinds.</summary>
    public IReadOnlyList<string> Variables => Kind == "env" ? [Where, UserOf(Where), PasswordOf(Where)] : [];

    public static bool IsReference(string text) => Split(text) is not null;

    /// <summary>Fit for messages: of a program only its name, since its arguments may be confidential.</summary>
    public override string ToString() => Kind == "command" ? $"command:{Words[0]}" : $"{Kind}:{Where}";

    internal static string UserOf(string name) => name + "_USER";

    internal static string PasswordOf(string name) => name + "_PASSWORD";

    private static (string Kind, string Where)? Split(string text) =>
        text.IndexOf(':') is > 0 and var colon && text[..colon] is "env" or "file" or "command" && text[(text.IndexOf(':') + 1)..].Trim() is { Length: > 0 } where
            ? (text[..text.IndexOf(':')], where)
            : null;

    private static List<string> WordsOf(string text)
    {
        var (words, word, quoted, begun) = (new List<string>(), new StringBuilder(), false, false);
        foreach (var c in text)
        {
            if (c == '"')
            {
                (quoted, begun) = (!quoted, true);
            }
            else if (c == ' ' && !quoted)
            {
                if (begun)
                    words.Add(word.ToString());
                word.Clear();
                begun = false;
            }
            else
            {
                word.Append(c);
                begun = true;
            }
        }

        if (begun)
            words.Add(word.ToString());
        return words;
    }
}
