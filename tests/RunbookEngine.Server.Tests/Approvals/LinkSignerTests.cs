using RunbookEngine.Server.Approvals;
using RunbookEngine.Testing;

namespace RunbookEngine.Server.Tests.Approvals;

public class LinkSignerTests
{
    private readonly ManualClock _clock = new();

    static LinkSignerTests()
    {
        Environment.SetEnvironmentVariable("LINK_KEY_1", new string('1', 40));
        Environment.SetEnvironmentVariable("LINK_KEY_2", new string('2', 40));
        Environment.SetEnvironmentVariable("LINK_KEY_SHORT", "short");
    }

    [Fact]
    public async Task A_link_is_read_back_until_it_runs_out_and_any_change_makes_it_worthless()
    {
        var signer = Signer("env:LINK_KEY_1");
        var link = Link();
        var token = (await signer.SignAsync(link, Stop)).Query["?t=".Length..];
        Assert.Equal(link, await signer.ReadAsync(token, Stop));
        for (var i = 0; i < token.Length; i++)
        {
            var changed = token[..i] + (token[i] == 'A' ? 'B' : 'A') + token[(i + 1)..];
            // The last character of base64url may carry bits that mean nothing.
            if (await signer.ReadAsync(changed, Stop) is { } read)
                Assert.True(read == link && (i == token.Length - 1 || i == token.IndexOf('.') - 1), $"character {i}");
        }

        foreach (var junk in (string[])["", ".", "a.b", "....", token + ".", token.Split('.')[0], new string('a', 100_000), "%00.é"])
            Assert.Null(await signer.ReadAsync(junk, Stop));
        _clock.Advance(TimeSpan.FromHours(2));
        Assert.Null(await signer.ReadAsync(token, Stop));
    }

    [Fact]
    public async Task A_new_key_signs_and_the_one_before_is_believed_until_it_is_dropped()
    {
        var old = (await Signer("env:LINK_KEY_1").SignAsync(Link(), Stop)).Query["?t=".Length..];
        Assert.NotNull(await Signer("env:LINK_KEY_2", "env:LINK_KEY_1").ReadAsync(old, Stop));
        Assert.Null(await Signer("env:LINK_KEY_2").ReadAsync(old, Stop));
        var fresh = (await Signer("env:LINK_KEY_2", "env:LINK_KEY_1").SignAsync(Link(), Stop)).Query["?t=".Length..];
        Assert.NotNull(await Signer("env:LINK_KEY_2").ReadAsync(fresh, Stop));
    }

    [Fact]
    public async Task A_short_key_or_none_signs_nothing()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => Signer("env:LINK_KEY_SHORT").SignAsync(Link(), Stop));
        Assert.False(Signer().CanSign);
        Assert.Null(await Signer().ReadAsync("YQ.YQ", Stop));
        Assert.Contains("fewer than 32", Assert.Single(await Signer("env:LINK_KEY_1", "env:LINK_KEY_SHORT").KeyProblemsAsync(Stop)));
        Assert.Contains("never as itself", Assert.Single(new ApprovalOptions { PublicUrl = "https://x.example", SigningKeys = ["a-key-written-out"] }.Problems()));
        Assert.Contains("need both", Assert.Single(new ApprovalOptions { PublicUrl = "https://x.example" }.Problems()));
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private LinkSigner Signer(params string[] keys) => new(new ApprovalOptions { PublicUrl = "https://runbooks.example/", SigningKeys = keys }, _clock);

    private ApprovalLink Link() => new("run", "go", 7, "ben", null, new string('f', 64), _clock.GetUtcNow().AddHours(1).ToUnixTimeSeconds());
}
