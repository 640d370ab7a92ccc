using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace RunbookEngine.Server.Tests.Standins;

/// <summary>Takes messages for several boxes: <c>POST /akiko</c>.</summary>
internal sealed partial class MailboxStandIn : StandIn
{
    private readonly ConcurrentQueue<(string Box, JsonElement Message)> _messages = new();

    private MailboxStandIn() => App.MapPost("/{box}", async (string box, HttpContext http) =>
        _messages.Enqueue((box, JsonElement.Parse(await new StreamReader(http.Request.Body).ReadToEndAsync()))));

    public static async Task<MailboxStandIn> StartNewAsync()
    {
        var made = new MailboxStandIn();
        await made.StartAsync();
        return made;
    }

    public IReadOnlyList<string> In(string box) => [.. _messages.Where(m => m.Box == box).Select(m => m.Message.GetProperty("text").GetString()!)];

    /// <summary>Waits for a message that has a link, and gives the link.</summary>
    public async Task<string> LinkAsync(string box)
    {
        for (var i = 0; i < 1200; i++)
        {
            if (In(box).Select(m => Link().Match(m)).FirstOrDefault(m => m.Success) is { } found)
                return found.Value;
            await Task.Delay(TimeSpan.FromMilliseconds(50), TestContext.Current.CancellationToken);
        }

        throw new TimeoutException($"no link came to {box}");
    }

    protected override Task<bool> LetInAsync(HttpContext http) => Task.FromResult(true);

    [GeneratedRegex(@"https?://\S+/approve\?t=\S+")]
    private static partial Regex Link();
}
