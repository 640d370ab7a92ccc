using System.Text.Json.Nodes;
using RunbookEngine.Activities;
using RunbookEngine.Activities.Tickets;
using RunbookEngine.Server.Tests.Standins;

namespace RunbookEngine.Server.Tests.Tickets;

public class JiraTests
{
    private static readonly DateTimeOffset Ten = new(2026, 11, 21, 22, 0, 0, TimeSpan.FromHours(9));

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public async Task An_issue_is_read_with_the_fields_that_the_connection_names(int api)
    {
        await using var jira = await JiraStandIn.StartNewAsync();
        var issue = jira.Add("ITSM-7");
        (issue.Start, issue.End, issue.Approval) = (Ten, Ten.AddHours(6), "Approved");
        issue.Items.Add("erp");
        using var bench = new TicketBench(jira.Connection(api));
        var ticket = await bench.System.ReadAsync("ITSM-7", TicketBench.Stop);
        Assert.Equal(("ITSM-7", "Implementing", "Approved", "erp", "akiko@storage.example"), (ticket.Id, ticket.State, ticket.Approval, ticket.Item, ticket.Requester));
        Assert.Equal((Ten, Ten.AddHours(6)), (ticket.Start!.Value, ticket.End!.Value));
        Assert.All(jira.Requests, r => Assert.Contains($"/rest/api/{api}/", r));
    }

    [Theory]
    [InlineData(2, true)]
    [InlineData(3, true)]
    [InlineData(3, false)]
    public async Task A_comment_is_written_once_also_when_it_stands_on_a_later_page(int api, bool agentsOnly)
    {
        await using var jira = await JiraStandIn.StartNewAsync();
        var issue = jira.Add("ITSM-7");
        using var bench = new TicketBench(jira.Connection(api, new { @internal = agentsOnly }));
        await bench.System.UpdateAsync("ITSM-7", new TicketChange(Note: "split done\nall pairs\n\nin the window"), "run-1/tell/1", TicketBench.Stop);
        for (var i = 0; i < 130; i++)
            issue.Comments.Add(new JsonObject { ["body"] = $"chatter {i}" });
        await bench.System.UpdateAsync("ITSM-7", new TicketChange(Note: "split done"), "run-1/tell/1", TicketBench.Stop);
        Assert.Equal(131, issue.Comments.Count);
        Assert.Equal(agentsOnly ? "true" : null, issue.Comments[0]["properties"]?[0]?["value"]?["internal"]?.ToJsonString());
        Assert.Contains("all pairs", issue.Comments[0].ToJsonString());
    }

    [Fact]
    public async Task A_state_is_reached_by_the_transition_that_leads_to_it_or_not_at_all()
    {
        await using var jira = await JiraStandIn.StartNewAsync();
        var issue = jira.Add("ITSM-7");
        using var bench = new TicketBench(jira.Connection());
        for (var i = 0; i < 2; i++)
            Assert.Equal("Reviewing", (await bench.System.UpdateAsync("ITSM-7", new TicketChange("reviewing", "done"), "k1", TicketBench.Stop)).State);
        Assert.Equal("Reviewing", issue.State);
        Assert.Single(issue.Comments);
        var said = await Assert.ThrowsAsync<TicketSystemException>(() => bench.System.UpdateAsync("ITSM-7", new TicketChange("Planning"), "k2", TicketBench.Stop));
        Assert.Contains("'Closed'", said.Message);
        Assert.False(said.MayPass);
    }

    [Fact]
    public async Task Closing_words_go_to_the_fields_that_the_connection_names()
    {
        await using var jira = await JiraStandIn.StartNewAsync();
        var issue = jira.Add("ITSM-7", "Reviewing");
        using var bench = new TicketBench(jira.Connection());
        await bench.System.UpdateAsync("ITSM-7", new TicketChange("Closed", null, "Successful", "no trouble"), "k", TicketBench.Stop);
        Assert.Equal("Successful", issue.Fields["customfield_10114"]!["value"]!.ToString());
        Assert.Contains("no trouble", issue.Fields["customfield_10115"]!.ToJsonString());
        using var unmapped = new TicketBench(new { type = "jira", url = jira.Url, credentials = "env:STANDIN_JIRA" });
        var said = await Assert.ThrowsAsync<TicketSystemException>(() => unmapped.System.UpdateAsync("ITSM-7", new TicketChange(CloseCode: "x"), "k2", TicketBench.Stop));
        Assert.Contains("closeCode", said.Message);
    }

    [Fact]
    public async Task Wrong_credentials_hidden_issues_and_locked_users_say_what_to_mend()
    {
        await using var jira = await JiraStandIn.StartNewAsync();
        jira.Add("ITSM-7").Hidden = true;
        using var wrong = new TicketBench(jira.Connection(3, new { credentials = "env:STANDIN_WRONG" }));
        Assert.Contains("401", (await Assert.ThrowsAsync<TicketSystemException>(() => wrong.System.ReadAsync("ITSM-7", TicketBench.Stop))).Message);
        using var bench = new TicketBench(jira.Connection(3, new { credentials = (string?)null, token = "env:STANDIN_JIRA_TOKEN" }));
        Assert.Contains("permission to see it", (await Assert.ThrowsAsync<TicketSystemException>(() => bench.System.ReadAsync("ITSM-7", TicketBench.Stop))).Message);
        jira.Trouble(403, "{}", "application/json", ("X-Authentication-Denied-Reason", "CAPTCHA_CHALLENGE; login-url=https://x"));
        Assert.Contains("by browser once", (await Assert.ThrowsAsync<TicketSystemException>(() => bench.System.ReadAsync("ITSM-7", TicketBench.Stop))).Message);
        jira.Trouble(429, "{}", "application/json", ("Retry-After", "77"));
        Assert.Equal(TimeSpan.FromSeconds(77), (await Assert.ThrowsAsync<TicketSystemException>(() => bench.System.ReadAsync("ITSM-7", TicketBench.Stop))).RetryAfter);
    }
}
