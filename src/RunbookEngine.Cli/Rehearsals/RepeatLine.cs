using System.Globalization;

namespace RunbookEngine.Cli.Rehearsals;

/// <summary>The command that plays one case of a rehearsal again.</summary>
internal sealed record RepeatLine(string File, string Topology, string? FromState, IReadOnlyList<string> Inputs, string? Mode, int Seed)
{
    public string For(string id)
    {
        var words = new List<string> { "runbook", "rehearse", File, "--simulate", Topology };
        if (FromState is not null)
            words.AddRange(["--from-state", FromState]);
        words.AddRange(Inputs.SelectMany(i => new[] { "--input", i }));
        if (Mode is not null)
            words.AddRange(["--mode", Mode]);
        words.AddRange(["--seed", Seed.ToString(CultureInfo.InvariantCulture), "--case", id]);
        return string.Join(' ', words.Select(Quote));
    }

    private static string Quote(string word) =>
        word.Length > 0 && word.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '/' or ':' or '=' or '+')
            ? word
            : $"'{word.Replace("'", "'\\''")}'";
}
