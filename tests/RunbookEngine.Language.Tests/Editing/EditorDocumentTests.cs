using RunbookEngine.Language.Documents;
using RunbookEngine.Language.Editing;
using RunbookEngine.Language.Tests.Support;
using RunbookEngine.Testing;

namespace RunbookEngine.Language.Tests.Editing;

public class EditorDocumentTests
{
    private const string Text = """
        runbook: v1
        name: demo
        inputs:
          app: { type: string, default: erp, description: which application }
        targets:
          mirrors: { technology: universal-replicator, array: tokyo, copyGroups: ["erp-ur-*"] }
          copies: { technology: shadow-image, array: osaka, copyGroups: [erp-si-01] }
        steps:
          - id: look
            name: Lück 💾 first
            pair.snapshot: { on: mirrors }
          - id: split
            foreach: mirrors.copyGroups
            as: group
            pair.split: { on: "${{ group }}", svolAccess: read-write }
          - id: tell
            when: steps.look.status == 'succeeded'
            notify: { to: storage-oncall, message: "💾 ${{ steps.look.outputs.pairs | array.size }} of ${{ inputs.app }}" }
          - id: more
            group:
              - id: inner
                pair.resync: { on: erp-si-01 }
        """;

    [Theory]
    [InlineData("pair.snapsh|ot: { on", "Reads the pair states")]
    [InlineData("svolAcc|ess: read-write", "read-write")]
    [InlineData("on: mirr|ors }", "**mirrors**: target, universal-replicator")]
    [InlineData("on: erp-si|-01 }", "copy group of the target")]
    [InlineData("${{ gr|oup }}", "group: string")]
    [InlineData("when: steps.lo|ok.status", "`pair.snapshot` in `steps`, line 9")]
    [InlineData("💾 ${{ steps.lo|ok.outputs", "`pair.snapshot` in `steps`, line 9")]
    [InlineData("of ${{ inputs.a|pp }}", "which application")]
    [InlineData("array.si|ze }}", "array.size")]
    [InlineData("- id: in|ner", "inside `more`")]
    public void Hover_says_what_stands_under_the_cursor(string place, string expected)
    {
        var (document, offset) = At(place);
        var hover = document.Hover(offset);
        Assert.NotNull(hover);
        Assert.Contains(expected, hover.Markdown, StringComparison.Ordinal);
        Assert.InRange(offset, hover.Range.Start, hover.Range.End);
    }

    [Fact]
    public void Hover_on_a_step_id_predicts_the_pairs()
    {
        var (document, offset) = Open(Compiled.Around("- id: split\n  pair.split: { on: copies }").Replace("id: split", "id: spl|it"));
        Assert.Contains("`erp-si-01` PAIR/PAIR → PSUS/SSUS", document.Hover(offset)!.Markdown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("on: mirr|ors }", "mirrors: {")]
    [InlineData("on: erp-si|-01 }", "erp-si-01] }")]
    [InlineData("foreach: mirr|ors.copyGroups", "mirrors: {")]
    [InlineData("${{ gr|oup }}", "group\n")]
    [InlineData("when: steps.lo|ok.status", "look\n    name")]
    [InlineData("💾 ${{ steps.lo|ok.outputs", "look\n    name")]
    [InlineData("of ${{ inputs.a|pp }}", "app: {")]
    public void A_name_leads_to_its_definition(string place, string expected)
    {
        var (document, offset) = At(place);
        var found = document.Definition(offset);
        Assert.NotNull(found);
        Assert.Null(found.Path);
        Assert.StartsWith(expected, document.File.Text[found.Range.Start..], StringComparison.Ordinal);
    }

    [Fact]
    public void A_called_runbook_leads_to_its_file()
    {
        var (document, offset) = Open("runbook: v1\nname: a\nsteps:\n  - id: c\n    call: { runbook: other/b.ya|ml }\n");
        Assert.Equal(Path.GetFullPath("other/b.yaml", document.File.Folder), document.Definition(offset)!.Path);
    }

    [Theory]
    [InlineData("steps:\n  - id: a\n    |", "pair.split", "wait", "when")]
    [InlineData("steps:\n  - id: a\n    pair.spl|", "pair.split")]
    [InlineData("steps:\n  - id: a\n    pair.split: { |", "svolAccess", "quick")]
    [InlineData("steps:\n  - id: a\n    pair.split:\n      |", "svolAccess", "quick")]
    [InlineData("steps:\n  - id: a\n    pair.split: { on: |", "mirrors", "copies", "erp-si-01")]
    [InlineData("steps:\n  - id: a\n    pair.split: { on: mirrors, svolAccess: |", "read", "read-write")]
    [InlineData("steps:\n  - id: a\n    pair.wait: { on: mirrors, status: [PSUS, |", "PSUS", "SSUS")]
    [InlineData("steps:\n  - id: a\n    pair.split: { on: mirrors }\n    wait: { |", "for", "timeout", "stall")]
    [InlineData("steps:\n  - id: a\n    pivot: |", "true", "false")]
    [InlineData("steps:\n  - id: a\n    notify: { to: |", "storage-oncall")]
    [InlineData("steps:\n  - id: a\n    approve:\n      by: |", "dr-coordinators")]
    [InlineData("steps:\n  - id: a\n    group:\n      - id: b\n        |", "pair.split", "when")]
    [InlineData("finally:\n- id: a\n  |", "notify", "when")]
    [InlineData("onFailure: |", "rollback", "hold", "abort")]
    [InlineData("objectives:\n  window: { |", "finishBy", "zone")]
    [InlineData("|", "steps", "finally", "inputs")]
    [InlineData("steps:\n  - id: first\n    pair.snapshot: { on: mirrors }\n  - id: a\n    notify: { to: x, message: \"${{ steps.|", "first")]
    [InlineData("steps:\n  - id: first\n    pair.snapshot: { on: mirrors }\n  - id: a\n    notify: { to: x, message: \"${{ steps.first.outputs.|", "pairs")]
    [InlineData("steps:\n  - id: a\n    when: inp|", "inputs")]
    [InlineData("steps:\n  - id: a\n    when: inputs.|", "app")]
    [InlineData("steps:\n  - id: a\n    command: { run: [\"x\", \"${{ inputs.app | string.|", "string.upcase")]
    [InlineData("steps:\n  - id: a\n    foreach: mirrors.|", "copyGroups")]
    public void Completion_offers_what_may_stand_there(string typed, params string[] expected)
    {
        const string head = "runbook: v1\nname: demo\ninputs:\n  app: { type: string }\ntargets:\n"
            + "  mirrors: { technology: universal-replicator, array: tokyo, copyGroups: [\"erp-ur-*\"] }\n  copies: { technology: shadow-image, array: osaka, copyGroups: [erp-si-01] }\n";
        var (document, offset) = Open(head + typed);
        var labels = document.Complete(offset).Select(c => c.Label).ToList();
        foreach (var label in expected)
            Assert.True(labels.Contains(label), $"{label} is not among: {string.Join(", ", labels)}");
        Assert.All(document.Complete(offset), c => Assert.Equal(offset, c.Range.End));
    }

    [Fact]
    public void Names_come_from_the_last_whole_version_while_the_text_is_broken()
    {
        var (whole, _) = Open(Text + "|");
        var (broken, offset) = Open("runbook: [v1\n  - {\nsteps:\n  - id: z\n    pair.split: { on: |");
        Assert.Contains("mirrors", broken.Complete(offset, whole).Select(c => c.Label));
    }

    [Fact]
    public void The_outline_has_every_step_and_names_lie_inside_their_entries()
    {
        var (document, _) = Open(Text + "|");
        var all = Flat(document.Symbols()).ToList();
        foreach (var name in (string[])["inputs", "app", "targets", "mirrors", "steps", "look", "split", "tell", "more", "inner"])
            Assert.Contains(name, all.Select(s => s.Name));
        Assert.All(all, s => Assert.True(s.Range.Start <= s.NameRange.Start && s.NameRange.End <= s.Range.End, s.Name));
    }

    [Fact]
    public void Positions_count_utf16_units_and_the_lines_of_an_editor()
    {
        var map = new TextMap("a💾b\r\nc\u2028d\re");
        Assert.Equal(3, map.Lines);
        Assert.Equal((0, 3), map.Position(3));
        Assert.Equal(3, map.Offset(0, 3));
        Assert.Equal((1, 2), map.Position(8));
        Assert.Equal(4, map.Offset(0, 99));
        Assert.Equal((2, 0), map.Position(10));
    }

    [Fact]
    public void Every_diagnostic_of_non_ascii_text_points_at_its_words()
    {
        var (document, _) = Open("runbook: v1\nname: demo\nsteps:\n  - id: a\n    name: \"日本 💾\"\n    notify: { to: x, message: \"💾💾 ${{ nobody }}\" }|");
        var found = Assert.Single(document.Diagnostics, d => d.Message.Contains("nobody", StringComparison.Ordinal));
        var (start, end) = document.Map.Offsets(found.At);
        Assert.Equal("nobody", document.File.Text[start..end]);
    }

    [Fact]
    public void Mutated_runbooks_are_served_at_every_place_and_never_throw()
    {
        var seed = Seeds.FreshOr(20261129);
        var random = new Random(seed);
        string[] pieces = ["\t", ": ", "- ", "${{", "}}", "[", "]", "{", "}", "\"", "'", "&a ", "*a", "|\n", "#", "\n", "  ", "💾", "\u2028", "\r", "---\n", "? "];
        for (var round = 0; round < 120; round++)
        {
            var text = Text;
            for (var i = random.Next(1, 4); i > 0; i--)
            {
                var at = random.Next(text.Length + 1);
                text = random.Next(2) == 0 ? text.Remove(at, Math.Min(random.Next(1, 40), text.Length - at)) : text.Insert(at, pieces[random.Next(pieces.Length)]);
            }

            try
            {
                var document = Make(text);
                _ = document.Diagnostics;
                _ = document.Symbols();
                for (var i = 0; i < 12; i++)
                {
                    var offset = random.Next(text.Length + 1);
                    _ = document.Hover(offset);
                    _ = document.Definition(offset);
                    _ = document.Complete(offset);
                }
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"seed {seed}, round {round}: {e.Message}\n{text}", e);
            }
        }
    }

    private static IEnumerable<EditorSymbol> Flat(IEnumerable<EditorSymbol> symbols) => symbols.SelectMany(s => Flat(s.Children).Prepend(s));

    private static (EditorDocument Document, int Offset) At(string place)
    {
        var at = Text.IndexOf(place.Remove(place.LastIndexOf('|'), 1), StringComparison.Ordinal);
        Assert.True(at >= 0, place);
        return (Make(Text), at + place.LastIndexOf('|'));
    }

    private static (EditorDocument Document, int Offset) Open(string text) => (Make(text.Remove(text.LastIndexOf('|'), 1)), text.LastIndexOf('|'));

    private static EditorDocument Make(string text) => new(new SourceFile("test.yaml", text), Compiled.Environment, SourceFile.Read);
}
