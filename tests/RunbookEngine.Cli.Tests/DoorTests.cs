using System.Text.RegularExpressions;
using RunbookEngine.Cli.Hosting;

namespace RunbookEngine.Cli.Tests;

/// <summary>Of every command and every endpoint that writes: who else can reach this effect? The answer is the table "Effects and their doors" in docs/api.md.</summary>
public partial class DoorTests
{
    [Fact]
    public void Every_command_and_every_writing_endpoint_has_an_effect_whose_guard_is_there()
    {
        var root = Root();
        var page = File.ReadAllText(Path.Combine(root, "docs", "api.md"));
        var section = page[page.IndexOf("## Effects and their doors", StringComparison.Ordinal)..page.IndexOf("## Answers", StringComparison.Ordinal)];
        var rows = section.Split('\n').Where(l => l.StartsWith("| ", StringComparison.Ordinal)).Skip(1).Select(l => l.Split('|').Select(c => c.Trim()).ToArray()).ToList();
        var commands = rows.SelectMany(r => Quoted(r[2])).ToHashSet();
        var endpoints = rows.SelectMany(r => Quoted(r[3])).ToHashSet();
        var written = Endpoint().Matches(page[..page.IndexOf("## What a grant has to cover", StringComparison.Ordinal)]).Select(m => m.Groups[1].Value.Replace(" /api/v1", " ", StringComparison.Ordinal)).ToList();
        var files = Directory.EnumerateFiles(Path.Combine(root, "src"), "*.cs", SearchOption.AllDirectories).Select(Path.GetFileNameWithoutExtension).ToHashSet();

        Assert.Equal([], CommandTree.Names.Except(commands));
        Assert.Equal([], commands.Except(CommandTree.Names));
        Assert.NotEmpty(written);
        Assert.Equal([], written.Except(endpoints));
        Assert.Equal([], endpoints.Except(written));
        Assert.All(rows, row => Assert.NotEmpty(Quoted(row[5])));
        Assert.Equal([], rows.SelectMany(r => Quoted(r[5])).Where(guard => !files.Contains(guard)));
    }

    private static List<string> Quoted(string cell) => [.. Code().Matches(cell).Select(m => m.Groups[1].Value)];

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "RunbookEngine.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("The repository is above the tests.");
        return folder;
    }

    [GeneratedRegex(@"^\| `((?:PUT|POST|DELETE|PATCH) /api/v1/[^`]+)` \|", RegexOptions.Multiline)]
    private static partial Regex Endpoint();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();
}
