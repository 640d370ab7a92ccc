using RunbookEngine.Language.Documents;
using RunbookEngine.Language.Tests.Support;
using RunbookEngine.Language.Timetables;
using RunbookEngine.Language.Triggers;

namespace RunbookEngine.Language.Tests;

public class TriggerTests
{
    [Fact]
    public void Every_key_of_a_trigger_is_read_and_what_is_left_out_has_its_default()
    {
        var compiled = Compiled.Of(Compiled.Around("- { id: tell, notify: { to: storage-oncall, message: hello } }", """
            inputs: { app: { type: string, default: erp } }
            triggers:
              - { name: plain, every: 24h }
              - { name: full, cron: "0 30 2 ? * SUN", zone: Europe/Berlin, gap: skip, overlap: both, calendars: [freeze, nights], late: 20m, misfire: run-once, overlapRuns: start,
                  environment: two-site-lab, inputs: { app: billing }, mode: test, alert: storage-oncall }
              - { name: hook, webhook: { secrets: [env:A, file:b], key: "${{ body.id }}", when: "body.ok", window: 1m, maxBytes: 1000, perMinute: 5 }, inputs: { app: "${{ body.app }}" } }
              - { name: change, ticket: { connection: servicenow, state: [Implement, Scheduled], when: "ticket.state != 'x'" }, inputs: { app: "${{ body.app ?? ticket.id }}" } }
            """));
        Assert.True(compiled.Plan is not null, Compiled.Shown(compiled));
        Assert.DoesNotContain(compiled.Diagnostics, d => d.IsError);
        var read = TriggerReader.Of(compiled.Runbook!);
        Assert.Equal(["plain", "full", "hook", "change"], read.Select(t => t.Name));
        var (plain, full, hook, change) = (read[0], read[1], read[2], read[3]);
        Assert.Equal((TimeSpan.FromHours(24), TriggerDefinition.DefaultLate, MisfirePolicy.Skip, false, DateTimeOffset.UnixEpoch), (plain.Every, plain.Late, plain.Misfire, plain.OverlapRuns, plain.From));
        Assert.Equal((GapPolicy.Skip, OverlapPolicy.Both, TimeSpan.FromMinutes(20), MisfirePolicy.RunOnce, true), (full.Gap, full.Overlap, full.Late, full.Misfire, full.OverlapRuns));
        Assert.Equal(["freeze", "nights"], full.Calendars);
        Assert.Equal("billing", full.Inputs["app"].GetString());
        Assert.Equal(new WebhookDefinition(hook.Webhook!.Secrets, SignedPart.TimestampBody, TimeSpan.FromMinutes(1), "${{ body.id }}", "body.ok", 1000, 5), hook.Webhook);
        Assert.Equal(["env:A", "file:b"], hook.Webhook.Secrets);
        Assert.True(change.Ticket!.StartsIn("IMPLEMENT"));
        Assert.False(change.Ticket.StartsIn("Closed"));
        Assert.Null(change.Timetable());
        Assert.Equal(read.Count, read.Select(t => t.Digest).Distinct().Count());
        Assert.Equal(read, TriggerReader.Of(new SourceFile("again.yaml", compiled.Sources[0].Text)), (a, b) => a.Digest == b.Digest);
    }

    [Fact]
    public void Secrets_steps_and_inputs_are_not_there_where_a_request_is_mapped()
    {
        foreach (var (written, code) in new[]
        {
            ("webhook: { secrets: env:A }, inputs: { app: \"${{ secrets.backupToken }}\" }", "RB1411"),
            ("webhook: { secrets: env:A, key: \"${{ inputs.app }}\" }", "RB1411"),
            ("webhook: { secrets: env:A, when: \"steps.look.status == 'x'\" }", "RB1411"),
            ("webhook: { secrets: env:A, when: \"hook.name\" }", "RB1413"),
            ("webhook: { secrets: env:A, key: \"${{ ticket.id }}\" }", "RB1411"),
            ("webhook: { secrets: \"${{ body.secret }}\" }", "RB1803"),
            ("webhook: { secrets: command:cat }", "RB1803"),
            ("webhook: { secrets: env:A, window: \"${{ body.w }}\" }", "RB1311"),
            ("every: \"${{ inputs.app }}\"", "RB1311"),
            ("every: 24h, inputs: { app: \"${{ body.x }}\" }", "RB1311"),
            ("every: 30s", "RB1312"),
            ("every: 24h, webhook: { secrets: env:A }", "RB1312"),
            ("cron: \"0 0 2 * * ?\", zone: Europe/Berln", "RB1305"),
            ("every: 24h, from: \"2026-13-01T00:00:00Z\"", "RB1312"),
            ("every: 24h, late: 0s", "RB1301"),
            ("webhook: { secrets: env:A, signature: body }", "RB1329"),
        })
        {
            var compiled = Compiled.Of(Compiled.Around("- { id: tell, notify: { to: storage-oncall, message: \"${{ inputs.app }}\" } }",
                $"inputs: {{ app: {{ type: string, default: erp }} }}\ntriggers:\n  - {{ name: one, {written} }}"));
            Assert.True(compiled.Diagnostics.Any(d => d.Code == code), $"{written}\n{Compiled.Shown(compiled)}");
        }
    }

    [Fact]
    public void A_trigger_that_stands_alone_is_read_from_yaml_and_from_json_with_the_same_rules()
    {
        foreach (var text in new[] { "runbook: nightly-split\ncron: \"0 0 2 * * ?\"\nzone: Asia/Tokyo\n", """{ "runbook": "nightly-split", "name": "one", "cron": "0 0 2 * * ?", "zone": "Asia/Tokyo" }""" })
        {
            var read = TriggerReader.Read(new SourceFile("schedule", text), "one");
            Assert.Empty(read.Diagnostics);
            Assert.Equal(("one", "nightly-split", "Asia/Tokyo"), (read.Trigger!.Name, read.Runbook, read.Trigger.Zone));
        }

        foreach (var (text, code) in new[]
        {
            ("", "RB1005"), ("[]", "RB1103"), ("every: 24h", "RB1102"), ("{ runbook: a, every: 24h, name: other }", "RB1104"), ("{ runbook: a, every: 24, }", "RB1301"),
            ("{ runbook: a, evry: 24h }", "RB1101"), ("{ runbook: a }", "RB1312"), ("{ runbook: a, cron: '0 0 2 31 2 ?', zone: UTC }", "RB1326"), ("{ runbook: a, every: \"${{ 1 }}\" }", "RB1311"),
        })
        {
            var read = TriggerReader.Read(new SourceFile("schedule", text), "one");
            Assert.Null(read.Trigger);
            Assert.True(read.Diagnostics.Any(d => d.Code == code), $"{text}\n{string.Join('\n', read.Diagnostics)}");
        }
    }

    [Fact]
    public void The_hour_that_clocks_leave_out_is_named_in_every_zone_that_leaves_one_out_and_in_no_other()
    {
        var leaving = 0;
        foreach (var zone in TimeZoneInfo.GetSystemTimeZones())
        {
            var gaps = ZoneClock.Of(zone).Changes(new(2050, 1, 1, 0, 0, 0, TimeSpan.Zero), new(2051, 1, 1, 0, 0, 0, TimeSpan.Zero)).Where(c => c.IsGap).ToList();
            leaving += gaps.Count > 0 ? 1 : 0;
            var time = gaps.Count > 0 ? gaps[0].From.AddMinutes(5) : new DateTime(2050, 1, 1, 2, 30, 0);
            var read = TriggerReader.Read(new SourceFile("t", $"{{ runbook: a, cron: '0 {time.Minute} {time.Hour} * * ?', zone: '{zone.Id}' }}"), "one");
            Assert.True(read.Diagnostics.Any(d => d.Code == "RB1327") == gaps.Count > 0, $"{zone.Id}: {string.Join('\n', read.Diagnostics)}");
        }

        Assert.True(leaving > 50, $"{leaving} zones");
    }
}
