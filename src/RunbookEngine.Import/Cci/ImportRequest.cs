using System.Collections.Immutable;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Import.Cci;

/// <summary>What a shell script of CCI calls is turned into a runbook from.</summary>
/// <param name="Script">Its text, with the name that is shown.</param>
public sealed record ImportRequest(ImportText Script)
{
    /// <summary>Characters of a script or a HORCM file; longer ones are refused.</summary>
    public const int MaxCharacters = 256 * 1024;

    /// <summary>Lines of a script; longer ones are refused.</summary>
    public const int MaxLines = 4_000;

    /// <summary>The HORCM files of the instances it talks to.</summary>
    public ImmutableArray<ImportText> HorcmFiles { get; init; } = [];

    /// <summary>Name of the runbook; default: from the script's file name.</summary>
    public string? Name { get; init; }

    /// <summary>Technology by device group, where the script and the HORCM files do not tell.</summary>
    public IReadOnlyDictionary<string, Technology> Technologies { get; init; } = new Dictionary<string, Technology>();
}

/// <param name="Name">As the user gave it.</param>
public sealed record ImportText(string Name, string Text);
