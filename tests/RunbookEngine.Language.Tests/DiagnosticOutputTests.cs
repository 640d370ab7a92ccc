using System.Text.Json;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Tests.Support;

namespace RunbookEngine.Language.Tests;

public class DiagnosticOutputTests
{
    private static readonly Diagnostic Found = Diagnostic.Error("RB1203", new SourceSpan("a/b.yaml", 2, 3, 2, 6), "two verbs", "keep one");

    [Fact]
    public void Json_has_the_names_of_the_command_line()
    {
        var first = JsonDocument.Parse(DiagnosticJson.Write([Found])).RootElement.GetProperty("diagnostics")[0];
        Assert.Equal(["code", "severity", "file", "line", "column", "endLine", "endColumn", "message", "help"], first.EnumerateObject().Select(p => p.Name));
        Assert.Equal(("RB1203", "error", 6), (first.GetProperty("code").GetString(), first.GetProperty("severity").GetString(), first.GetProperty("endColumn").GetInt32()));
        Assert.Equal("[]", JsonDocument.Parse(DiagnosticJson.Write([])).RootElement.GetProperty("diagnostics").GetRawText());
    }

    [Fact]
    public void Sarif_names_the_rule_and_the_place()
    {
        var run = JsonDocument.Parse(DiagnosticJson.WriteSarif([Found], "1.0")).RootElement.GetProperty("runs")[0];
        Assert.Equal("RB1203", run.GetProperty("tool").GetProperty("driver").GetProperty("rules")[0].GetProperty("id").GetString());
        var place = run.GetProperty("results")[0].GetProperty("locations")[0].GetProperty("physicalLocation");
        Assert.Equal("a/b.yaml", place.GetProperty("artifactLocation").GetProperty("uri").GetString());
        Assert.Equal(2, place.GetProperty("region").GetProperty("startLine").GetInt32());
    }

    [Fact]
    public void Text_shows_position_message_line_caret_and_mend() => Assert.Equal(
        "a/b.yaml:2:3: error RB1203: two verbs\n2 |   abc def\n  |   ^^^\nhelp: keep one\n",
        DiagnosticText.Write([Found], _ => "first\n  abc def\nlast"));

    [Fact]
    public void Control_characters_of_a_file_do_not_reach_a_terminal()
    {
        var shown = Compiled.Shown(Compiled.Of("runbook: v1\nname: \"\u001b[31mred\"\n\u001b[2Jx: 1\n"));
        Assert.DoesNotContain('\u001b', shown);
        Assert.Contains("error", shown);
    }

    [Fact]
    public void Long_lines_are_cut_around_the_caret()
    {
        var line = new string('x', 5_000) + "here" + new string('y', 5_000);
        var shown = DiagnosticText.Write([Found with { At = new SourceSpan("a", 1, 5_001, 1, 5_005) }], _ => line).Split('\n');
        Assert.True(shown[1].Length < 200);
        Assert.Equal("here", shown[1][shown[2].IndexOf('^')..(shown[2].LastIndexOf('^') + 1)]);
    }

    [Fact]
    public void Findings_come_by_file_and_position_without_repetitions()
    {
        var warning = Diagnostic.Warning("RB1001", new SourceSpan("a/b.yaml", 2, 3, 2, 4), "w");
        var before = Diagnostic.Error("RB1999", new SourceSpan("a/b.yaml", 1, 9, 1, 9), "b");
        Assert.Equal([before, Found, warning], Diagnostic.Sort([warning, Found, before, Found]));
    }
}
