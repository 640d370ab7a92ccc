using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using RunbookEngine.Activities.Notices;
using RunbookEngine.Activities.Web;
using RunbookEngine.Persistence.Memory;
using RunbookEngine.Server.Records;
using RunbookEngine.Server.Running;
using RunbookEngine.Server.Schedules;
using RunbookEngine.Server.Schedules.Alerts;

namespace RunbookEngine.Server.Tests.Schedules;

public class AlertTests
{
    private static readonly Alert Missed = new("schedule:nightly", "late", "drill was not started", "It was missed.", "schedule:nightly:2026-10-25T00:30:00Z", new DateTimeOffset(2026, 10, 25, 1, 0, 0, TimeSpan.Zero), "drill", "lab", []);

    [Fact]
    public async Task An_alert_goes_over_every_channel_of_the_configuration_or_those_of_the_environment_that_it_names()
    {
        var got = new List<string>();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        await using var receiver = builder.Build();
        receiver.Urls.Add("http://127.0.0.1:0");
        receiver.MapPost("/{name}", async (string name, HttpRequest request) =>
        {
            using var reader = new StreamReader(request.Body, Encoding.UTF8);
            var body = JsonElement.Parse(await reader.ReadToEndAsync());
            lock (got)
                got.Add($"{name} {request.Headers["Idempotency-Key"]} {body.GetProperty("severity").GetString()} {body.GetProperty("text").GetString()}");
            return name == "broken" ? Results.StatusCode((int)HttpStatusCode.InternalServerError) : Results.Ok();
        });
        await receiver.StartAsync();
        var url = receiver.Urls.First();
        var file = Path.GetTempFileName();
        var store = new MemoryRunStore(TimeProvider.System);
        var environments = new EnvironmentLibrary([], store, TimeProvider.System);
        await environments.PutAsync("lab", $"environment: v1\nname: lab\narrays: {{ tokyo: {{ endpoint: \"https://127.0.0.1:1\", storageDeviceId: \"900000040014\", credentials: \"env:X\" }} }}\nnotify: {{ night: {{ webhook: \"{url}/night\" }} }}\n", 0, "ann", CancellationToken.None);
        var record = new ServerRecord(store, TimeProvider.System);
        var options = new AlertOptions { Channels = new Dictionary<string, AlertChannel> { ["web"] = new() { Webhook = $"{url}/oncall" }, ["trail"] = new() { File = file }, ["bad"] = new() { Webhook = $"{url}/broken" } } };
        var alerts = new AlertDelivery(options, environments, new NoticeSender(new WebClients()), record, new ScheduleMetrics(), NullLogger<AlertDelivery>.Instance);

        await alerts.RaiseAsync(Missed, CancellationToken.None);
        Assert.Equal([$"broken {Missed.Key} warning It was missed.", $"oncall {Missed.Key} warning It was missed."], got.Order(StringComparer.Ordinal));
        Assert.Contains("It was missed.", await File.ReadAllTextAsync(file));
        got.Clear();
        await alerts.RaiseAsync(Missed with { Channels = ["night", "nobody"] }, CancellationToken.None);
        Assert.Equal([$"night {Missed.Key} warning It was missed."], got);

        var kept = await record.ListAsync(null, 100, CancellationToken.None);
        Assert.Equal(2, kept.Count(e => e.What == "schedule.missed"));
        Assert.Equal(["bad", "nobody"], kept.Where(e => e.What == "alert.undelivered").Select(e => e.Subject).Order(StringComparer.Ordinal));
        File.Delete(file);
    }
}
