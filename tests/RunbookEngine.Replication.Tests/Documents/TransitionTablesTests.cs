using RunbookEngine.Replication.Documents;
using RunbookEngine.Replication.Tables;
using RunbookEngine.Replication.Vocabulary;
using Xunit;

namespace RunbookEngine.Replication.Tests.Documents;

public class TransitionTablesTests
{
    public static TheoryData<Technology> Technologies => [.. Enum.GetValues<Technology>()];

    /// <summary>UPDATE_GOLDEN=1 writes the pages anew; the diff is what gets reviewed.</summary>
    [Theory, MemberData(nameof(Technologies))]
    public void The_page_in_docs_is_what_the_tables_say(Technology technology)
    {
        var page = Path.Combine(Root(), "docs", "technologies", $"{technology.RunbookName()}.md");
        var written = TransitionTables.Markdown(technology);
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(page)!);
            File.WriteAllText(page, written);
        }

        Assert.True(File.Exists(page), $"{page} is missing; UPDATE_GOLDEN=1 dotnet test writes it");
        Assert.Equal(File.ReadAllText(page).ReplaceLineEndings("\n"), written);
    }

    [Theory, MemberData(nameof(Technologies))]
    public void Every_table_of_a_page_has_rows_as_wide_as_its_head(Technology technology)
    {
        var width = 0;
        foreach (var line in TransitionTables.Markdown(technology).Split('\n'))
        {
            var cells = line.StartsWith('|') ? line.Replace("\\|", "").Count(c => c == '|') : 0;
            Assert.True(cells == 0 || width == 0 || cells == width, line);
            width = cells;
        }
    }

    [Theory, MemberData(nameof(Technologies))]
    public void A_page_has_every_condition_operation_and_note(Technology technology)
    {
        var page = TransitionTables.Markdown(technology);
        var table = StatusTables.Of(technology);
        Assert.All(table.Conditions, c => Assert.Contains($"| {c.P} | {c.S} | {c.Shown} |", page));
        Assert.All(table.Transitions, t => Assert.Contains(t.Ends, page));
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "RunbookEngine.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("the tests do not run inside the repository");
    }
}
