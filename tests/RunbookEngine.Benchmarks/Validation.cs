using System.Diagnostics;
using System.Text;
using RunbookEngine.Language.Compilation;
using RunbookEngine.Language.Documents;

namespace RunbookEngine.Benchmarks;

/// <summary>Time to validate a runbook of 500 lines, in a process that has validated before; and from process start to the first diagnostic.</summary>
internal static class Validation
{
    public static async Task RunAsync()
    {
        var text = FiveHundredLines();
        var source = new SourceFile("bench.yaml", text);
        var cold = Stopwatch.StartNew();
        Check(source);
        var first = cold.Elapsed.TotalMilliseconds;
        var times = new List<double>();
        for (var i = 0; i < 30; i++)
        {
            var clock = Stopwatch.StartNew();
            Check(source);
            times.Add(clock.Elapsed.TotalMilliseconds);
        }

        Console.WriteLine($"validate {text.Count(c => c == '\n')} lines: first {first:N0} ms, then median {times.Order().ElementAt(15):N1} ms, least {times.Min():N1} ms");
        await ProcessStartAsync();
    }

    private static void Check(SourceFile source)
    {
        var result = RunbookCompiler.Compile(source, null, new CompileOptions());
        if (result.HasErrors)
            throw new InvalidOperationException(result.Diagnostics[0].Message);
    }

    /// <summary>The published command, ReadyToRun, on a runbook with one mistake.</summary>
    private static async Task ProcessStartAsync()
    {
        using var folder = new TemporaryFolder();
        var published = Environment.GetEnvironmentVariable("RUNBOOK_PUBLISHED");
        if (published is null)
        {
            Console.WriteLine("process start: publish src/RunbookEngine.Cli and name the folder in RUNBOOK_PUBLISHED to measure it");
            return;
        }

        await File.WriteAllTextAsync(folder.File("wrong.yaml"), "runbook: v1\nname: wrong\nsteps:\n  - id: a\n    pair.splitt: { on: x }\n");
        var times = new List<double>();
        for (var i = 0; i < 12; i++)
        {
            var clock = Stopwatch.StartNew();
            using var process = Process.Start(new ProcessStartInfo(Path.Combine(published, "runbook"), ["validate", folder.File("wrong.yaml")])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            await Task.WhenAny(process.StandardOutput.ReadLineAsync(), process.StandardError.ReadLineAsync());
            times.Add(clock.Elapsed.TotalMilliseconds);
            await process.WaitForExitAsync();
        }

        Console.WriteLine($"process start to first diagnostic: least {times.Min():N0} ms, median {times.Order().ElementAt(6):N0} ms");
    }

    private static string FiveHundredLines()
    {
        var text = new StringBuilder("""
            runbook: v1
            name: bench
            targets:
              mirrors: { technology: universal-replicator, array: tokyo, copyGroups: ["erp-*"] }
            steps:
              - id: healthy
                pair.assert: { on: mirrors, status: PAIR }

            """);
        for (var i = 0; i < 41; i++)
            text.Append($$"""
                  - id: split-{{i}}
                    name: Split number {{i}}
                    foreach: mirrors.copyGroups
                    as: group
                    pair.split: { on: "{{'$'}}{{'{'}}{ group }{{'}'}}", svolAccess: read-write }
                    wait: { for: [PSUS, SSUS], timeout: 40m, stall: 10m }
                  - id: resync-{{i}}
                    foreach: mirrors.copyGroups
                    as: group
                    pair.resync: { on: "{{'$'}}{{'{'}}{ group }{{'}'}}" }
                    wait: { for: [PAIR], timeout: 60m }
                    timeout: 2h

                """);
        return text.ToString();
    }
}
