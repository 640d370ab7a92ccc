using System.Globalization;
using System.Text;
using RunbookEngine.Language.Compilation;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Documents;
using RunbookEngine.Language.Tests.Support;

namespace RunbookEngine.Language.Tests;

public class LimitTests
{
    [Fact]
    public void A_file_of_50_MB_is_refused_by_its_length_without_being_read()
    {
        var path = Path.GetTempFileName();
        try
        {
            using (var file = File.OpenWrite(path))
                file.SetLength(50_000_000);
            var before = GC.GetAllocatedBytesForCurrentThread();

            var result = RunbookCompiler.Compile(SourceFile.Read(path), null, new CompileOptions());

            Assert.Equal(Codes.TooLarge, Assert.Single(result.Diagnostics).Code);
            Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1_000_000, "the file was read");
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_missing_file_a_folder_and_text_in_another_encoding_are_findings()
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, [.. "runbook: v1\nname: "u8, 0xE9, 0x0A]);
            var wrong = SourceFile.Read(path).Problem;
            Assert.Equal((Codes.Unreadable, 2), (wrong?.Code, wrong?.At.Line));
            Assert.Equal(Codes.Unreadable, SourceFile.Read(path + ".gone").Problem?.Code);
            Assert.Equal(Codes.Unreadable, SourceFile.Read(Path.GetTempPath()).Problem?.Code);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Attacks_end_with_a_finding_each()
    {
        var attacks = new Dictionary<string, string>
        {
            ["deep lists"] = "a: " + new string('[', 100_000),
            ["deep maps"] = string.Concat(Enumerable.Repeat("{a: ", 100_000)),
            ["deep blocks"] = string.Concat(Enumerable.Range(0, 500).Select(i => new string(' ', i) + "a:\n")),
            ["many nodes"] = "a: [" + string.Concat(Enumerable.Repeat("1,", 250_000)) + "1]",
            ["many duplicate keys"] = string.Concat(Enumerable.Repeat("a: 1\n", 20_000)),
            ["one long scalar"] = "runbook: " + new string('x', 900_000),
            ["long number"] = "runbook: " + new string('9', 900_000),
            ["many anchors"] = string.Concat(Enumerable.Range(0, 10_000).Select(i => $"k{i}: &a{i} x\n")),
            ["only tabs"] = new string('\t', 100_000),
            ["nul characters"] = "runbook: v1\0\0\0",
            ["a directive"] = "%YAML 9.9\n---\nrunbook: v1",
            ["an open expression"] = Compiled.Around("- id: a\n  notify: { to: x, message: \"" + string.Concat(Enumerable.Repeat("${{ ((", 1_000)) + "\" }"),
            ["many unknown keys"] = string.Concat(Enumerable.Range(0, 5_000).Select(i => $"key{i}: 1\n")),
        };
        foreach (var (name, text) in attacks)
        {
            var result = Compiled.Of(text);
            Assert.True(result.HasErrors, name);
            Assert.True(result.Diagnostics.Count <= 2 * DocumentLimits.Findings, $"{name}: {result.Diagnostics.Count} findings");
            Assert.NotEmpty(Compiled.Shown(result));
        }
    }

    [Fact]
    public void A_thousand_steps_with_ten_thousand_pairs_are_checked_and_the_work_grows_with_the_text()
    {
        _ = Allocated(steps: 50);
        var (half, whole) = (Allocated(steps: 500), Allocated(steps: 1_000));

        Assert.True(whole < 2.5 * half, $"{half:N0} bytes for half of it, {whole:N0} for the whole");
        Assert.True(whole < 500_000_000, $"{whole:N0} bytes");
    }

    /// <summary>Bytes that a compilation asks for: unlike its time, the same on every machine.</summary>
    private static long Allocated(int steps)
    {
        var text = new StringBuilder("runbook: v1\nname: large\ntargets:\n");
        for (var group = 0; group < steps / 10; group++)
            text.Append(CultureInfo.InvariantCulture, $"  t{group}: {{ technology: shadow-image, array: tokyo, copyGroups: [erp-{group}] }}\n");
        text.Append("steps:\n  - id: look\n    pair.assert: { on: t0, status: PAIR }\n");
        for (var (group, ldev) = (0, 0); group < steps / 10; group++)
        {
            text.Append(CultureInfo.InvariantCulture, $"  - id: make-{group}\n    pair.create:\n      on: t{group}\n      pairs:\n");
            for (var pair = 0; pair < 100; pair++, ldev++)
                text.Append(CultureInfo.InvariantCulture, $"        - {{ name: p{pair}, pvol: {ldev}, svol: {ldev + 20_000} }}\n");
            for (var step = 0; step < 9; step++)
                text.Append(CultureInfo.InvariantCulture, $"  - id: s{group}-{step}\n    pair.{(step % 2 == 0 ? "split" : "resync")}: {{ on: t{group} }}\n");
        }

        var file = new SourceFile("large.yaml", text.ToString());
        var before = GC.GetAllocatedBytesForCurrentThread();
        var result = RunbookCompiler.Compile(file, Compiled.Environment, new CompileOptions());
        var bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Empty(result.Diagnostics);
        Assert.Equal(steps / 10 * 100, result.Plan!.Steps.Where(s => s.Verb == "pair.create").Sum(s => s.With.GetProperty("pairs").GetArrayLength()));
        return bytes;
    }
}
