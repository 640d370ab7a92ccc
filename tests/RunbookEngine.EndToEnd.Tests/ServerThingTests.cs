namespace RunbookEngine.EndToEnd.Tests;

/// <summary>What only requests by hand could do: as commands, against a real server.</summary>
public sealed class ServerThingTests
{
    [Fact]
    public async Task What_a_server_keeps_is_listed_shown_put_and_deleted_by_commands()
    {
        await using var workshop = new Workshop();
        var arrays = await workshop.SimulateAsync(Repository.TwoSite);
        workshop.Variables["RUNBOOK_KEY"] = (await workshop.RunAsync("serve", "--new-key", "dora", "--role", "admin")).Out.Trim();
        var server = workshop.Start("serve", "--environment", arrays.Environment, "--urls", "http://127.0.0.1:0");
        Assert.True(await server.SaysAsync("listening at "), server.HasExited ? $"{await server.EndAsync()}" : null);
        workshop.Variables["RUNBOOK_SERVER"] = server.Out.Split('\n')[0]["listening at ".Length..].Trim();
        await workshop.RunAsync("upload", Repository.Runbook("ur-split-backup-resync"));
        workshop.Write("calendar.yaml", "zone: Europe/Berlin\nwindows: [ { days: MON-FRI, from: \"20:00\", to: \"06:00\" } ]\n");
        workshop.Write("schedule.yaml", "runbook: ur-split-backup-resync\nenvironment: two-site\ncron: \"0 0 22 * * ?\"\nzone: Europe/Berlin\ncalendars: [business]\n");
        workshop.Write("hook.yaml", "runbook: ur-split-backup-resync\nenvironment: two-site\nwebhook: { secrets: \"env:HOOK\" }\n");
        File.WriteAllText(workshop.File("other.yaml"), File.ReadAllText(arrays.Environment).Replace("name: two-site", "name: other", StringComparison.Ordinal));

        (string[] Command, string Says)[] steps =
        [
            (["calendars"], "no calendars"),
            (["calendars", "put", "business", "calendar.yaml"], "calendar business is stored: version 1"),
            (["calendars"], "business"),
            (["calendars", "show", "business"], "Europe/Berlin"),
            (["schedules", "put", "nightly", "schedule.yaml"], "schedule nightly is stored"),
            (["schedules"], "ur-split-backup-resync"),
            (["schedules", "show", "nightly"], "0 0 22 * * ?"),
            (["schedules", "next", "nightly"], ":00"),
            (["schedules", "pause", "nightly"], "schedule nightly is paused"),
            (["schedules", "resume", "nightly"], "schedule nightly is resumed"),
            (["schedules", "fires", "nightly"], "none"),
            (["webhooks", "put", "job", "hook.yaml"], "webhook job is stored"),
            (["webhooks"], "/hooks/job"),
            (["webhooks", "show", "job"], "env:HOOK"),
            (["webhooks", "delete", "job"], "webhook job is deleted"),
            (["schedules", "delete", "nightly"], "schedule nightly is deleted"),
            (["calendars", "delete", "business"], "calendar business is deleted"),
            (["environments"], "two-site"),
            (["environments", "put", "other", "other.yaml"], "environment other is stored: version 1"),
            (["environments", "show", "other"], "tokyo, osaka"),
            (["environments", "check", "two-site"], "tokyo"),
            (["environments", "delete", "other"], "environment other is removed"),
            (["delegations", "add", "ben", "--until", DateTime.UtcNow.AddDays(7).ToString("yyyy-MM-ddTHH:mmZ", System.Globalization.CultureInfo.InvariantCulture), "--reason", "on leave"], "ben decides for dora until"),
            (["delegations"], "on leave"),
            (["nodes"], "up"),
            (["keys"], "dora"),
        ];
        foreach (var (command, says) in steps)
        {
            var result = await workshop.RunAsync(command);
            Assert.True(result.Exit == 0 && result.Out.Contains(says, StringComparison.Ordinal), $"{string.Join(' ', command)}: expected '{says}', {result}");
        }

        var delegation = (await workshop.RunAsync("delegations", "--output", "json")).Json.GetProperty("delegations")[0].GetProperty("id").GetString()!;
        Assert.Equal(0, (await workshop.RunAsync("delegations", "withdraw", delegation)).Exit);
        var made = await workshop.RunAsync("keys", "make", "ben", "--role", "approver", "--environment", "two-*", "--expires", "90d");
        Assert.True(made.Exit == 0 && made.Out.StartsWith("rbk_", StringComparison.Ordinal), $"{made}");
        var ben = (await workshop.RunAsync("keys", "--output", "json")).Json.GetProperty("keys").EnumerateArray().Single(k => k.GetProperty("name").GetString() == "ben");
        Assert.Equal("two-*", ben.GetProperty("grants")[0].GetProperty("environments")[0].GetString());
        var key = workshop.Write("ben.key", made.Out);
        Assert.Equal(6, (await workshop.RunAsync("keys", "--key-file", key)).Exit);
        Assert.Equal(0, (await workshop.RunAsync("keys", "revoke", ben.GetProperty("id").GetString()!)).Exit);
        Assert.Equal(6, (await workshop.RunAsync("tasks", "--key-file", key)).Exit);

        var wrong = await workshop.RunAsync("schedules", "put", "bad", workshop.Write("bad.yaml", "runbook: ur-split-backup-resync\ncorn: x\n"));
        Assert.True(wrong.Exit == 3 && wrong.Error.Contains("corn", StringComparison.Ordinal), $"{wrong}");
        Assert.Equal(2, (await workshop.RunAsync("calendars", "show", "nothing")).Exit);
        Assert.Equal(2, (await workshop.RunAsync("calendars", "put", "x", "nofile.yaml")).Exit);
        await PutsUnderAnyTypeAsync(workshop);
    }

    private static async Task PutsUnderAnyTypeAsync(Workshop workshop)
    {
        using var http = new HttpClient { BaseAddress = new Uri($"{workshop.Variables["RUNBOOK_SERVER"]}/api/v1/") };
        http.DefaultRequestHeaders.Authorization = new("Bearer", workshop.Variables["RUNBOOK_KEY"]);
        foreach (var type in new[] { "application/yaml", "application/x-yaml", "text/yaml", "text/x-yaml", "application/vnd.yaml", "text/plain", "application/x-www-form-urlencoded" })
        {
            foreach (var (path, file) in new[] { ("calendars/c", "calendar.yaml"), ("environments/other", "other.yaml"), ("runbooks/ur-split-backup-resync", Repository.Runbook("ur-split-backup-resync")) })
            {
                using var body = new StringContent(await File.ReadAllTextAsync(workshop.File(file)));
                body.Headers.ContentType = new(type);
                using var answer = await http.PutAsync(path, body);
                Assert.True(answer.IsSuccessStatusCode, $"{path} as {type}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
            }
        }

        using var text = new StringContent("runbook: x", null, "text/plain");
        using var refused = await http.PostAsync("runs", text);
        Assert.Equal(System.Net.HttpStatusCode.UnsupportedMediaType, refused.StatusCode);
        Assert.Contains("Content-Type: application/json", await refused.Content.ReadAsStringAsync());
    }
}
