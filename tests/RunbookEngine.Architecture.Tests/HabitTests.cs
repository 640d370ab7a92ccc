using System.Text.RegularExpressions;
using Xunit;

namespace RunbookEngine.Architecture.Tests;

/// <summary>Habits that a compiler does not keep.</summary>
public partial class HabitTests
{
    /// <summary>Time is a TimeProvider, so that an hour's wait is testable; nothing blocks a thread.</summary>
    private static readonly string[] Forbidden = ["DateTime.Now", "DateTime.UtcNow", "DateTimeOffset.Now", "DateTimeOffset.UtcNow", "Thread.Sleep(", ".ConfigureAwait("];

    [Fact]
    public void No_source_file_reads_the_wall_clock_or_blocks_a_thread()
    {
        var found = Repository.SourceFiles("src")
            .SelectMany(f => File.ReadLines(f).Select((line, i) => (f, line, Number: i + 1)))
            .Where(l => Forbidden.Any(word => l.line.Contains(word, StringComparison.Ordinal)))
            .Select(l => $"{Path.GetRelativePath(Repository.Root, l.f)}:{l.Number}: {l.line.Trim()}");

        Assert.Empty(found);
    }

    [Fact]
    public void No_test_sleeps()
    {
        var words = Forbidden.Where(w => w.StartsWith("Thread", StringComparison.Ordinal)).ToArray();
        var found = Repository.SourceFiles("tests")
            .Where(f => !f.Contains("Architecture", StringComparison.Ordinal))
            .SelectMany(f => File.ReadLines(f).Where(line => words.Any(w => line.Contains(w, StringComparison.Ordinal))).Select(line => $"{f}: {line.Trim()}"));

        Assert.Empty(found);
    }

    [Fact]
    public void Every_event_id_of_the_log_is_there_once()
    {
        var twice = Repository.SourceFiles("src").SelectMany(f => LogEvent().Matches(File.ReadAllText(f)).Select(m => (Id: m.Groups[1].Value, File: Path.GetFileName(f))))
            .GroupBy(e => e.Id).Where(g => g.Count() > 1).Select(g => $"{g.Key}: {string.Join(", ", g.Select(e => e.File))}");

        Assert.Empty(twice);
    }

    [GeneratedRegex(@"LoggerMessage\((?:EventId\s*=\s*)?([0-9]+)")]
    private static partial Regex LogEvent();
}
