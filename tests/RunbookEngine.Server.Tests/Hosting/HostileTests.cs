using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using RunbookEngine.Server.Access;
using RunbookEngine.Server.Records;
using RunbookEngine.Server.Tests.Api;

namespace RunbookEngine.Server.Tests.Hosting;

/// <summary>What should not be answered, over real sockets: refused with the right status, and nothing in the log that does not belong there.</summary>
public class HostileTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> BadCredentials => new()
    {
        { "Authorization", "Bearer " },
        { "Authorization", "Bearer secret-in-clear" },
        { "Authorization", "Basic c2VjcmV0LWluLWNsZWFy" },
        { "Authorization", "Bearer rbk_aaaaaaaaaa_secret-in-clear-and-forty-three-characters0" },
        { "Authorization", "Bearer rbk_'or'1'='1_secret-in-clear-and-forty-three-characters0" },
        { "Authorization", "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJzZWNyZXQtaW4tY2xlYXIifQ." },
        { "Authorization", "Bearer a.b.c" },
        { "Authorization", "Bearer " + new string('x', 20_000) },
        { "X-Api-Key", "secret-in-clear" },
        { "X-Api-Key", "' or 1=1 --" },
    };

    [Theory]
    [MemberData(nameof(BadCredentials))]
    public async Task A_bad_key_or_token_is_401_and_stays_out_of_the_log(string header, string value)
    {
        await using var lab = await ServerLab.StartAsync();
        using var client = lab.Stranger();
        client.DefaultRequestHeaders.TryAddWithoutValidation(header, value);

        var answer = await client.GetAsync("runs", Stop);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Contains("Bearer", answer.Headers.WwwAuthenticate.ToString());
        Assert.DoesNotContain("secret-in-clear", lab.Log.Text);
        Assert.DoesNotContain("rbk_", lab.Log.Text);
        Assert.DoesNotContain("secret-in-clear", await answer.Content.ReadAsStringAsync(Stop));
    }

    [Fact]
    public async Task A_key_that_is_revoked_or_has_expired_opens_nothing()
    {
        await using var lab = await ServerLab.StartAsync();
        using var admin = await lab.ClientAsync("dana", Role.Admin);
        var made = await (await admin.PostAsJsonAsync("keys", new { name = "nightly", grants = new[] { new { role = "viewer" } }, expires = "1h" }, Stop)).Content.ReadFromJsonAsync<JsonElement>(Stop);
        using var nightly = lab.Stranger();
        nightly.DefaultRequestHeaders.Add("X-Api-Key", made.GetProperty("key").GetString());

        var before = await nightly.GetAsync("runs", Stop);
        await admin.DeleteAsync($"keys/{made.GetProperty("about").GetProperty("id").GetString()}", Stop);
        var after = await nightly.GetAsync("runs", Stop);
        var stored = string.Concat((await lab.Store.ListAsync(new Documents.DocumentFilter("api-key"), Stop)).Select(d => d.Body));

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Unauthorized), (before.StatusCode, after.StatusCode));
        Assert.DoesNotContain(made.GetProperty("key").GetString()![^20..], stored + lab.Log.Text);
    }

    [Fact]
    public async Task Refused_attempts_are_on_record_without_what_was_shown()
    {
        await using var lab = await ServerLab.StartAsync();
        using var viewer = await lab.ClientAsync("vera", Role.Viewer);
        for (var i = 0; i < 5; i++)
            await viewer.PostAsJsonAsync("locks/break", new { @lock = "a/b", reason = "secret-in-clear" }, Stop);

        await lab.Host.Services.GetRequiredService<Refusals>().WriteAsync(Stop);
        var record = Assert.Single(await lab.Host.Services.GetRequiredService<ServerRecord>().ListAsync(null, 100, Stop), r => r.What == "access.refused");

        Assert.Equal(("vera", "403, 5 times"), (record.Actor, record.Detail));
        Assert.DoesNotContain("secret-in-clear", JsonSerializer.Serialize(record));
    }

    public static TheoryData<string> OddNames =>
    [
        "x'; drop table runs; --", "' or '1'='1", "..%2F..%2Fetc%2Fpasswd", "%00", "a%00b", "%0d%0aSet-Cookie:x", new string('a', 5000), "\u202Eevil", "%25%25", "{}", "*",
    ];

    [Theory]
    [MemberData(nameof(OddNames))]
    public async Task An_odd_name_is_refused_wherever_a_name_goes(string name)
    {
        await using var lab = await ServerLab.StartAsync();
        using var admin = await lab.ClientAsync("dana", Role.Admin);
        var answers = new List<HttpResponseMessage>();
        foreach (var path in new[] { "runbooks/{0}", "runbooks/{0}/versions", "environments/{0}", "runs/{0}", "runs/{0}/events", "keys?cursor={0}", "runs?cursor={0}", "runs?outcome={0}", "records?cursor={0}", "runbooks?cursor={0}" })
            answers.Add(await admin.GetAsync(string.Format(path, name), Stop));
        foreach (var path in new[] { "runbooks/{0}", "environments/{0}" })
            answers.Add(await admin.PutAsync(string.Format(path, name), new StringContent("runbook: v1\nname: x\nsteps: []"), Stop));
        answers.Add(await admin.PostAsJsonAsync("runs", new { runbook = Uri.UnescapeDataString(name), environment = "x" }, Stop));
        answers.Add(await admin.PostAsJsonAsync("runs", new { runbook = "x", environment = Uri.UnescapeDataString(name) }, Stop));
        answers.Add(await admin.PostAsJsonAsync("keys", new { name, grants = new[] { new { role = "viewer" } } }, Stop));
        answers.Add(await admin.DeleteAsync($"keys/{name}", Stop));

        foreach (var answer in answers)
        {
            var list = answer.RequestMessage!.RequestUri!.Query.Contains("cursor");
            Assert.True((int)answer.StatusCode is >= 400 and < 500 || (list && answer.StatusCode == HttpStatusCode.OK), $"{answer.RequestMessage.RequestUri}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync(Stop)}");
            Assert.False(answer.Headers.Contains("Set-Cookie"));
        }

        Assert.DoesNotContain("defect", lab.Log.Text);
    }

    [Fact]
    public async Task A_body_of_a_gigabyte_is_413_before_it_is_sent()
    {
        await using var lab = await ServerLab.StartAsync();
        var key = await lab.KeyAsync("dana", new Grant(Role.Admin));
        foreach (var (path, type) in new[] { ("runs", "application/json"), ("runbooks/x", "application/yaml"), ("validate", "application/json") })
        {
            var answer = await RawAsync(lab, $"{(path == "runbooks/x" ? "PUT" : "POST")} /api/v1/{path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {key}\r\nContent-Type: {type}\r\nContent-Length: 1073741824\r\n\r\n{{");
            Assert.True(answer.StartsWith("HTTP/1.1 413") || (path == "runbooks/x" && answer.StartsWith("HTTP/1.1 400")), answer);
        }
    }

    [Fact]
    public async Task A_body_that_does_not_say_how_long_it_is_ends_at_the_limit()
    {
        await using var lab = await ServerLab.StartAsync("limits: { bodyBytes: 65536 }");
        using var admin = await lab.ClientAsync("dana", Role.Admin);
        using var request = new HttpRequestMessage(HttpMethod.Post, "validate") { Content = new StreamContent(new Endless()) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.TransferEncodingChunked = true;

        var status = await StatusAsync(admin, request);

        Assert.True(status is null or HttpStatusCode.RequestEntityTooLarge, $"{status}");
    }

    [Fact]
    public async Task A_client_that_sends_its_headers_or_body_too_slowly_is_let_go()
    {
        await using var lab = await ServerLab.StartAsync("limits: { headersTimeout: 1s, bodyBytesPerSecond: 1000 }");
        var key = await lab.KeyAsync("dana", new Grant(Role.Admin));

        var headers = await RawAsync(lab, "GET /api/v1/runs HTTP/1.1\r\nHost: x\r\nX-Slow: ");
        var body = await RawAsync(lab, $"POST /api/v1/validate HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {key}\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{{");

        Assert.StartsWith("HTTP/1.1 408", headers);
        Assert.True(body.Length == 0 || body.StartsWith("HTTP/1.1 408"), body);
    }

    [Fact]
    public async Task Too_many_requests_are_429_for_that_caller_alone()
    {
        await using var lab = await ServerLab.StartAsync("limits: { requestsPerMinute: 5, anonymousPerMinute: 5 }");
        using var busy = await lab.ClientAsync("busy", Role.Viewer);
        using var calm = await lab.ClientAsync("calm", Role.Viewer);
        using var stranger = lab.Stranger();

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => busy.GetAsync("runs", Stop)));
        var strangers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => stranger.GetAsync("runs", Stop)));
        var other = await calm.GetAsync("runs", Stop);
        var health = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => stranger.GetAsync("/healthz", Stop)));

        Assert.Contains(answers, a => a.StatusCode == HttpStatusCode.TooManyRequests && a.Headers.RetryAfter is not null);
        Assert.Contains(strangers, a => a.StatusCode == HttpStatusCode.TooManyRequests);
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        Assert.All(health, h => Assert.Equal(HttpStatusCode.OK, h.StatusCode));
    }

    [Fact]
    public async Task Every_answer_carries_the_headers_that_keep_browsers_from_harm()
    {
        await using var lab = await ServerLab.StartAsync();
        using var admin = await lab.ClientAsync("dana", Role.Admin);
        foreach (var path in new[] { "runs", "nothing-here", "/healthz", "runs/none", "/openapi/v1.json" })
        {
            var answer = await admin.GetAsync(path, Stop);
            Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
            Assert.Contains("default-src 'none'", answer.Headers.GetValues("Content-Security-Policy").Single());
            Assert.True(answer.Headers.CacheControl!.NoStore);
            Assert.False(answer.Headers.Contains("Server"));
            Assert.False(answer.Headers.Contains("Strict-Transport-Security"));
        }
    }

    [Fact]
    public async Task Forwarded_addresses_are_not_believed_unless_a_proxy_is_configured()
    {
        await using var lab = await ServerLab.StartAsync("limits: { anonymousPerMinute: 5 }");
        using var stranger = lab.Stranger();
        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < 20; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "runs");
            request.Headers.Add("X-Forwarded-For", $"10.0.0.{i}");
            answers.Add((await stranger.SendAsync(request, Stop)).StatusCode);
        }

        Assert.Contains(HttpStatusCode.TooManyRequests, answers);
    }

    /// <summary>The answer to raw bytes, until the server closes or has answered; empty when it just closes.</summary>
    private static async Task<string> RawAsync(ServerLab lab, string text)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, lab.Address.Port, Stop);
        await using var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(text), Stop);
        var buffer = new byte[4096];
        try
        {
            var read = await stream.ReadAsync(buffer, Stop).AsTask().WaitAsync(TimeSpan.FromSeconds(30), Stop);
            return Encoding.ASCII.GetString(buffer, 0, read);
        }
        catch (IOException)
        {
            return "";
        }
    }

    /// <returns>Null when the server closed the connection while the body was being sent.</returns>
    private static async Task<HttpStatusCode?> StatusAsync(HttpClient client, HttpRequestMessage request)
    {
        try
        {
            return (await client.SendAsync(request, Stop)).StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private sealed class Endless : Stream
    {
        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => 0; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            buffer.AsSpan(offset, count).Fill((byte)' ');
            return count;
        }

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
