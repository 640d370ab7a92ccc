using System.Diagnostics;
using Xunit;

namespace RunbookEngine.Language.Tests.Expressions;

public class ExpressionTableTests
{
    [Fact]
    public void Every_expression_of_the_table_gives_what_stands_beside_it()
    {
        Assert.InRange(ExpressionTable.Rows.Count, 913, int.MaxValue);
        var wrong = ExpressionTable.Rows.Select(row => (row, Now: ExpressionTable.ResultOf(row.Expression))).Where(r => r.Now != r.row.Result)
            .Select(r => $"{r.row.Expression}\n    was: {r.row.Result}\n    now: {r.Now}").ToList();
        Assert.True(wrong.Count == 0, $"{wrong.Count} of {ExpressionTable.Rows.Count} rows differ:\n{string.Join('\n', wrong.Take(50))}");
    }

    // A plan is made on one machine and its run is resumed on another: what an expression gives must not hang on the place of either.
    [Theory]
    [InlineData("America/New_York")]
    [InlineData("Asia/Kolkata")]
    public async Task The_table_holds_in_every_time_zone(string zone)
    {
        Assert.True(File.Exists($"/usr/share/zoneinfo/{zone}"), $"there is no time zone {zone} on this machine");
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in new[] { typeof(ExpressionTableTests).Assembly.Location, "-noColor", "-method", $"*.{nameof(Every_expression_of_the_table_gives_what_stands_beside_it)}" })
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["TZ"] = zone;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0 && output.Contains("Total: 1,", StringComparison.Ordinal), output + await errors);
    }
}
