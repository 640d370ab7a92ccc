using RunbookEngine.Language.Documents;
using RunbookEngine.Language.Timetables;
using RunbookEngine.Locks;
using RunbookEngine.Runs;
using RunbookEngine.Server.Running;
using RunbookEngine.Server.Schedules;
using RunbookEngine.Server.Schedules.Calendars;
using RunbookEngine.Server.Schedules.Firing;
using RunbookEngine.Server.Tests.Schedules.Support;

namespace RunbookEngine.Server.Tests.Schedules;

public class ScheduleRunnerTests
{
    [Fact]
    public async Task A_time_starts_one_run_with_the_moment_as_its_key_and_the_schedule_as_its_actor()
    {
        var lab = new ScheduleLab();
        await lab.PutAsync("steady", "every: 1h, mode: test, inputs: { app: erp, count: 3, dry: true, groups: [a, b] }");
        await lab.PassAsync(59);
        Assert.Empty(lab.Desk.Orders);
        await lab.PassAsync(1);
        await lab.PassAsync(1);
        var order = Assert.Single(lab.Desk.Orders);
        Assert.Equal(("split", "lab", "schedule:steady", "schedule:steady:2026-10-24T23:00:00Z", "test"), (order.Runbook, order.Environment, order.Actor, order.Key, order.Mode));
        Assert.Equal(["ann"], order.Requesters); // who wrote the schedule does not approve its runs
        Assert.Equal(new Dictionary<string, string> { ["app"] = "erp", ["count"] = "3", ["dry"] = "true", ["groups"] = "a,b" }, order.Inputs);
        var fire = Assert.Single(await lab.First.PastAsync("steady"));
        Assert.Equal((FireOutcome.Started, lab.Desk.RunOf(order.Key!).ToString()), (fire.Outcome, fire.Run));
    }

    [Fact]
    public async Task A_look_says_when_to_look_again()
    {
        var lab = new ScheduleLab();
        Assert.Equal(ScheduleLab.Start + lab.Options.Poll, await lab.First.LookAsync());
        await lab.PutAsync("soon", "cron: '3 0 0 * * ?', zone: Europe/Berlin, gap: skip");
        Assert.Equal(ScheduleLab.Start.AddSeconds(3), await lab.First.LookAsync());
    }

    [Fact]
    public async Task Within_the_grace_a_late_run_still_starts_and_beyond_it_is_missed_with_one_alert_for_all()
    {
        foreach (var (late, started) in new[] { (5, true), (6, false) })
        {
            var lab = new ScheduleLab();
            await lab.PutAsync("steady", "every: 1h, late: 5m");
            await lab.PassAsync(60 + late);
            Assert.Equal(started, lab.Desk.Orders.Count == 1);
            Assert.Equal(started, lab.Alerts.Told.Count == 0);
        }

        var gone = new ScheduleLab();
        await gone.PutAsync("steady", "every: 1h, alert: oncall");
        await gone.PassAsync((10 * 60) + 30);
        var alert = Assert.Single(gone.Alerts.Told);
        Assert.Equal(("schedule:steady", "late", "lab"), (alert.Source, alert.Reason, alert.Environment));
        Assert.Equal(["oncall"], alert.Channels);
        Assert.Contains("10 times were missed from 2026-10-24 23:00:00 UTC on", alert.Text);
        await gone.PassAsync(30);
        Assert.Equal(["2026-10-25T09:00:00Z"], gone.Desk.Moments("steady"));
        Assert.Single(gone.Alerts.Told);
    }

    [Fact]
    public async Task Run_once_makes_up_for_what_was_missed_with_one_run_and_an_alert()
    {
        var lab = new ScheduleLab();
        await lab.PutAsync("steady", "every: 1h, misfire: run-once");
        await lab.PassAsync((10 * 60) + 30);
        await lab.PassAsync(1);
        Assert.Equal(["2026-10-25T08:00:00Z"], lab.Desk.Moments("steady"));
        Assert.Contains("makes up for it", Assert.Single(lab.Alerts.Told).Text);
    }

    [Fact]
    public async Task Run_once_starts_nothing_beside_a_run_that_is_due_anyway()
    {
        var lab = new ScheduleLab();
        await lab.PutAsync("steady", "every: 1h, misfire: run-once");
        await lab.PassAsync((10 * 60) + 2);
        Assert.Equal(["2026-10-25T08:00:00Z"], lab.Desk.Moments("steady"));
        Assert.Single(lab.Alerts.Told);
    }

    [Fact]
    public async Task A_time_is_skipped_with_an_alert_while_the_run_before_has_not_ended_unless_told_otherwise()
    {
        foreach (var (policy, second) in new[] { ("skip", false), ("start", true) })
        {
            var lab = new ScheduleLab();
            await lab.PutAsync("steady", $"every: 1h, overlapRuns: {policy}");
            await lab.PassAsync(60);
            var run = lab.Desk.RunOf("schedule:steady:2026-10-24T23:00:00Z");
            lab.Runs.Set(run, null);
            await lab.PassAsync(60);
            Assert.Equal(second, lab.Desk.Orders.Count == 2);
            Assert.Equal(second ? [] : ["overlap"], lab.Alerts.Told.Select(a => a.Reason));
            lab.Runs.Set(run, lab.Clock.GetUtcNow());
            await lab.PassAsync(60);
            Assert.Contains("2026-10-25T01:00:00Z", lab.Desk.Moments("steady"));
        }
    }

    [Fact]
    public async Task A_locked_group_or_a_silent_array_is_tried_again_until_it_is_too_late()
    {
        var held = new OrderResult.Locked(new HeldLock(new LockName("900000040014", "erp-ur-01"), RunId.New(TimeProvider.System), "other", "ben", default));
        foreach (var (answer, word) in new (OrderResult, string)[] { (held, "erp-ur-01 is locked by run"), (new OrderResult.Unreachable("array tokyo does not answer"), "tokyo does not answer") })
        {
            var lab = new ScheduleLab();
            await lab.PutAsync("steady", "every: 1h");
            lab.Desk.Instead = _ => answer;
            await lab.PassAsync(60);
            await lab.PassAsync(2);
            Assert.Null(Assert.Single(await lab.First.PastAsync("steady")).Outcome);
            lab.Desk.Instead = _ => null;
            await lab.PassAsync(2);
            Assert.Equal(["2026-10-24T23:00:00Z"], lab.Desk.Moments("steady"));
            Assert.Empty(lab.Alerts.Told);

            lab.Desk.Instead = _ => answer;
            await lab.PassAsync(56);
            for (var i = 0; i < 8; i++)
                await lab.PassAsync(1);
            Assert.Contains(word, Assert.Single(lab.Alerts.Told).Text);
            Assert.Equal(FireOutcome.Missed, (await lab.First.PastAsync("steady"))[^1].Outcome);
        }
    }

    [Fact]
    public async Task What_is_not_in_order_is_refused_once_with_an_alert()
    {
        foreach (var answer in new OrderResult[] { new OrderResult.Refused("There is no environment 'lab'."), new OrderResult.Invalid("the input `app` has no value", []) })
        {
            var lab = new ScheduleLab();
            await lab.PutAsync("steady", "every: 1h");
            lab.Desk.Instead = _ => answer;
            await lab.PassAsync(60);
            await lab.PassAsync(2);
            Assert.Equal("refused", Assert.Single(lab.Alerts.Told).Reason);
            Assert.Equal(FireOutcome.Refused, Assert.Single(await lab.First.PastAsync("steady")).Outcome);
        }
    }

    [Fact]
    public async Task A_paused_schedule_is_not_due_and_what_the_break_swallowed_is_not_made_up_for()
    {
        var lab = new ScheduleLab();
        var entry = await lab.PutAsync("steady", "every: 1h, misfire: run-once");
        await lab.First.States.PauseAsync(entry, "ann", CancellationToken.None);
        await lab.PassAsync(5 * 60);
        await lab.First.States.ResumeAsync(entry, CancellationToken.None);
        await lab.PassAsync(30);
        Assert.Empty(lab.Desk.Orders);
        Assert.Empty(lab.Alerts.Told);
        await lab.PassAsync(30);
        Assert.Equal(["2026-10-25T04:00:00Z"], lab.Desk.Moments("steady"));
    }

    [Fact]
    public async Task A_changed_schedule_begins_anew_and_a_deleted_one_ends()
    {
        var lab = new ScheduleLab();
        await lab.PutAsync("steady", "every: 1h");
        await lab.PassAsync(59);
        // Down while it was due; the new text is due at other times and was never missed.
        lab.Clock.Advance(TimeSpan.FromMinutes(90));
        await lab.PutAsync("steady", "every: 7h");
        await lab.PassAsync(1);
        Assert.Empty(lab.Alerts.Told);
        for (var i = 0; i < 7 * 12; i++)
            await lab.PassAsync(5);
        Assert.Single(lab.Desk.Orders);
        await lab.First.Book.DeleteAsync(TriggerBook.Schedules, "steady", null, CancellationToken.None);
        await lab.PassAsync(7 * 60);
        Assert.Single(lab.Desk.Orders);
        Assert.Empty(lab.Alerts.Told);
    }

    [Fact]
    public async Task A_calendar_leaves_times_out_and_one_that_is_gone_stops_everything_with_an_alert()
    {
        var lab = new ScheduleLab();
        const string Nights = "zone: Europe/Berlin\nwindows: [{ from: '22:00', to: '06:00' }]\nblackouts: [{ dates: 2026-10-25 }]";
        Assert.Empty(CalendarReader.Read(new SourceFile("nights", Nights), "nights").Diagnostics);
        await lab.First.Calendars.PutAsync("nights", Nights, 0, "ann", CancellationToken.None);
        await lab.PutAsync("steady", "every: 1h, calendars: nights");
        for (var i = 0; i < 48; i++)
            await lab.PassAsync(60);
        // Midnight to midnight of the 25th is blacked out, which has 25 hours; the window opens at 22:00 of the 26th.
        Assert.Equal(
            ["2026-10-25T23:00:00Z", "2026-10-26T00:00:00Z", "2026-10-26T01:00:00Z", "2026-10-26T02:00:00Z", "2026-10-26T03:00:00Z", "2026-10-26T04:00:00Z", "2026-10-26T21:00:00Z", "2026-10-26T22:00:00Z"],
            lab.Desk.Moments("steady"));
        Assert.Empty(lab.Alerts.Told);
        await lab.First.Calendars.DeleteAsync("nights", null, CancellationToken.None);
        await lab.PassAsync(60);
        Assert.Equal(8, lab.Desk.Orders.Count);
        Assert.Contains("there is no calendar 'nights'", Assert.Single(lab.Alerts.Told).Text);
    }

    [Fact]
    public async Task A_trigger_in_a_runbook_is_due_as_long_as_its_newest_version_has_it()
    {
        var lab = new ScheduleLab();
        const string Runbook = "runbook: v1\nname: drill\nsteps:\n  - { id: rest, delay: { for: 1s } }\n";
        await lab.Library.PutAsync("drill", Runbook + "triggers:\n  - { name: hourly, every: 1h }\n", 0, "ann", CancellationToken.None);
        await lab.PassAsync(60);
        Assert.Equal(["2026-10-24T23:00:00Z"], lab.Desk.Moments("drill.hourly"));
        await lab.Library.PutAsync("drill", Runbook, 1, "ann", CancellationToken.None);
        await lab.PassAsync(61);
        await lab.Library.PutAsync("drill", Runbook + "triggers:\n  - { name: hourly, every: 1h }\n", 2, "ann", CancellationToken.None);
        await lab.PassAsync(30);
        await lab.PassAsync(29);
        Assert.Equal(["2026-10-24T23:00:00Z", "2026-10-25T01:00:00Z"], lab.Desk.Moments("drill.hourly"));
        Assert.Empty(lab.Alerts.Told);
    }

    [Fact]
    public async Task The_service_starts_every_run_at_its_second_through_the_night_when_clocks_go_back()
    {
        var lab = new ScheduleLab();
        string[] texts = ["cron: '0 0/5 * * * ?', zone: Europe/Berlin", "cron: '0 30 2 * * ?', zone: Europe/Berlin, gap: skip", "cron: '0 30 2 * * ?', zone: Europe/Berlin, gap: skip, overlap: both", "every: 45m"];
        var entries = new List<ScheduleEntry>();
        foreach (var (text, i) in texts.Select((t, i) => (t, i)))
            entries.Add(await lab.PutAsync($"s{i}", text));
        var service = new ScheduleService(lab.First.Runner, lab.Options, lab.Clock, Microsoft.Extensions.Logging.Abstractions.NullLogger<ScheduleService>.Instance);
        await service.StartAsync(CancellationToken.None);
        var end = ScheduleLab.Start.AddHours(6);
        while (true)
        {
            await lab.Clock.ArmedAsync(lab.Options.Poll);
            await lab.First.Runner.IdleAsync();
            if (lab.Clock.NextDue > end)
                break;
            lab.Clock.AdvanceToNext();
        }

        await service.StopAsync(CancellationToken.None);
        foreach (var entry in entries)
        {
            var expected = FireTimes.Of(entry.Trigger, []).Between(ScheduleLab.Start, lab.Clock.GetUtcNow(), 1000).Select(FireBook.Moment).ToList();
            Assert.Equal(expected, lab.Desk.Moments(entry.Name));
            Assert.All(expected, m => Assert.Equal(m, FireBook.Moment(lab.Desk.StoredAt($"schedule:{entry.Name}:{m}"))));
        }

        Assert.Equal([72, 1, 2, 8], entries.Select(e => lab.Desk.Moments(e.Name).Count));
        Assert.Empty(lab.Alerts.Told);
    }
}
