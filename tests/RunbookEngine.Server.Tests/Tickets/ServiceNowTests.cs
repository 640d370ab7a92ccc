using Microsoft.AspNetCore.Http;
using RunbookEngine.Activities;
using RunbookEngine.Activities.Tickets;
using RunbookEngine.Server.Tests.Standins;

namespace RunbookEngine.Server.Tests.Tickets;

public class ServiceNowTests
{
    private static readonly DateTimeOffset Ten = new(2026, 11, 21, 22, 0, 0, TimeSpan.FromHours(9));

    [Fact]
    public async Task A_change_is_read_with_its_labels_codes_and_window_in_utc_whatever_the_user_sees()
    {
        await using var snow = await ServiceNowStandIn.StartNewAsync();
        snow.Add("CHG0030001", "-1", c => (c.Start, c.End, c.Item) = (Ten, Ten.AddHours(6), "erp"));
        using var bench = new TicketBench(snow.Connection());
        var ticket = await bench.System.ReadAsync("CHG0030001", TicketBench.Stop);
        Assert.Equal(("CHG0030001", "Implement", "-1", "approved", "erp"), (ticket.Id, ticket.State, ticket.StateCode, ticket.Approval, ticket.Item));
        Assert.Equal((Ten, Ten.AddHours(6)), (ticket.Start!.Value, ticket.End!.Value));
        Assert.Equal("Akiko Sato", ticket.Requester);
        Assert.Contains(ticket.Key!, ticket.Url);
    }

    [Theory]
    [InlineData("env:STANDIN_SNOW", null)]
    [InlineData(null, "env:STANDIN_SNOW_TOKEN")]
    public async Task Basic_and_bearer_credentials_are_taken_by_reference(string? credentials, string? token)
    {
        await using var snow = await ServiceNowStandIn.StartNewAsync();
        snow.Add("CHG1");
        using var bench = new TicketBench(new { type = "servicenow", url = snow.Url, credentials, token });
        Assert.Equal("CHG1", (await bench.System.ReadAsync("CHG1", TicketBench.Stop)).Id);
    }

    [Fact]
    public async Task Wrong_credentials_are_refused_at_once_and_appear_nowhere()
    {
        await using var snow = await ServiceNowStandIn.StartNewAsync();
        snow.Add("CHG1");
        using var bench = new TicketBench(snow.Connection(new { credentials = "env:STANDIN_WRONG" }));
        var failure = TicketBench.Failed(await bench.RunAsync(bench.Step("ticket.require", new { connection = "tickets", ticket = "CHG1", state = "Implement" })));
        Assert.Equal(FailureKind.Refused, failure.Kind);
        Assert.Contains("401", failure.Message);
        Assert.DoesNotContain("wrong-s3cret", failure.Message);
        Assert.Single(snow.Requests);
    }

    [Fact]
    public async Task A_record_that_is_hidden_reads_like_one_that_is_not_there_and_the_message_says_both()
    {
        await using var snow = await ServiceNowStandIn.StartNewAsync();
        snow.Add("CHG1", with: c => c.Hidden = true);
        using var bench = new TicketBench(snow.Connection());
        foreach (var id in (string[])["CHG1", "CHG404"])
        {
            var failure = TicketBench.Failed(await bench.RunAsync(bench.Step("ticket.require", new { connection = "tickets", ticket = id })));
            Assert.Equal(FailureKind.Refused, failure.Kind);
            Assert.Contains("hides it", failure.Message);
        }
    }

    [Fact]
    public async Task A_field_that_is_hidden_is_named()
    {
        await using var snow = await ServiceNowStandIn.StartNewAsync();
        snow.Add("CHG1", with: c => c.HiddenFields.Add("state"));
        using var bench = new TicketBench(snow.Connection());
        Assert.Contains("'state'", TicketBench.Failed(await bench.RunAsync(bench.Step("ticket.require", new { connection = "tickets", ticket = "CHG1" }))).Message);
    }

    [Theory]
    [InlineData("CHG1^ORnumber=CHG2")]
    [InlineData("' OR 1=1 --")]
    [InlineData("CHG1&sysparm_limit=1")]
    [InlineData("")]
    public async Task A_number_that_would_be_another_query_is_never_sent(string id)
    {
        await using var snow = await ServiceNowStandIn.StartNewAsync();
        using var bench = new TicketBench(snow.Connection());
        await Assert.ThrowsAsync<TicketSystemException>(() => bench.System.ReadAsync(id, TicketBench.Stop));
        Assert.Empty(snow.Requests);
    }

    [Fact]
    public async Task What_may_pass_is_told_from_what_does_not()
    {
        await using var snow = await ServiceNowStandIn.StartNewAsync();
        snow.Add("CHG1");
        using var bench = new TicketBench(snow.Connection());
        (int Status, bool MayPass)[] cases = [(400, false), (401, false), (403, false), (404, false), (408, true), (429, true), (500, true), (502, true), (503, true), (302, false)];
        foreach (var (status, mayPass) in cases)
        {
            snow.Trouble(status, """{ "error": { "message": "told to fail", "detail": "by the test" }, "status": "failure" }""");
            var said = await Assert.ThrowsAsync<TicketSystemException>(() => bench.System.ReadAsync("CHG1", TicketBench.Stop));
            Assert.True(mayPass == said.MayPass, $"{status}: {said.Message}");
            Assert.True(status == 302 || said.Message.Contains("told to fail; by the test", StringComparison.Ordinal), said.Message);
        }
    }

    [Fact]
    public async Task A_login_page_a_sleeping_instance_and_half_a_document_are_no_answers()
    {
        await using var snow = await ServiceNowStandIn.StartNewAsync();
        using var bench = new TicketBench(snow.Connection());
        snow.Trouble(200, "<html><title>Log in</title></html>", "text/html;charset=UTF-8");
        snow.Trouble(200, "  <!DOCTYPE html><title>Your instance is hibernating</title>", "application/json");
        snow.Trouble(200, """{ "result": [ { "num""");
        for (var i = 0; i < 3; i++)
        {
            var said = await Assert.ThrowsAsync<TicketSystemException>(() => bench.System.ReadAsync("CHG1", TicketBench.Stop));
            Assert.True(said.MayPass, said.Message);
            Assert.DoesNotContain("hibernating", said.Message);
        }
    }

    [Fact]
    public async Task An_endless_answer_and_a_cut_connection_end()
    {
        await using var snow = await ServiceNowStandIn.StartNewAsync();
        snow.Add("CHG1");
        using var bench = new TicketBench(snow.Connection(new { timeout = "5s" }));
        snow.Trouble(async http =>
        {
            var chunk = new byte[64 * 1024];
            for (var i = 0; i < 200; i++)
                await http.Response.Body.WriteAsync(chunk, TicketBench.Stop);
            return true;
        });
        await Assert.ThrowsAsync<TicketSystemException>(() => bench.System.ReadAsync("CHG1", TicketBench.Stop));
        snow.IsDown = true;
        Assert.True((await Assert.ThrowsAsync<TicketSystemException>(() => bench.System.ReadAsync("CHG1", TicketBench.Stop))).MayPass);
        snow.IsDown = false;
        var arrived = new TaskCompletionSource();
        snow.Trouble(async http =>
        {
            arrived.SetResult();
            await Task.Delay(Timeout.Infinite, http.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            return true;
        });
        var slow = bench.System.ReadAsync("CHG1", TicketBench.Stop);
        await arrived.Task;
        bench.Clock.Advance(TimeSpan.FromSeconds(6));
        Assert.Contains("5 s", (await Assert.ThrowsAsync<TicketSystemException>(() => slow)).Message);
    }

    [Fact]
    public async Task A_change_is_written_once_for_each_key_also_when_the_answer_to_the_first_was_lost()
    {
        await using var snow = await ServiceNowStandIn.StartNewAsync();
        var change = snow.Add("CHG1");
        using var bench = new TicketBench(snow.Connection());
        var write = new TicketChange("Review", "split done", "successful", "all in the window");
        for (var i = 0; i < 3; i++)
            Assert.Equal("Review", (await bench.System.UpdateAsync("CHG1", write, "run-1/tell/1", TicketBench.Stop)).State);
        Assert.StartsWith("split done", Assert.Single(change.Notes));
        Assert.Equal(("0", "successful", "all in the window"), (change.State, change.CloseCode, change.CloseNotes));
        Assert.Equal(1, snow.Writes);
        await bench.System.UpdateAsync("CHG1", new TicketChange(Note: "more"), "run-1/tell/2", TicketBench.Stop);
        Assert.Equal(2, change.Notes.Count);
    }

    [Fact]
    public async Task A_transition_that_business_rules_drop_silently_is_no_success()
    {
        await using var snow = await ServiceNowStandIn.StartNewAsync();
        snow.Add("CHG1", "3");
        using var bench = new TicketBench(snow.Connection());
        var said = await Assert.ThrowsAsync<TicketSystemException>(() => bench.System.UpdateAsync("CHG1", new TicketChange("Implement"), "k", TicketBench.Stop));
        Assert.False(said.MayPass);
        Assert.Contains("'Closed'", said.Message);
        Assert.Contains("no state of a change", (await Assert.ThrowsAsync<TicketSystemException>(
            () => bench.System.UpdateAsync("CHG1", new TicketChange("Implementing"), "k2", TicketBench.Stop))).Message);
    }

    [Fact]
    public async Task A_record_that_may_not_be_written_says_so()
    {
        await using var snow = await ServiceNowStandIn.StartNewAsync();
        snow.Add("CHG1", with: c => c.ReadOnly = true);
        using var bench = new TicketBench(snow.Connection());
        var failure = TicketBench.Failed(await bench.RunAsync(bench.Step("ticket.update", new { connection = "tickets", ticket = "CHG1", note = "x" })));
        Assert.Equal(FailureKind.Refused, failure.Kind);
        Assert.Contains("ACL Exception", failure.Message);
    }

    [Theory]
    [InlineData("targets", "40014", true)]
    [InlineData("targets", "900000040015", true)]
    [InlineData("targets", "ERP-TC-01", true)]
    [InlineData("targets", "billing", false)]
    [InlineData("billing", "billing", true)]
    public async Task One_of_the_affected_items_must_fit_on_whichever_page_it_stands(string ci, string affected, bool fits)
    {
        await using var snow = await ServiceNowStandIn.StartNewAsync();
        snow.Add("CHG1", with: c =>
        {
            c.Item = "some service";
            c.Affected.AddRange(Enumerable.Range(0, 450).Select(i => $"server-{i}"));
            c.Affected.Add(affected);
        });
        using var bench = new TicketBench(snow.Connection());
        var outcome = await bench.RunAsync(bench.Step("ticket.require", new { connection = "tickets", ticket = "CHG1", ci }));
        Assert.True(fits == outcome is StepOutcome.Succeeded, (outcome as StepOutcome.Failed)?.Failure.Message);
        Assert.Equal(3, snow.Requests.Count(r => r.Contains("task_ci", StringComparison.Ordinal)));
    }
}
