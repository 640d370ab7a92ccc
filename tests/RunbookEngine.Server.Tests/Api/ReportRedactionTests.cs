using System.Net;
using Microsoft.Extensions.DependencyInjection;
using RunbookEngine.Plans;
using RunbookEngine.Runs;
using RunbookEngine.Server.Access;
using RunbookEngine.Server.Retention;
using RunbookEngine.Server.Tests.Approvals;

namespace RunbookEngine.Server.Tests.Api;

/// <summary>The addresses that a changed environment brings are shown by no page to those whom the environment hides them from.</summary>
public class ReportRedactionTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_report_shows_an_address_to_those_who_do_not_administer_the_run_while_it_goes_on_or_afterwards()
    {
        await using var lab = await ApprovalLab.StartAsync();
        var run = await lab.RunAsync();
        var people = lab.Server.Host.Services.GetRequiredService<RunOperator>();
        var pinned = (await lab.StateAsync(run)).Plan.Environment;
        var moved = pinned with { Content = System.Text.Json.JsonElement.Parse(pinned.Content.GetRawText().Replace("127.0.0.1:1\"", "10.66.77.88:443\"", StringComparison.Ordinal).Replace("env:NONE", "file:/hidden/place", StringComparison.Ordinal)) };
        Assert.NotEmpty(await people.ChangeEnvironmentAsync(run, moved, null, "ann", null, Stop));
        await Everywhere(lab, run, ["report", "report?format=html", "report?format=markdown", "report?format=csv", "events", ""]);

        await people.CancelAsync(run, "ann", false, "over", Stop);
        await ServerLab.WaitAsync(await lab.Server.ClientAsync("vera", Role.Viewer), run.ToString(), "cancelled");
        await Everywhere(lab, run, ["report", "report?format=html", "report?format=markdown", "report?format=csv", "events", ""]);
        Assert.Null(await lab.Server.Host.Services.GetRequiredService<EvidenceArchive>().MoveAsync(run, null, Stop));
        await Everywhere(lab, run, ["evidence", "list"]);
    }

    private static async Task Everywhere(ApprovalLab lab, RunId run, string[] pages)
    {
        foreach (var role in Enum.GetValues<Role>())
        {
            var client = await lab.Server.ClientAsync($"the-{role}", role);
            foreach (var page in pages)
            {
                var answer = await client.GetAsync(page switch { "evidence" => $"evidence/{run}", "list" => "evidence", "" => $"runs/{run}", _ => $"runs/{run}/{page}" }, Stop);
                var text = await answer.Content.ReadAsStringAsync(Stop);
                Assert.Equal((role, page, HttpStatusCode.OK), (role, page, answer.StatusCode));
                if (role == Role.Admin && page is "report" or "evidence")
                    Assert.Contains("10.66.77.88", text);
                else if (role != Role.Admin)
                    Assert.True(!text.Contains("10.66.77.88", StringComparison.Ordinal) && !text.Contains("/hidden/place", StringComparison.Ordinal), $"{role}, {page}: {text}");
            }
        }
    }
}
