using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using RunbookEngine.Simulator.Http;
using RunbookEngine.Simulator.Tests.Support;

namespace RunbookEngine.Simulator.Tests.Requests;

/// <summary>Valid requests, spoilt at random: whatever comes, the answer is one an array gives.</summary>
public class MutationTests(ITestOutputHelper output)
{
    private const int Mutations = 1000;

    private static readonly string[] Methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "get"];

    private static readonly string[] Values =
        ["null", "true", "-1", "0", "99999999999", "1e309", "0.5", "\"\"", "\"x\"", "[]", "[null]", "{}", "{\"a\":1}", "\"\\ud800\"", "\"a,b\"", "\"120\""];

    public static TheoryData<int> Seeds => [1, 2, 3, Random.Shared.Next()];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task A_thousand_spoilt_requests_are_answered_as_arrays_answer(int seed)
    {
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var site = Site.TwoSites();
        for (var i = 0; i < Mutations; i++)
        {
            var (method, path, body) = ValidRequests.All[random.Next(ValidRequests.All.Length)];
            var spoilt = (Method: method, Path: path, Body: Encoding.UTF8.GetBytes(body));
            for (var n = random.Next(1, 4); n > 0; n--)
                spoilt = Spoil(spoilt, random);
            try
            {
                var answer = await SendAsync(site, spoilt, withSession: random.Next(20) > 0, withPartner: random.Next(4) > 0);
                Check(answer);
                // Accepted ones run as jobs, which must not break either.
                site.Wait(random.Next(4) * 10);
            }
            catch (Exception e)
            {
                Assert.Fail($"seed {seed}, mutation {i}: {spoilt.Method} {spoilt.Path} {Encoding.UTF8.GetString(spoilt.Body)}\n{e}");
            }
        }
        site.Wait(3600);
        Check(await SendAsync(site, ("GET", "jobs?count=1000", []), true, false));
    }

    private static void Check(SimResponse answer)
    {
        Assert.False(answer.ConnectionLost);
        if (answer.Body.Length == 0)
        {
            Assert.Equal(200, answer.Status);
            return;
        }
        var json = JsonNode.Parse(answer.Text)!;
        if (answer.Status < 400)
            return;
        Assert.InRange(answer.Status, 400, 503);
        Assert.DoesNotContain("KART99999-E", answer.Text);
        Assert.DoesNotContain("   at ", answer.Text);
        foreach (var name in new[] { "errorSource", "message", "messageId", "solution" })
            Assert.NotEmpty(json[name]!.GetValue<string>());
    }

    private static async Task<SimResponse> SendAsync(Site site, (string Method, string Path, byte[] Body) request, bool withSession, bool withPartner)
    {
        var headers = new SimHeaders { { "Content-Length", request.Body.Length.ToString(CultureInfo.InvariantCulture) } };
        if (withSession)
            headers.Add("Authorization", request.Path.Contains("sessions", StringComparison.Ordinal) && request.Method == "POST" ? Site.Basic("runbook", "runbook-demo") : "Session " + await site.TokenAsync("tokyo"));
        if (withPartner)
            headers.Add("Remote-Authorization", "Session " + await site.TokenAsync("osaka"));
        var full = (request.Path.StartsWith('/') ? "" : Site.Objects) + request.Path;
        var question = full.IndexOf('?', StringComparison.Ordinal);
        return await site.World["tokyo"].HandleAsync(new SimRequest(request.Method, question < 0 ? full : full[..question], question < 0 ? "" : full[question..], headers, request.Body));
    }

    private static (string Method, string Path, byte[] Body) Spoil((string Method, string Path, byte[] Body) request, Random random)
    {
        switch (random.Next(8))
        {
            case 0:
                return request with { Method = Methods[random.Next(Methods.Length)] };
            case 1:
                return request with { Path = SpoilText(request.Path, random) };
            case 2:
                return request with { Path = request.Path.Replace("900000040015", random.Next(2) == 0 ? "NotSpecified" : "900000040014", StringComparison.Ordinal) };
            case 3:
                return request with { Body = SpoilBytes(request.Body, random) };
            default:
                return request with { Body = SpoilJson(request.Body, random) };
        }
    }

    private static string SpoilText(string text, Random random)
    {
        const string odd = "/?&=,%\\ .*#é\u0000%2C%00%ff0aZ-";
        var at = random.Next(text.Length);
        return random.Next(4) switch
        {
            0 => text.Remove(at, Math.Min(random.Next(1, 9), text.Length - at)),
            1 => text.Insert(at, odd[random.Next(odd.Length)].ToString()),
            2 => text[..at] + odd[random.Next(odd.Length)] + text[(at + 1)..],
            _ => text.Insert(at, text[random.Next(at + 1)..at]),
        };
    }

    private static byte[] SpoilBytes(byte[] body, Random random)
    {
        if (body.Length == 0)
            return "{}"u8.ToArray();
        var copy = body.ToArray();
        copy[random.Next(copy.Length)] = (byte)random.Next(256);
        return random.Next(3) == 0 ? copy[..random.Next(copy.Length)] : copy;
    }

    /// <summary>An attribute gets another value, goes, moves out, or is joined by one nobody knows.</summary>
    private static byte[] SpoilJson(byte[] body, Random random)
    {
        try
        {
            return JsonNode.Parse(body) is JsonObject root ? SpoilJson(root, random) : SpoilBytes(body, random);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            // An earlier mutation left no JSON to work on.
            return SpoilBytes(body, random);
        }
    }

    private static byte[] SpoilJson(JsonObject root, Random random)
    {
        var target = root["parameters"] as JsonObject ?? root;
        var names = target.Select(p => p.Key).ToList();
        var name = names.Count == 0 ? "x" : names[random.Next(names.Count)];
        switch (random.Next(5))
        {
            case 0:
                target.Remove(name);
                break;
            case 1:
                target["unknownAttribute"] = 1;
                break;
            case 2:
                target[name] = new string('n', random.Next(1, 400));
                break;
            case 3 when target != root && target[name] is { } moved:
                target.Remove(name);
                root[name] = moved;
                break;
            default:
                var text = root.ToJsonString();
                var value = target[name]?.ToJsonString();
                var at = value is null ? -1 : text.IndexOf(value, StringComparison.Ordinal);
                return Encoding.UTF8.GetBytes(at < 0 ? text : text[..at] + Values[random.Next(Values.Length)] + text[(at + value!.Length)..]);
        }
        return Encoding.UTF8.GetBytes(root.ToJsonString());
    }
}
