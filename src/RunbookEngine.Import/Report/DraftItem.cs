namespace RunbookEngine.Import.Report;

/// <summary>Part of a runbook that is being written, with the lines of the script it stands for.</summary>
internal abstract class DraftItem(int line, int endLine)
{
    public int Line { get; } = line;

    public int EndLine { get; } = endLine;
}

/// <summary>Lines that need no step of their own.</summary>
/// <param name="why">Null when the line speaks for itself: a comment, or part of a step nearby.</param>
internal sealed class DraftNote(int line, int endLine, string? why) : DraftItem(line, endLine)
{
    public string? Why { get; } = why;

    /// <summary>Control never comes there, as far as the import can tell; a person confirms it where pairs are concerned.</summary>
    public bool Unreached { get; init; }
}

/// <summary>A step. Values are YAML already, in flow form.</summary>
internal sealed class DraftStep(int line, int endLine, string id, string verb) : DraftItem(line, endLine)
{
    public string Id { get; } = id;

    public string Verb { get; } = verb;

    public List<(string Key, string Yaml)> Arguments { get; } = [];

    public List<(string Key, string Yaml)> Modifiers { get; } = [];

    /// <summary>Of an <c>unresolved</c> step: why the line was not turned, and what a person has to do.</summary>
    public string? Why { get; init; }

    public string? Todo { get; init; }

    /// <summary>It may be skipped, so its outputs may be null.</summary>
    public bool MayBeSkipped { get; set; }

    /// <summary>The script goes by its exit code, so none of them fails the step.</summary>
    public bool Tolerant { get; set; }

    /// <summary>It only reads something for a variable: left out when nothing uses the variable.</summary>
    public bool OnlyIfUsed { get; init; }

    /// <summary>What a person has to check, a line each; said in the account as well.</summary>
    public List<string> Checks { get; } = [];

    /// <summary>What a reader should know about it, a line each.</summary>
    public List<string> Remarks { get; } = [];

    /// <summary>Further script lines that are part of it, such as a wait that follows.</summary>
    public List<(int Line, int EndLine)> MoreLines { get; } = [];

    /// <summary>Of a <c>group</c>.</summary>
    public List<DraftItem> Children { get; init; } = [];

    public string? Argument(string key) => Arguments.FirstOrDefault(a => a.Key == key).Yaml;

    /// <summary>Its outputs as an expression; null-safe where the step may be skipped.</summary>
    public string Output(string name, string otherwise) =>
        MayBeSkipped ? $"(steps[\"{Id}\"].outputs?.{name} ?? {otherwise})" : $"steps[\"{Id}\"].outputs.{name}";

    public bool Has(string modifier) => Modifiers.Any(m => m.Key == modifier);

    public void Set(string modifier, string yaml)
    {
        Modifiers.RemoveAll(m => m.Key == modifier);
        Modifiers.Add((modifier, yaml));
    }
}
