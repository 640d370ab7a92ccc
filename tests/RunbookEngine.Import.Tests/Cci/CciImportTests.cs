using System.Text.RegularExpressions;
using RunbookEngine.Import.Cci;
using RunbookEngine.Import.Report;
using RunbookEngine.Import.Tests.Support;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Import.Tests.Cci;

public class CciImportTests
{
    [Fact]
    public void Every_script_gives_the_approved_runbook_and_environment()
    {
        Assert.True(ImportSamples.Scripts.Count >= 12);
        foreach (var script in ImportSamples.Scripts)
        {
            var result = ImportSamples.Import(script);
            Golden.Matches(Path.ChangeExtension(script, ".runbook"), result.Runbook);
            Golden.Matches(Path.ChangeExtension(script, ".environment"), result.Environment);
        }
    }

    [Fact]
    public void Every_imported_runbook_compiles()
    {
        foreach (var script in ImportSamples.Scripts)
            ImportSamples.AssertCompiles(ImportSamples.Import(script), script);
    }

    [Fact]
    public void Every_line_of_a_script_is_a_step_or_a_comment()
    {
        foreach (var script in ImportSamples.Scripts)
            ImportSamples.AssertEveryLineIsAccountedFor(ImportSamples.Import(script), File.ReadAllText(script), script);
    }

    [Fact]
    public void Every_line_that_was_not_turned_says_why_and_what_to_do()
    {
        foreach (var script in ImportSamples.Scripts)
        {
            var result = ImportSamples.Import(script);
            Assert.Equal(result.Lines.Any(l => l.Fate == LineFate.NotTurned), result.Runbook.Contains("  #      ! NOT TURNED", StringComparison.Ordinal));
            foreach (Match note in Regex.Matches(result.Runbook, "^ +# +! NOT TURNED: (.*)$", RegexOptions.Multiline))
                Assert.Matches(@"^\S.*\. TO DO: \S", note.Groups[1].Value);
            foreach (var open in result.Open)
                Assert.True(open.Message.Length > 0 && open.Mend.Length > 0, open.ToString());
        }
    }

    [Fact]
    public void Steps_stand_in_the_order_of_their_lines()
    {
        foreach (var script in ImportSamples.Scripts.Where(s => !Path.GetFileName(s).StartsWith("07", StringComparison.Ordinal)))
        {
            var numbers = Regex.Matches(ImportSamples.Import(script).Runbook, @"^ +# +(\d+) \| ", RegexOptions.Multiline).Select(m => int.Parse(m.Groups[1].Value)).ToList();
            // A wait that belongs to an operation stands beside it, and a branch that leaves the script carries what follows it.
            var late = numbers.Zip(numbers.Skip(1)).Count(p => p.First > p.Second);
            Assert.True(late <= 2, $"{script}: {string.Join(' ', numbers)}");
        }
    }

    [Theory]
    [InlineData("pairsplit -g oraUR -IH0 -rw", "pair.split: { on: oraUR, svolAccess: read-write }")]
    [InlineData("pairsplit -g oraUR -IH0 -r", "pair.split: { on: oraUR, svolAccess: read }")]
    [InlineData("pairsplit -g oraUR -IH0 -P", "pair.split: { on: oraUR, dataSuspend: true }")]
    [InlineData("pairsplit -g sapTC -IH0 -P", "pair.split: { on: sapTC, pvolWriteProtect: true }")]
    [InlineData("pairsplit -g oraSI -IM0 -E", "pair.split: { on: oraSI, forceSuspend: true }")]
    [InlineData("pairsplit -g oraSI -IM0 -C 3", "pair.split: { on: oraSI, copyPace: 3 }")]
    [InlineData("pairsplit -g sapTC -IH1 -RS", "pair.split: { on: sapTC, swap: true }")]
    [InlineData("pairsplit -g oraSI -IM0 -S", "pair.delete: { on: oraSI }")]
    [InlineData("pairsplit -g oraSI -d data01 -IM0", "pair.split: { on: oraSI/data01 }")]
    [InlineData("pairresync -g oraSI -IM0 -restore", "pair.restore: { on: oraSI }")]
    [InlineData("pairresync -g oraUR -IH1 -swaps", "pair.swapResync: { on: oraUR }")]
    [InlineData("pairresync -g oraUR -IH0 -swapp", "pair.swapResync: { on: oraUR }")]
    [InlineData("pairresync -g oraSI -IM0 -c 15 -fq quick", "pair.resync: { on: oraSI, quick: true, copyPace: 15 }")]
    [InlineData("horctakeover -g sapTC -IH1", "pair.takeover: { on: sapTC }")]
    [InlineData("horctakeover -g sapTC -IH1 -S", "pair.takeover: { on: sapTC, mode: force }")]
    [InlineData("pairevtwait -g oraSI -IM0 -s psus -t 90", "pair.wait: { on: oraSI, status: [PSUS, SSUS], timeout: 1m30s }")]
    [InlineData("pairevtwait -g oraSI -IM0 -s psus -nowait", "pair.assert: { on: oraSI, status: [PSUS, SSUS] }")]
    [InlineData("pairdisplay -g oraSI -IM0 -fcx", "pair.snapshot: { on: oraSI }")]
    [InlineData("sleep 90", "delay: { for: 1m30s }")]
    [InlineData("/opt/run --all", "command: { run: [\"/opt/run\", \"--all\"], onUnknown: hold }")]
    public void A_command_becomes_its_step(string command, string step)
    {
        var result = ImportSamples.Import("one.sh", command + "\n");
        Assert.Contains(step + "\n", result.Runbook, StringComparison.Ordinal);
        ImportSamples.AssertCompiles(result, command);
    }

    [Theory]
    [InlineData("pairsplit -g sapTC -IH1 -R")]
    [InlineData("pairsplit -g sapTC -IH1 -RB")]
    [InlineData("pairsplit -g sapTC -IH0 -l")]
    [InlineData("pairsplit -g oraUR -d data01 -IH0")]
    [InlineData("pairsplit -g oraSI -FHORC 1")]
    [InlineData("pairresync -g oraUR -IH0 -restore")]
    [InlineData("paircreate -g nowhere -vl -IM0")]
    [InlineData("paircreate -g oraUR -vl -IH0 -f async 5")]
    [InlineData("horctakeover -g oraSI -IM0")]
    [InlineData("pairevtwait -g oraSI -IM0 -s psus -t soon")]
    [InlineData("while true; do pairsplit -g oraSI; done")]
    [InlineData("eval pairsplit -g oraSI")]
    [InlineData("for g in $(cat list); do pairsplit -g $g; done")]
    [InlineData("echo x | pairsplit -g oraSI")]
    public void What_cannot_be_said_stays_as_a_comment(string command)
    {
        var result = ImportSamples.Import("one.sh", command + "\n");
        Assert.Equal(LineFate.NotTurned, Assert.Single(result.Lines).Fate);
        Assert.DoesNotContain("pair.", Regex.Replace(result.Runbook, "#.*", ""), StringComparison.Ordinal);
        ImportSamples.AssertCompiles(result, command);
    }

    [Fact]
    public void A_status_that_only_steers_a_branch_is_not_made_a_requirement()
    {
        foreach (var script in new[] { "if pairdisplay -g oraSI -IM0 | grep -q PSUE; then /opt/alarm; fi", "pairvolchk -g oraUR -IH0 -ss\nif [ $? -eq 43 ]; then pairsplit -g oraUR -IH0; fi" })
        {
            var result = ImportSamples.Import("one.sh", script);
            Assert.DoesNotContain("pair.assert", result.Runbook, StringComparison.Ordinal);
            Assert.Contains("when: \"(", result.Runbook, StringComparison.Ordinal);
            Assert.DoesNotContain("decision_", result.Runbook, StringComparison.Ordinal);
            Assert.True(result.IsWhole);
        }
    }

    [Fact]
    public void A_guard_on_something_only_the_shell_knows_stops_the_run_when_it_does_not_hold()
    {
        var result = ImportSamples.Import("one.sh", "[ \"$(hostname)\" = dr1 ] || exit 1\npairsplit -g oraSI -IM0\n");
        Assert.Contains("when: \"!(inputs.decision_1)\"", result.Runbook, StringComparison.Ordinal);
    }

    [Fact]
    public void The_side_that_was_made_the_pvol_is_the_targets_array()
    {
        foreach (var (command, array) in new[] { ("paircreate -g sapTC -f never -vl -IH1", "array-540015"), ("paircreate -g sapTC -f never -vr -IH1", "array-540014"), ("horctakeover -g sapTC -IH1", "array-540014") })
            Assert.Contains($"    array: {array}\n", ImportSamples.Import("one.sh", command).Runbook, StringComparison.Ordinal);
    }

    [Fact]
    public void The_user_has_the_last_word_on_a_groups_technology()
    {
        var request = new ImportRequest(new ImportText("one.sh", "pairsplit -g crmGAD -IH0"))
        {
            HorcmFiles = [.. ImportSamples.HorcmFor("xx")],
            Technologies = new Dictionary<string, Technology> { ["crmGAD"] = Technology.TrueCopy },
        };
        Assert.Contains("technology: truecopy", CciImporter.Import(request).Runbook, StringComparison.Ordinal);
    }

    [Fact]
    public void Passwords_of_a_script_are_nowhere_in_what_is_written()
    {
        var result = ImportSamples.Import("one.sh", "raidcom -login maintenance Secret99 -IH0\nDB_PASSWORD=hunter2\nsqlplus sys/$DB_PASSWORD @x.sql\n");
        foreach (var text in new[] { result.Runbook, result.Environment, string.Join('\n', result.Open), string.Join('\n', result.Lines) })
        {
            Assert.DoesNotContain("Secret99", text, StringComparison.Ordinal);
            Assert.DoesNotContain("hunter2", text, StringComparison.Ordinal);
        }

        Assert.Contains("${{ secrets.DB_PASSWORD }}", result.Runbook, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_too_large_is_refused_before_it_is_read()
    {
        var large = new ImportRequest(new ImportText("x.sh", new string('x', ImportRequest.MaxCharacters + 1)));
        var longer = new ImportRequest(new ImportText("x.sh", new string('\n', ImportRequest.MaxLines)));
        foreach (var request in new[] { large, longer })
        {
            Assert.NotNull(CciImporter.Problem(request));
            Assert.Throws<ArgumentException>(() => CciImporter.Import(request));
        }
    }
}
