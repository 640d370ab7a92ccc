using RunbookEngine.Language.Compilation;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Documents;
using RunbookEngine.Language.Tests.Support;

namespace RunbookEngine.Language.Tests;

public class CharacterTests
{
    private const string Head = "runbook: v1\nname: test\ntargets:\n  mirrors: { technology: universal-replicator, array: tokyo, copyGroups: [\"erp-ur-*\"] }\nsteps:\n";

    public static TheoryData<string, string> LineEnds => new()
    {
        { "\u0085", "U+0085" }, { "\u2028", "U+2028" }, { "\u2029", "U+2029" }, { "\f", "U+000C" }, { "\v", "U+000B" }, { "\r", "U+000D" },
    };

    [Theory]
    [MemberData(nameof(LineEnds))]
    public void What_ends_a_line_for_some_readers_only_hides_no_step_and_is_refused_by_name_and_place(string end, string name)
    {
        foreach (var text in new[]
        {
            $"  # first look{end}  - {{id: quiet, pair.split: {{on: mirrors}}}}\n  - id: look\n    pair.assert: {{ on: mirrors, status: PAIR }}\n",
            $"  - id: look\n    name: \"first{end}look\"\n    pair.assert: {{ on: mirrors, status: PAIR }}\n",
            $"  - id: look\n    pair.assert: {{ on: mirrors, status: PAIR }}\n    name: first{end}look\n",
        })
        {
            var found = Compile(Head + text);
            Assert.Null(found.Plan);
            var finding = Assert.Single(found.Diagnostics);
            Assert.Equal(Codes.HiddenCharacter, finding.Code);
            Assert.Contains(name, finding.Message);
            Assert.Equal(Head.Count(c => c == '\n') + 1 + text[..text.IndexOf(end, StringComparison.Ordinal)].Count(c => c == '\n'), finding.At.Line);
            Assert.DoesNotContain(end, DiagnosticText.Write([finding], _ => Head + text).Replace("\n", ""));
        }
    }

    [Theory]
    [InlineData("\\uD800", "\\uD800")]
    [InlineData("a \\udfff b", "\\udfff")]
    [InlineData("\\uD83D\\uDE00 \\uDE00", "\\uDE00")]
    [InlineData("\\uD83D \\uDE00", "\\uD83D")]
    public void Half_of_a_surrogate_pair_is_named_with_its_place(string written, string half)
    {
        var text = Head + $"  - id: look\n    name: \"{written}\"\n    pair.assert: {{ on: mirrors, status: PAIR }}\n";
        var finding = Assert.Single(Compile(text).Diagnostics);
        Assert.Equal((Codes.HiddenCharacter, Head.Count(c => c == '\n') + 2), (finding.Code, finding.At.Line));
        Assert.StartsWith($"{half} stands alone", finding.Message, StringComparison.Ordinal);
        Assert.Equal(half, text.Split('\n')[finding.At.Line - 1].Substring(finding.At.Column - 1, half.Length));
    }

    [Fact]
    public void Both_halves_of_a_pair_are_a_character() =>
        Assert.NotNull(Compile(Head + "  - id: look\n    name: \"\\uD83D\\uDE00\"\n    pair.assert: { on: mirrors, status: PAIR }\n").Plan);

    [Fact]
    public void A_backslash_in_double_quotes_is_explained()
    {
        var finding = Assert.Single(Compile(Head + "  - id: look\n    name: \"C:\\jobs\"\n    pair.assert: { on: mirrors, status: PAIR }\n").Diagnostics);
        Assert.Contains("backslash", finding.Help);
    }

    [Theory]
    [InlineData("a,,b", 2)]
    [InlineData(",a", 1)]
    [InlineData("a,", 2)]
    [InlineData(" , ", 1)]
    public void An_empty_entry_of_a_list_on_the_command_line_is_not_dropped(string written, int entry)
    {
        var result = RunbookCompiler.Compile(new SourceFile("x.yaml", "runbook: v1\nname: x\ninputs: { hosts: { type: list } }\nsteps:\n  - id: a\n    delay: { for: 1s }\n    when: \"inputs.hosts.size > 0\"\n"), null,
            new CompileOptions { Inputs = new Dictionary<string, string> { ["hosts"] = written } });
        Assert.Contains(result.Diagnostics, d => d.IsError && d.Message.Contains($"entry {entry} of the list", StringComparison.Ordinal));
    }

    [Fact]
    public void Windows_line_ends_are_as_good_as_others() =>
        Assert.NotNull(Compile((Head + "  - id: look\n    pair.assert: { on: mirrors, status: PAIR }\n").Replace("\n", "\r\n")).Plan);

    [Theory]
    [InlineData("\u00A0", "U+00A0 (no-break space)")]
    [InlineData("\u200B", "U+200B (zero width space)")]
    [InlineData("\u200D", "U+200D (zero width joiner)")]
    [InlineData("\u3000", "U+3000 (ideographic space)")]
    [InlineData("\u00AD", "U+00AD (soft hyphen)")]
    [InlineData("\uFEFF", "U+FEFF (byte order mark)")]
    [InlineData("\uDB40\uDC41", "U+E0041 (invisible tag)")]
    [InlineData("\u043E", "U+043E (Cyrillic letter that looks like Latin `o`)")]
    [InlineData("\u03BF", "U+03BF (Greek letter that looks like Latin `o`)")]
    [InlineData("\uFF4F", "U+FF4F (fullwidth letter that looks like Latin `o`)")]
    [InlineData("\u202E", "U+202E (right-to-left override)")]
    public void A_character_that_cannot_be_seen_for_what_it_is_is_named_in_keys_and_values_without_quotes(string character, string name)
    {
        foreach (var line in new[]
        {
            $"    pair.assert: {{ {character}on: mirrors, status: PAIR }}", $"    pair.assert: {{ on:{character} mirrors, status: PAIR }}",
            $"    pair.assert: {{ on: mirr{character}ors, status: PAIR }}", $"    pair.assert: {{ on: mirrors, status: PAI{character}R }}",
        })
        {
            var text = Head + $"  - id: look\n{line}\n";
            var shown = DiagnosticText.Write(Compile(text).Diagnostics.Where(d => d.IsError), _ => text);
            Assert.Contains(name, shown);
            if (character[0] != '\u043E' && character[0] != '\u03BF' && character[0] != '\uFF4F')
                Assert.DoesNotContain(character, shown);
        }
    }

    [Fact]
    public void A_finding_about_a_text_in_quotes_names_what_cannot_be_seen_in_it()
    {
        var text = Head + "  - id: look\n    pair.assert: { on: \"mirr\u200Bors\", status: \"P\u0410IR\" }\n";
        var shown = DiagnosticText.Write(Compile(text).Diagnostics, _ => text);
        Assert.Contains("U+200B (zero width space)", shown);
        Assert.Contains("mirr\\u200Bors", shown);
        Assert.Contains("U+0410 (Cyrillic letter that looks like Latin `A`)", shown);
    }

    [Fact]
    public void Texts_in_other_languages_stay_as_they_are()
    {
        var text = Head + "  - id: look\n    name: Проверка зеркал, 同期の確認, très bien, 5 µs, naïve Ω\n    pair.assert: { on: mirrors, status: PAIR }\n";
        Assert.NotNull(Compile(text).Plan);
        Assert.Empty(Compile(text).Diagnostics);
    }

    [Fact]
    public void A_map_without_braces_in_a_list_is_reported_where_it_stands()
    {
        foreach (var list in new[] { "[/bin/echo, status: ok]", "[/bin/echo, a, status: ok, b]", "[status: ok]" })
        {
            var text = Head + $"  - id: c\n    command: {{ run: {list} }}\n    timeout: 1m\n    rollback: {{ none: x }}\n";
            var finding = Compile(text).Diagnostics.First(d => d.IsError);
            Assert.Equal((7, text.Split('\n')[6].IndexOf("status", StringComparison.Ordinal) + 1), (finding.At.Line, finding.At.Column));
        }

        var over = Compile(Head + "  - id: c\n    command:\n      run: [/bin/echo,\n        status: ok]\n    timeout: 1m\n    rollback: { none: x }\n").Diagnostics.First(d => d.IsError);
        Assert.Equal((9, 9), (over.At.Line, over.At.Column));
    }

    [Theory]
    [InlineData("[/bin/echo, >\n        one two]")]
    [InlineData("[/bin/echo, |\n        one two]")]
    [InlineData("[/bin/echo, >-\n        one two]")]
    [InlineData("[/bin/echo, { a: |\n        one two }]")]
    public void A_block_text_inside_brackets_is_refused(string list)
    {
        var found = Compile(Head + $"  - id: c\n    command:\n      run: {list}\n    timeout: 1m\n    rollback: {{ none: x }}\n");
        Assert.Null(found.Plan);
        Assert.Contains(found.Diagnostics, d => d.Code == Codes.Syntax && d.At.Line is 8 or 9);
    }

    private static CompileResult Compile(string text) => RunbookCompiler.Compile(new SourceFile("test.yaml", text), null, new CompileOptions());
}
