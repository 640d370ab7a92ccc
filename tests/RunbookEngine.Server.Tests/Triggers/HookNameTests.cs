using RunbookEngine.Testing;

namespace RunbookEngine.Server.Tests.Triggers;

/// <summary>A request that was signed for one webhook starts no other, wherever it is sent first.</summary>
public class HookNameTests
{
    private const string Body = """{ "app": "billing" }""";

    public static TheoryData<string> Seconds => new()
    {
        "webhook: { secrets: env:RUNBOOK_TEST_HOOK_SECRET }",
        "webhook: { secrets: [env:NOBODY, env:RUNBOOK_TEST_HOOK_SECRET] }",
        "webhook: { secrets: env:RUNBOOK_TEST_SAME_SECRET }",
        "webhook: { secrets: env:RUNBOOK_TEST_SAME_SECRET, signature: body, key: \"${{ body.app }}\" }",
    };

    [Theory]
    [MemberData(nameof(Seconds))]
    public async Task A_request_for_one_webhook_that_is_sent_first_to_another_with_its_secret_starts_nothing(string other)
    {
        Environment.SetEnvironmentVariable("RUNBOOK_TEST_SAME_SECRET", HookLab.Secret);
        await using var lab = await HookLab.StartAsync();
        await lab.PutAsync("webhooks/alpha", "{ runbook: drill, webhook: { secrets: env:RUNBOOK_TEST_HOOK_SECRET } }");
        await lab.PutAsync("webhooks/beta", $"{{ runbook: drill, {other} }}");
        foreach (var named in new[] { true, false })
        {
            using var meant = lab.Signed("alpha", Body, named: named);
            using var moved = lab.Unsigned("beta", Body);
            foreach (var header in meant.Headers)
                moved.Headers.TryAddWithoutValidation(header.Key, header.Value);
            Assert.Equal((named, 401), (named, (await lab.SendAsync(moved)).Status));
        }

        Assert.Equal(0, await lab.RunsAsync());
        Assert.Equal(201, (await lab.SendAsync(lab.Signed("alpha", Body))).Status);
        Assert.Equal(401, (await lab.SendAsync(lab.Signed("alpha", Body, named: false))).Status);
        Assert.Equal(1, await lab.RunsAsync());
    }

    [Fact]
    public async Task A_ticket_intake_and_a_runbooks_own_webhook_count_as_webhooks_with_the_same_secret()
    {
        var clock = new ManualClock(TimeProvider.System.GetUtcNow());
        foreach (var (path, text) in new[]
        {
            ("webhooks/intake", "{ webhook: { secrets: env:RUNBOOK_TEST_HOOK_SECRET }, tickets: { connection: snow, id: \"${{ body.id }}\", state: \"${{ body.state }}\" } }"),
            ("runbooks/other", $"{HookLab.Runbook.Replace("name: drill", "name: other", StringComparison.Ordinal)}\ntriggers:\n  - {{ name: hook, webhook: {{ secrets: env:RUNBOOK_TEST_HOOK_SECRET }}, environment: lab }}\n"),
        })
        {
            await using var lab = await HookLab.StartAsync(clock);
            await lab.PutAsync("webhooks/alpha", "{ runbook: drill, webhook: { secrets: env:RUNBOOK_TEST_HOOK_SECRET } }");
            Assert.Equal(201, (await lab.SendAsync(lab.Signed("alpha", Body, named: false))).Status);
            await lab.PutAsync(path, text);
            clock.Advance(TimeSpan.FromSeconds(31));
            var (status, said) = await lab.SendAsync(lab.Signed("alpha", Body, named: false));
            Assert.True(status == 401, $"{path}: {status} {said}");
            Assert.Contains("NAME:TIMESTAMP.BODY", said.GetRawText());
        }
    }

    [Fact]
    public async Task A_webhook_that_wants_its_name_signed_takes_nothing_else()
    {
        await using var lab = await HookLab.StartAsync();
        await lab.PutAsync("webhooks/alpha", "{ runbook: drill, webhook: { secrets: env:RUNBOOK_TEST_HOOK_SECRET, signature: name-timestamp-body } }");
        Assert.Equal(401, (await lab.SendAsync(lab.Signed("alpha", Body, named: false))).Status);
        Assert.Equal(401, (await lab.SendAsync(lab.Signed("alpha", Body, lab.Clock.GetUtcNow().AddMinutes(-6)))).Status);
        Assert.Equal(201, (await lab.SendAsync(lab.Signed("alpha", Body))).Status);
    }

    [Fact]
    public async Task A_secret_that_moves_on_to_another_webhook_does_not_open_it_to_what_was_sent_before()
    {
        await using var lab = await HookLab.StartAsync();
        await lab.PutAsync("webhooks/alpha", "{ runbook: drill, webhook: { secrets: env:RUNBOOK_TEST_HOOK_SECRET } }");
        var at = lab.Clock.GetUtcNow();
        Assert.Equal(201, (await lab.SendAsync(lab.Signed("alpha", Body, at, named: false))).Status);
        Assert.True((await lab.Admin.DeleteAsync("webhooks/alpha", TestContext.Current.CancellationToken)).IsSuccessStatusCode);
        await lab.PutAsync("webhooks/beta", "{ runbook: drill, webhook: { secrets: env:RUNBOOK_TEST_HOOK_SECRET } }");
        using var old = lab.Signed("beta", Body, at, named: false);
        Assert.Equal(401, (await lab.SendAsync(old)).Status);
        Assert.Equal(1, await lab.RunsAsync());
    }
}
