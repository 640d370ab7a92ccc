using System.Text.RegularExpressions;
using RunbookEngine.Cli.Hosting;

namespace RunbookEngine.Cli.Tests;

/// <summary>Of every command and every endpoint that writes: who else can reach this effect? The answer is the table "Effects and their doors" in docs/api.md.</summary>
public partial class DoorTests
{
    [Fact]
    public void Every_command_and_every_writing_endpoint_has_an_effect_whose_guard_is_there()
    {
        Assert.Equal([], Problems(Page(), CommandTree.Names));
    }

    /// <summary>A door that is added without a row, a row without a door, and a guard that is not there: each is seen.</summary>
    [Fact]
    public void A_door_without_its_row_and_a_row_without_its_guard_are_found()
    {
        var page = Page();
        Assert.Contains(Problems(page, [.. CommandTree.Names, "unguarded"]), p => p.Contains("unguarded", StringComparison.Ordinal));
        Assert.Contains(Problems(page.Replace("## What a grant has to cover", "| `POST /api/v1/unguarded` | - | - | - | - | - | yes |\n\n## What a grant has to cover", StringComparison.Ordinal), CommandTree.Names),
            p => p.Contains("POST /unguarded", StringComparison.Ordinal));
        foreach (var name in CommandTree.Names)
            Assert.NotEmpty(Problems(page, CommandTree.Names.Except([name])));
        foreach (var row in Rows(page).ToList())
        {
            var written = page.Split('\n').Single(l => l.StartsWith($"| {row[1]} |", StringComparison.Ordinal) && l.Split('|').Length == row.Length);
            Assert.NotEmpty(Problems(page.Replace(written + "\n", "", StringComparison.Ordinal), CommandTree.Names));
            Assert.Contains(Problems(page.Replace(written, written.Replace($"| {row[5]} |", "| `NoSuchGuard` |", StringComparison.Ordinal), StringComparison.Ordinal), CommandTree.Names),
                p => p.Contains("NoSuchGuard", StringComparison.Ordinal));
        }
    }

    private static string Page() => File.ReadAllText(Path.Combine(Root(), "docs", "api.md"));

    private static IEnumerable<string[]> Rows(string page) => page[page.IndexOf("## Effects and their doors", StringComparison.Ordinal)..page.IndexOf("## Answers", StringComparison.Ordinal)]
        .Split('\n').Where(l => l.StartsWith("| ", StringComparison.Ordinal)).Skip(1).Select(l => l.Split('|').Select(c => c.Trim()).ToArray());

    private static List<string> Problems(string page, IEnumerable<string> names)
    {
        var rows = Rows(page).ToList();
        var commands = rows.SelectMany(r => Quoted(r[2])).ToHashSet();
        var endpoints = rows.SelectMany(r => Quoted(r[3])).ToHashSet();
        var written = Endpoint().Matches(page[..page.IndexOf("## What a grant has to cover", StringComparison.Ordinal)]).Select(m => m.Groups[1].Value.Replace(" /api/v1", " ", StringComparison.Ordinal)).ToList();
        var files = Directory.EnumerateFiles(Path.Combine(Root(), "src"), "*.cs", SearchOption.AllDirectories).Select(Path.GetFileNameWithoutExtension).ToHashSet();
        var known = names.ToList();
        return
        [
            .. known.Except(commands).Select(c => $"the command {c} has no effect in the table"),
            .. commands.Except(known).Select(c => $"there is no command {c}"),
            .. written.Count == 0 ? new[] { "no endpoint writes" } : [],
            .. written.Except(endpoints).Select(e => $"the endpoint {e} has no effect in the table"),
            .. endpoints.Except(written).Select(e => $"there is no endpoint {e}"),
            .. rows.Where(r => Quoted(r[5]).Count == 0).Select(r => $"{r[1]} has no guard"),
            .. rows.SelectMany(r => Quoted(r[5])).Where(guard => !files.Contains(guard)).Select(g => $"there is no guard {g}"),
        ];
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
