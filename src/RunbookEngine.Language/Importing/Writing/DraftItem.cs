namespace RunbookEngine.Language.Importing.Writing;

/// <summary>Part of a runbook that is being written, with the lines of the script it stands for.</summary>
internal abstract class DraftItem(int line, int endLine)
{
    public int Line { get; } = line;

    public int EndLine { get; } = endLine;
}

/// <summary>Lines that need no step, or could not be turned into one.</summary>
/// <param name="why">Null when the line speaks for itself: a comment, or part of a step nearby.</param>
/// <param name="mend">What a person has to do; null when nothing is left to do.</param>
internal sealed class DraftNote(int line, int endLine, string? why, string? mend) : DraftItem(line, endLine)
{
    public string? Why { get; } = why;

    public string? Mend { get; } = mend;
}

/// <summary>A step. Values are YAML already, in flow form.</summary>
internal sealed class DraftStep(int line, int endLine, string id, string verb) : DraftItem(line, endLine)
{
    public string Id { get; } = id;

    public string Verb { get; } = verb;

    public List<(string Key, string Yaml)> Arguments { get; } = [];

    public List<(string Key, string Yaml)> Modifiers { get; } = [];

    /// <summary>What a reader should know about it, a line each.</summary>
    public List<string> Remarks { get; } = [];

    /// <summary>Further script lines that are part of it, such as a wait that follows.</summary>
    public List<(int Line, int EndLine)> MoreLines { get; } = [];

    /// <summary>Of a <c>group</c>.</summary>
    public List<DraftItem> Children { get; init; } = [];

    public string? Argument(string key) => Arguments.FirstOrDefault(a => a.Key == key).Yaml;

    public bool Has(string modifier) => Modifiers.Any(m => m.Key == modifier);

    public void Set(string modifier, string yaml)
    {
        Modifiers.RemoveAll(m => m.Key == modifier);
        Modifiers.Add((modifier, yaml));
    }
}
