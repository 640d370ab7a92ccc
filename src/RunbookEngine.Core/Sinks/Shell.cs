namespace RunbookEngine.Sinks;

/// <summary>Words as a shell takes them.</summary>
public static class Shell
{
    public static string Quote(string word) =>
        word.Length > 0 && word.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '/' or ':' or '=' or ',' or '+' or '@')
            ? word
            : $"'{word.Replace("'", "'\\''")}'";
}
