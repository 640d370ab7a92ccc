using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using RunbookEngine.Runs;
using RunbookEngine.Testing;

namespace RunbookEngine.Server.Tests.Triggers;

public class HookTests
{
    private const string Plain = "{ runbook: drill, webhook: { secrets: env:RUNBOOK_TEST_HOOK_SECRET }, inputs: { app: \"${{ body.app }}\" } }";

    [Fact]
    public async Task A_signed_request_starts_a_run_and_the_same_again_gives_the_same_run()
    {
        await using var lab = await HookLab.StartAsync();
        await lab.PutAsync("webhooks/build", Plain);
        var at = lab.Clock.GetUtcNow();
        var (status, said) = await lab.SendAsync(lab.Signed("build", """{ "app": "billing" }""", at));
        Assert.Equal(201, status);
        var run = said.GetProperty("run").GetString();
        var (again, same) = await lab.SendAsync(lab.Signed("build", """{ "app": "billing" }""", at));
        Assert.Equal((200, run, true), (again, same.GetProperty("run").GetString(), same.GetProperty("before").GetBoolean()));
        Assert.Equal(1, await lab.RunsAsync());
        var stored = JsonElement.Parse(await lab.Admin.GetStringAsync($"runs/{run}"));
        Assert.Equal("webhook:build", stored.GetProperty("run").GetProperty("actor").GetString());
        Assert.Equal("billing", (await lab.Store.LoadAsync(RunId.TryParse(run!)!.Value, CancellationToken.None))!.Plan.Inputs.GetProperty("app").GetString());
        Assert.Contains(await lab.RecordAsync(), e => e.What == "webhook.started" && e.Subject == "build" && e.Detail!.Contains(run!));
    }

    [Fact]
    public async Task What_is_not_genuine_is_refused_with_its_status_and_leaves_no_trace_of_what_it_said()
    {
        await using var lab = await HookLab.StartAsync();
        await lab.PutAsync("webhooks/build", Plain.Replace("HOOK_SECRET }", "HOOK_SECRET, maxBytes: 1000, perMinute: 1000 }"));
        var now = lab.Clock.GetUtcNow();
        const string Body = """{ "app": "unspeakable" }""";
        HttpRequestMessage With(Action<HttpRequestMessage> change, string body = Body)
        {
            var request = lab.Signed("build", body, now);
            change(request);
            return request;
        }

        void Header(HttpRequestMessage request, string name, string value)
        {
            request.Headers.Remove(name);
            request.Headers.TryAddWithoutValidation(name, value);
        }

        var cases = new (int Status, string What, Func<HttpRequestMessage> Make)[]
        {
            (401, "no signature", () => lab.Unsigned("build", Body)),
            (401, "no signature but a timestamp", () => With(r => r.Headers.Remove("Runbook-Signature"))),
            (401, "no timestamp", () => With(r => r.Headers.Remove("Runbook-Timestamp"))),
            (401, "another scheme", () => With(r => Header(r, "Runbook-Signature", "sha1=" + new string('0', 40)))),
            (401, "no hexadecimal", () => With(r => Header(r, "Runbook-Signature", "sha256=" + new string('z', 64)))),
            (401, "too short", () => With(r => Header(r, "Runbook-Signature", "sha256=00"))),
            (401, "too many", () => With(r => Header(r, "Runbook-Signature", string.Join(',', Enumerable.Repeat("sha256=" + new string('0', 64), 5))))),
            (401, "wrong signature", () => With(r => Header(r, "Runbook-Signature", "sha256=" + new string('0', 64)))),
            (401, "another secret", () => lab.Signed("build", Body, now, "another-secret-of-enough-characters-00")),
            (401, "old", () => lab.Signed("build", Body, now.AddMinutes(-6))),
            (401, "from the future", () => lab.Signed("build", Body, now.AddMinutes(6))),
            (401, "no number", () => With(r => Header(r, "Runbook-Timestamp", "yesterday"))),
            (401, "milliseconds", () => With(r => Header(r, "Runbook-Timestamp", $"{now.ToUnixTimeMilliseconds()}"))),
            (401, "minus", () => With(r => Header(r, "Runbook-Timestamp", "-1"))),
            (401, "another timestamp than was signed", () => With(r => Header(r, "Runbook-Timestamp", $"{now.ToUnixTimeSeconds() + 1}"))),
            (401, "another body than was signed", () => With(r => r.Content = new StringContent("""{ "app": "unspeakabel" }"""))),
            (413, "too large", () => lab.Signed("build", new string('x', 1001), now)),
            (413, "too large without saying so", () => With(r => r.Headers.TransferEncodingChunked = true, new string('x', 5000))),
            (400, "no JSON", () => lab.Signed("build", "unspeakable", now)),
            (400, "nothing", () => lab.Signed("build", "", now)),
            (400, "too deep", () => lab.Signed("build", new string('[', 100) + new string(']', 100), now)),
            (422, "no such member", () => lab.Signed("build", """{ "unspeakable": 1 }""", now)),
            (422, "not what the input takes", () => lab.Signed("build", """{ "app": "UNSPEAKABLE; rm" }""", now)),
            (404, "no such webhook", () => lab.Signed("unspeakable", Body, now)),
            (404, "SQL-shaped", () => lab.Signed("build'%3B drop table document--unspeakable", Body, now)),
            (404, "a path", () => lab.Signed("..%2F..%2Fetc%2Funspeakable", Body, now)),
            (404, "very long", () => lab.Signed(new string('a', 5000), Body, now)),
        };
        foreach (var (status, what, make) in cases)
        {
            var (given, said) = await lab.SendAsync(make());
            Assert.True(status == given, $"{what}: {given} {said}");
            Assert.DoesNotContain("unspeakable", said.GetRawText(), StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(HookLab.Secret, said.GetRawText());
        }

        Assert.Equal(0, await lab.RunsAsync());
        var record = JsonSerializer.Serialize(await lab.RecordAsync());
        Assert.Contains("webhook.refused", record);
        foreach (var kept in new[] { record, lab.Log.Text })
        {
            Assert.DoesNotContain("unspeakable", kept, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(HookLab.Secret, kept);
            Assert.DoesNotContain(HookLab.Hmac(HookLab.Secret, $"{now.ToUnixTimeSeconds()}.{Body}"), kept);
        }
    }

    [Fact]
    public async Task A_gigabyte_is_refused_by_its_length_and_a_sender_that_dawdles_by_the_clock()
    {
        var clock = new ManualClock(TimeProvider.System.GetUtcNow());
        await using var lab = await HookLab.StartAsync(clock);
        await lab.PutAsync("webhooks/build", Plain);
        var address = new Uri(lab.Hosts[0].Addresses[0]);
        async Task<string> RawAsync(long length, Action? meanwhile)
        {
            using var client = new TcpClient();
            await client.ConnectAsync(address.Host, address.Port);
            await using var stream = client.GetStream();
            await stream.WriteAsync(Encoding.ASCII.GetBytes(
                $"POST /hooks/build HTTP/1.1\r\nHost: x\r\nContent-Length: {length}\r\nRunbook-Timestamp: {clock.GetUtcNow().ToUnixTimeSeconds()}\r\nRunbook-Signature: sha256={new string('0', 64)}\r\n\r\n{{"));
            var buffer = new byte[1000];
            var read = stream.ReadAsync(buffer).AsTask();
            while (await Task.WhenAny(read, Task.Delay(TimeSpan.FromMilliseconds(20))) != read)
                meanwhile?.Invoke();
            return Encoding.ASCII.GetString(buffer, 0, await read);
        }

        Assert.StartsWith("HTTP/1.1 413", await RawAsync(1L << 30, null));
        Assert.StartsWith("HTTP/1.1 408", await RawAsync(100, () => clock.Advance(TimeSpan.FromSeconds(1))));
    }

    [Fact]
    public async Task A_sender_that_sends_too_often_waits_for_the_next_minute()
    {
        var clock = new ManualClock(TimeProvider.System.GetUtcNow());
        await using var lab = await HookLab.StartAsync(clock);
        await lab.PutAsync("webhooks/build", Plain.Replace("HOOK_SECRET }", "HOOK_SECRET, perMinute: 3 }"));
        // What somebody else sends from the same address, unsigned or wrongly signed, is counted for itself.
        for (var i = 0; i < 40; i++)
            Assert.Equal(i < 30 ? 401 : 429, (await lab.SendAsync(lab.Unsigned("build", "{}"))).Status);
        for (var i = 0; i < 3; i++)
            Assert.InRange((await lab.SendAsync(lab.Signed("build", $$"""{ "app": "erp", "n": {{i}} }"""))).Status, 200, 201);
        using var answer = await lab.Admin.SendAsync(lab.Signed("build", """{ "app": "erp" }"""));
        Assert.Equal(429, (int)answer.StatusCode);
        Assert.InRange(answer.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(201, (await lab.SendAsync(lab.Signed("build", """{ "app": "erp" }"""))).Status);
    }

    [Fact]
    public async Task Secrets_are_replaced_without_a_pause()
    {
        await using var lab = await HookLab.StartAsync();
        var folder = Directory.CreateTempSubdirectory("hook");
        var (one, two) = (Path.Combine(folder.FullName, "one"), Path.Combine(folder.FullName, "two"));
        await lab.PutAsync("webhooks/build", $"{{ runbook: drill, webhook: {{ secrets: ['file:{one}', 'file:{two}'], perMinute: 1000 }} }}");
        async Task<int> TryAsync(string secret) => (await lab.SendAsync(lab.Signed("build", $$"""{ "n": "{{Guid.NewGuid()}}" }""", secret: secret))).Status;
        var (old, next) = (new string('o', 32), new string('n', 40));
        Assert.Equal(503, await TryAsync(old));
        await File.WriteAllTextAsync(one, old + "\n");
        Assert.Equal((201, 401), (await TryAsync(old), await TryAsync(next)));
        await File.WriteAllTextAsync(two, next);
        Assert.Equal((201, 201), (await TryAsync(old), await TryAsync(next)));
        File.Delete(one);
        Assert.Equal((401, 201), (await TryAsync(old), await TryAsync(next)));
        await File.WriteAllTextAsync(two, "short");
        Assert.Equal(503, await TryAsync("short"));
        Assert.DoesNotContain("short", lab.Log.Text.Replace("shorter", "", StringComparison.Ordinal));
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Requests_with_the_same_key_are_one_run_and_a_condition_lets_the_others_pass_by()
    {
        await using var lab = await HookLab.StartAsync();
        await lab.PutAsync("webhooks/build", "{ runbook: drill, webhook: { secrets: env:RUNBOOK_TEST_HOOK_SECRET, key: \"${{ body.build }}\", when: \"body.state == 'done'\" } }");
        var (first, run) = await lab.SendAsync(lab.Signed("build", """{ "build": 7, "state": "done" }"""));
        var (second, same) = await lab.SendAsync(lab.Signed("build", """{ "build": 7, "state": "done", "again": true }"""));
        var (third, other) = await lab.SendAsync(lab.Signed("build", """{ "build": 8, "state": "done" }"""));
        Assert.Equal((201, 200, 201), (first, second, third));
        Assert.Equal(run.GetProperty("run").GetString(), same.GetProperty("run").GetString());
        Assert.NotEqual(run.GetProperty("run").GetString(), other.GetProperty("run").GetString());
        var (passed, nothing) = await lab.SendAsync(lab.Signed("build", """{ "build": 9, "state": "begun" }"""));
        Assert.Equal((200, JsonValueKind.Null), (passed, nothing.GetProperty("run").ValueKind));
        Assert.Equal(2, await lab.RunsAsync());
    }

    [Fact]
    public async Task Senders_that_sign_the_body_alone_are_taken_by_their_key()
    {
        await using var lab = await HookLab.StartAsync();
        await lab.PutAsync("webhooks/build", "{ runbook: drill, webhook: { secrets: env:RUNBOOK_TEST_HOOK_SECRET, signature: body, key: \"${{ body.id }}\" } }");
        foreach (var header in new[] { "X-Hub-Signature", "X-Hub-Signature-256", "Runbook-Signature" })
        {
            var request = lab.Unsigned("build", """{ "id": "e1" }""");
            request.Headers.Add(header, $"sha256={HookLab.Hmac(HookLab.Secret, """{ "id": "e1" }""")}");
            Assert.InRange((await lab.SendAsync(request)).Status, 200, 201);
            var changed = lab.Unsigned("build", """{ "id": "e2" }""");
            changed.Headers.Add(header, $"sha256={HookLab.Hmac(HookLab.Secret, """{ "id": "e1" }""")}");
            Assert.Equal(401, (await lab.SendAsync(changed)).Status);
        }

        Assert.Equal(1, await lab.RunsAsync());
    }
}
