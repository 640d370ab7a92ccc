namespace RunbookEngine.Simulator.Tests.Support;

/// <summary>A table as a manual prints it: commands in the first line, then a status and its cells in each.</summary>
internal static class CellTable
{
    public static IEnumerable<(string Status, string Command, string Expected)> Read(string table)
    {
        var lines = table.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var commands = lines[0].Split('|', StringSplitOptions.TrimEntries);
        foreach (var line in lines.Skip(1))
        {
            var blank = line.IndexOf(' ', StringComparison.Ordinal);
            var cells = line[blank..].Split('|', StringSplitOptions.TrimEntries);
            Assert.Equal(commands.Length, cells.Length);
            for (var i = 0; i < commands.Length; i++)
                yield return (line[..blank], commands[i], cells[i]);
        }
    }
}
