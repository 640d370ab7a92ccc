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
}
