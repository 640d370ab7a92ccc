using RunbookEngine.Cli.Commands;
using RunbookEngine.Cli.Hosting;
using RunbookEngine.Plans;

namespace RunbookEngine.Cli.Tests;

public class EdgeTests
{
    [Fact]
    public void A_full_disk_under_standard_output_throws_nothing_and_is_remembered()
    {
        using var full = new StreamWriter(new FullDisk()) { AutoFlush = true };
        using var writer = new PatientWriter(full);

        writer.WriteLine("a line");
        writer.Write('c');
        writer.Flush();

        Assert.Contains("No space left", writer.Trouble);
    }

    [Fact]
    public async Task The_process_goes_on_when_standard_output_and_error_are_full_or_closed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no /dev/full there.");
        var program = typeof(PatientWriter).Assembly.Location;
        foreach (var (line, exit) in new[] { ("runs --store memory > /dev/full 2> /dev/full", 1), ("runs --store memory >&- 2>&-", 0), ("runs --store memory > /dev/full", 1) })
        {
            using var process = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("sh", ["-c", $"dotnet '{program}' {line}"]) { RedirectStandardError = true })!;
            var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.DoesNotContain("Unhandled", error);
            Assert.True(process.ExitCode == exit, $"{line}: exit {process.ExitCode}, {error}");
        }
    }

    [Fact]
    public void A_file_that_was_edited_since_the_run_began_is_told_when_it_is_carried_on()
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, "runbook: v1\n");
        var run = new Story(Story.Plan() with { Source = new PlanSource(file, "runbook: v1\n", TextHash.Of("runbook: v1\n")) }).State;
        Assert.Null(CarryOn.EditedSince(run));

        File.WriteAllText(file, "runbook: v1\nname: mended\n");
        Assert.Contains(file, CarryOn.EditedSince(run));
        Assert.Contains("goes on with the text it started with", CarryOn.EditedSince(run));

        File.Delete(file);
        Assert.Null(CarryOn.EditedSince(run));
    }

    private sealed class FullDisk : MemoryStream
    {
        public override void Write(byte[] buffer, int offset, int count) => throw new IOException("No space left on device");

        public override void Write(ReadOnlySpan<byte> buffer) => throw new IOException("No space left on device");

        public override void Flush()
        {
        }
    }
}
