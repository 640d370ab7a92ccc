using System.CommandLine;
using RunbookEngine.Cli.Output;

namespace RunbookEngine.Cli.Hosting;

/// <summary>All commands on one page, grouped by what people want.</summary>
internal static class Overview
{
    /// <param name="width">Columns; 0 breaks nothing.</param>
    public static void Write(TextWriter writer, int width = 0)
    {
        var desk = new Desk(new Terminal { Out = TextWriter.Null, Error = TextWriter.Null }, new CommonOptions());
        foreach (var group in CommandTree.Groups)
        {
            writer.WriteLine();
            writer.WriteLine($"{group.Title}:");
            foreach (var (name, make) in group.Commands)
            {
                var lines = CellWidth.Wrap(Summary(make(desk)), width == 0 ? int.MaxValue : Math.Max(20, width - 19)).ToList();
                for (var i = 0; i < lines.Count; i++)
                    writer.WriteLine($"  {(i == 0 ? name : ""),-16} {lines[i]}");
            }
        }

        writer.WriteLine();
        writer.WriteLine("runbook help COMMAND shows how one is used; runbook new NAME writes a first runbook.");
    }

    private static string Summary(Command command) => command.Description ?? "";
}
