using System.CommandLine;

namespace RunbookEngine.Cli.Hosting;

/// <summary>Wording of usage errors.</summary>
internal static class UsageText
{
    public static string CommandLine(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? $"{CommandLine(parent)} {command.Name}" : "runbook";

    /// <summary>The library's messages end in a full stop and begin with a capital; ours do not.</summary>
    public static string Mend(string message)
    {
        var line = message.ReplaceLineEndings(" ").TrimEnd('.', ' ');
        return line.Length > 1 && char.IsUpper(line[0]) && char.IsLower(line[1]) ? char.ToLowerInvariant(line[0]) + line[1..] : line;
    }
}
