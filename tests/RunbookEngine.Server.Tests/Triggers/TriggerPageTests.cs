using System.Diagnostics;
using System.Text.RegularExpressions;
using RunbookEngine.Language.Documents;
using RunbookEngine.Server.Hosting;
using RunbookEngine.Server.Tests.Api;

namespace RunbookEngine.Server.Tests.Triggers;

/// <summary>What docs/triggers.md shows, carried out.</summary>
public partial class TriggerPageTests
{
    private static readonly string Page = File.ReadAllText(Repository.File("docs/triggers.md"));

    [Fact]
    public async Task Everything_that_the_page_puts_is_taken_and_its_signed_request_starts_a_run()
    {
        await using var lab = await HookLab.StartAsync();
        const string OfJira = "0123456789abcdef-of-jira-secret-0123456789";
        Environment.SetEnvironmentVariable("HOOK_SECRET", HookLab.Secret);
        Environment.SetEnvironmentVariable("JIRA_HOOK_SECRET", OfJira);
        var put = Blocks("yaml").Select(b => (Text: b, Where: Put().Match(b))).Where(b => b.Where.Success).ToList();
        Assert.Equal(7, put.Count);
        foreach (var (text, where) in put.OrderBy(p => p.Where.Groups[1].Value, StringComparer.Ordinal))
            await lab.PutAsync(where.Groups[1].Value, text);

        var (output, first) = Run(Blocks("sh").Single(), lab);
        Assert.True(first == "201", output);
        Assert.Equal("200", Run(Blocks("sh").Single(), lab).Status);
        Assert.Equal(1, await lab.RunsAsync());
        Assert.Equal(201, (await lab.SendAsync(lab.Signed("servicenow", """{ "number": "CHG0030001", "state": "Implement", "category": "storage", "app": "erp" }"""))).Status);
        var jira = lab.Unsigned("jira", """{ "webhookEvent": "jira:issue_updated", "issue": { "key": "STO-7", "fields": { "status": { "name": "Implementing" } } } }""");
        jira.Headers.Add("X-Hub-Signature", $"sha256={HookLab.Hmac(OfJira, await jira.Content!.ReadAsStringAsync())}");
        Assert.Equal(200, (await lab.SendAsync(jira)).Status);
    }

    [Fact]
    public async Task The_triggers_that_it_shows_in_a_runbook_have_no_finding()
    {
        await using var lab = await HookLab.StartAsync();
        var triggers = Blocks("yaml").Single(b => b.StartsWith("triggers:", StringComparison.Ordinal));
        var answer = await lab.PutAsync("runbooks/drill", $"{HookLab.Runbook}\n{triggers}");
        Assert.Empty(answer.GetProperty("diagnostics").EnumerateArray());
    }

    [Fact]
    public void The_configuration_that_it_shows_is_taken()
    {
        var text = Blocks("yaml").Single(b => b.StartsWith("# CONFIGURATION", StringComparison.Ordinal));
        var settings = SettingsReader.Read(new SourceFile("server.yaml", text), ServerComposition.Sections, [], []);
        Assert.Empty(settings.Diagnostics);
        Assert.Empty(ServerCheck.OfSettings(settings, TimeProvider.System));
        var alerts = settings.Get<RunbookEngine.Server.Schedules.Alerts.AlertOptions>("alerts");
        Assert.Equal(["mail", "oncall", "trail"], alerts.Channels.Keys.Order());
        Assert.Equal(["storage@example.org"], alerts.Channels["mail"].Mail!.To);
        // It shows the defaults, but for the environment, which has none.
        Assert.Equal(new RunbookEngine.Server.Schedules.ScheduleOptions { Environment = "lab" }, settings.Get<RunbookEngine.Server.Schedules.ScheduleOptions>("schedules"));
    }

    [Fact]
    public void Settings_that_cannot_be_are_named_before_the_server_starts()
    {
        foreach (var (text, word) in new[]
        {
            ("schedules: { poll: 0s }", "schedules: poll is 0s"), ("schedules: { claim: 1s }", "schedules: claim is 1s; 5s to 10m"), ("schedules: { history: 1h }", "history"), ("schedules: { most: 0 }", "most is 0"),
            ("alerts: { channels: { a: { webhook: nowhere } } }", "no http or https address"), ("alerts: { channels: { a: { webhook: 'https://a', file: b } } }", "exactly one"),
            ("alerts: { channels: { a: { mail: { server: a } } } }", "needs server, from and to"), ("alerts: { channels: { a: { webhook: 'https://a', credentials: hunter2 } } }", "is a reference"),
        })
        {
            var found = ServerCheck.OfSettings(SettingsReader.Read(new SourceFile("server.yaml", text), ServerComposition.Sections, [], []), TimeProvider.System);
            Assert.True(word.Length == 0 || found.Any(f => f.Message.Contains(word, StringComparison.Ordinal) && !f.Message.Contains("hunter2", StringComparison.Ordinal)), $"{text}: {string.Join('\n', found)}");
        }
    }

    private static (string Output, string Status) Run(string script, HookLab lab)
    {
        Assert.SkipUnless(File.Exists("/bin/sh") && OnPath("curl") && OnPath("openssl"), "curl and openssl are needed to run the page's example.");
        using var process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", script])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["SERVER"] = lab.Hosts[0].Addresses[0], ["HOOK_SECRET"] = HookLab.Secret },
        })!;
        var output = process.StandardOutput.ReadToEnd();
        var trouble = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (output + trouble, output.TrimEnd().Split('\n')[^1]);
    }

    private static bool OnPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));

    private static IReadOnlyList<string> Blocks(string language) => [.. Regex.Matches(Page, $"^```{language}\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline).Select(m => m.Groups[1].Value)];

    [GeneratedRegex("^# PUT ([a-z]+/[a-z-]+)\n")]
    private static partial Regex Put();
}
