using System.Text;
using RunbookEngine.Replication.Operations;
using RunbookEngine.Replication.States;
using RunbookEngine.Replication.Tables;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Replication.Documents;

/// <summary>The status tables as pages people read, written from the same rows the model answers from.</summary>
public static class TransitionTables
{
    private static readonly IReadOnlyList<(Technology Technology, string Title, string About)> Pages =
    [
        (Technology.ShadowImage, "ShadowImage", "Copies of a volume inside one array."),
        (Technology.TrueCopy, "TrueCopy", "Synchronous copies between two arrays."),
        (Technology.UniversalReplicator, "Universal Replicator", "Asynchronous copies between two arrays, through journals that keep the write order."),
        (Technology.GlobalActiveDevice, "global-active device", "Two volumes on two arrays that hosts see as one."),
        (Technology.ThinImage, "Thin Image", "Snapshots in a pool inside one array."),
    ];

    /// <summary>The page of one technology: statuses with host access, what each operation does in each, and what follows.</summary>
    public static string Markdown(Technology technology)
    {
        var (_, title, about) = Pages.First(p => p.Technology == technology);
        var table = StatusTables.Of(technology);
        var page = new StringBuilder();
        page.Append($"# {title}\n\n{about} Written from the status model in `src/RunbookEngine.Replication/Tables`; ");
        page.Append("`UPDATE_GOLDEN=1 dotnet test tests/RunbookEngine.Replication.Tests` writes it anew.\n\n");
        Statuses(page, table);
        Acceptance(page, table);
        Transitions(page, table);
        ByItself(page, table);
        return page.ToString();
    }

    private static void Statuses(StringBuilder page, TechnologyTable table)
    {
        var modes = table.Conditions.Any(c => c.Modes is not null);
        page.Append("## Statuses and host access\n\n");
        Row(page,
            ["Condition", "P-VOL", "S-VOL", "Shown as", "Hosts on P-VOL", "Hosts on S-VOL", modes ? "I/O modes" : "Fence levels", "Source"]);
        Rule(page, 8);
        foreach (var row in table.Conditions)
        {
            var extra = modes ? row.Modes is var (p, s) ? $"{p} / {s}" : "" : string.Join(", ", row.Fences);
            Row(page,
            [
                Words(row.Condition), $"{row.P}", $"{row.S}", row.Shown, Words(row.PvolAccess), Words(row.SvolAccess), extra, $"{row.Source}",
            ]);
        }

        page.Append('\n');
    }

    private static void Acceptance(StringBuilder page, TechnologyTable table)
    {
        page.Append("## What each operation does\n\n");
        page.Append("**yes**: done. *nothing*: answered as success, and nothing happens. no: refused. Numbers are the notes below.\n\n");
        Row(page, ["Condition", .. table.Forms.Select(f => f.Title())]);
        Rule(page, table.Forms.Count + 1);
        foreach (var row in table.Acceptance)
        {
            Row(page, [Words(row.Condition), .. row.Split().Select(Cell)]);
        }

        page.Append('\n');
        var used = table.Acceptance.SelectMany(r => r.Split()).Where(c => c != "Y").Select(c => table.NoteOf(c).Number).ToHashSet();
        foreach (var note in table.Notes.Where(n => used.Contains(n.Number)).OrderBy(n => n.Number))
        {
            page.Append($"- ({note.Number}) {note.Why}. {note.Source}.\n");
        }

        page.Append('\n');
    }

    private static void Transitions(StringBuilder page, TechnologyTable table)
    {
        page.Append("## What follows\n\n");
        Row(page, ["Operation", "From", "On the way (P/S)", "End (P/S)", "Copy", "Ends when", "To know", "Source"]);
        Rule(page, 8);
        foreach (var row in table.Transitions)
        {
            Row(page,
            [
                string.Join("; ", row.Forms.Select(f => f.Title())),
                string.Join(", ", row.From.Select(Words)),
                row.Via is { } via ? Shown(table, via) : "-",
                Shown(table, row.To) + (row.Swaps ? ", roles exchanged" : ""),
                Words(row.Copy),
                row.Ends, string.Join("; ", [.. row.Warnings, .. WithoutPathsWords(table.Technology, row)]), $"{row.Source}",
            ]);
        }

        page.Append('\n');
    }

    private static void ByItself(StringBuilder page, TechnologyTable table)
    {
        page.Append("## What happens by itself\n\n");
        Row(page, ["Condition", "becomes", "when"]);
        Rule(page, 3);
        foreach (var move in table.Moves)
        {
            Row(page, [Words(move.From), string.Join(" or ", move.To.Select(Words)), "what runs comes to its end"]);
        }

        foreach (var row in table.Events)
        {
            var fences = row.Fences.Count == 0 ? "" : $" (fence {string.Join(", ", row.Fences)})";
            Row(page, [string.Join(", ", row.From.Select(Words)), Words(row.To) + (row.Shown is { } s ? $" ({s.P}/{s.S})" : ""), Words(row.Event) + fences]);
        }
    }

    private static IEnumerable<string> WithoutPathsWords(Technology technology, TransitionRow row) =>
        !technology.IsRemote() ? [] : row.WithoutPaths switch
        {
            WithoutPaths.TakesOver => ["paths down: the S-VOL goes to SSWS, the P-VOL is not told"],
            WithoutPaths.Unclear => ["paths down: one side only changes"],
            WithoutPaths.Refused => ["paths down: refused"],
            _ => [],
        };

    private static string Cell(string cell) => cell[0] switch
    {
        'Y' => "**yes**",
        '-' => $"*nothing* ({cell[1..]})",
        _ => $"no ({cell[1..]})",
    };

    private static string Shown(TechnologyTable table, PairCondition condition) =>
        $"{Words(condition)} ({table.Row(condition).P}/{table.Row(condition).S})";

    private static string Words(HostAccess access) => access switch
    {
        HostAccess.ReadWrite => "read, write",
        HostAccess.Read => "read",
        _ => "none",
    };

    /// <summary><c>InitialCopyToSplit</c> as <c>initial copy to split</c>.</summary>
    private static string Words<T>(T name) where T : struct, Enum =>
        string.Concat(name.ToString().Select((c, i) => char.IsUpper(c) && i > 0 ? $" {char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"));

    private static void Row(StringBuilder page, IReadOnlyList<string> cells) =>
        page.Append("| ").AppendJoin(" | ", cells.Select(c => c.Replace("|", "\\|"))).Append(" |\n");

    private static void Rule(StringBuilder page, int columns) => page.Append('|').Insert(page.Length, "---|", columns).Append('\n');
}
