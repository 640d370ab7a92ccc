using System.CommandLine;

namespace RunbookEngine.Cli.Hosting;

/// <summary>All commands on one page, grouped by what people want.</summary>
internal static class Overview
{
    public static void Write(TextWriter writer)
    {
        var desk = new Desk(new Terminal { Out = TextWriter.Null, Error = TextWriter.Null }, new CommonOptions());
        foreach (var group in CommandTree.Groups)
        {
            writer.WriteLine();
            writer.WriteLine($"{group.Title}:");
            foreach (var (name, make) in group.Commands)
                writer.WriteLine($"  {name,-16} {Summary(make(desk))}");
        }

        writer.WriteLine();
        writer.WriteLine("runbook help COMMAND shows how one is used; runbook new NAME writes a first runbook.");
    }

    private static string Summary(Command command) => command.Description ?? "";
}
