using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;
using RunbookEngine.Server.Tests.Api;

namespace RunbookEngine.Server.Tests.Access;

public class BearerTokenTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_token_opens_what_its_groups_are_granted_under_its_persons_name()
    {
        await using var provider = await IdentityProvider.StartAsync();
        await using var lab = await StartAsync(provider);
        using var client = lab.Stranger();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", provider.Token(groups: ["storage", "canteen"]));

        var me = await client.GetFromJsonAsync<JsonElement>("me", Stop);
        var key = await client.PostAsJsonAsync("keys", new { name = "x", grants = new[] { new { role = "admin" } } }, Stop);

        Assert.Equal("akiko", me.GetProperty("name").GetString());
        Assert.Equal("operator", Assert.Single(me.GetProperty("grants").EnumerateArray()).GetProperty("role").GetString());
        Assert.Equal(HttpStatusCode.Forbidden, key.StatusCode);
    }

    [Fact]
    public async Task A_token_that_is_not_for_this_server_not_in_time_or_not_the_providers_is_refused()
    {
        await using var provider = await IdentityProvider.StartAsync();
        await using var lab = await StartAsync(provider);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var shared = new SymmetricSecurityKey(Encoding.ASCII.GetBytes(new string('k', 64))) { KeyId = "one" };
        var asSecret = new SymmetricSecurityKey(provider.Key.ECDsa.ExportSubjectPublicKeyInfo()) { KeyId = "one" };
        var good = provider.Token(groups: ["storage"]);
        var bad = new Dictionary<string, string>
        {
            ["audience"] = provider.Token(audience: "another", groups: ["storage"]),
            ["issuer"] = provider.Token(issuer: "https://evil.example", groups: ["storage"]),
            ["expired"] = provider.Token(until: TimeSpan.FromMinutes(-2), from: TimeSpan.FromMinutes(-9), groups: ["storage"]),
            ["not yet"] = provider.Token(from: TimeSpan.FromMinutes(5), until: TimeSpan.FromMinutes(9), groups: ["storage"]),
            ["shared secret"] = provider.Token(signing: new SigningCredentials(shared, SecurityAlgorithms.HmacSha256), groups: ["storage"]),
            ["public key as secret"] = provider.Token(signing: new SigningCredentials(asSecret, SecurityAlgorithms.HmacSha256), groups: ["storage"]),
            ["another key of that id"] = provider.Token(signing: new SigningCredentials(new ECDsaSecurityKey(other) { KeyId = "one" }, SecurityAlgorithms.EcdsaSha256), groups: ["storage"]),
            ["another key id"] = provider.Token(signing: new SigningCredentials(new ECDsaSecurityKey(other) { KeyId = "two" }, SecurityAlgorithms.EcdsaSha256), groups: ["storage"]),
            ["no signature"] = good[..(good.LastIndexOf('.') + 1)],
            ["algorithm none"] = Base64UrlEncoder.Encode("""{"alg":"none"}""") + "." + good.Split('.')[1] + ".",
            ["changed"] = good.Split('.')[0] + "." + Base64UrlEncoder.Encode(Base64UrlEncoder.Decode(good.Split('.')[1]).Replace("akiko", "admin")) + "." + good.Split('.')[2],
        };

        foreach (var (what, token) in bad.Prepend(KeyValuePair.Create("good", good)))
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "runs") { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };
            using var client = lab.Stranger();
            Assert.Equal((what, what == "good" ? HttpStatusCode.OK : HttpStatusCode.Unauthorized), (what, (await client.SendAsync(request, Stop)).StatusCode));
            Assert.DoesNotContain(token, lab.Log.Text);
        }
    }

    [Fact]
    public async Task Clocks_may_differ_by_a_minute_and_a_token_without_granted_groups_opens_nothing()
    {
        await using var provider = await IdentityProvider.StartAsync();
        await using var lab = await StartAsync(provider);
        using var client = lab.Stranger();
        foreach (var (token, status) in new[]
        {
            (provider.Token(from: TimeSpan.FromMinutes(-9), until: TimeSpan.FromSeconds(-30), groups: ["storage"]), HttpStatusCode.OK),
            (provider.Token(from: TimeSpan.FromSeconds(30), groups: ["storage"]), HttpStatusCode.OK),
            (provider.Token(groups: ["canteen"]), HttpStatusCode.Forbidden),
            (provider.Token(), HttpStatusCode.Forbidden),
        })
        {
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
            Assert.Equal(status, (await client.GetAsync("runs", Stop)).StatusCode);
        }
    }

    [Fact]
    public async Task A_provider_that_does_not_answer_lets_nobody_in()
    {
        var provider = await IdentityProvider.StartAsync();
        var token = provider.Token(groups: ["storage"]);
        await using var lab = await StartAsync(provider);
        await provider.DisposeAsync();
        using var client = lab.Stranger();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);

        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("runs", Stop)).StatusCode);
        Assert.DoesNotContain(token, lab.Log.Text);
    }

    private static Task<ServerLab> StartAsync(IdentityProvider provider) => ServerLab.StartAsync($$"""
        access:
          oidc:
            issuer: "{{provider.Issuer}}"
            audience: runbook
            grants:
              - { value: storage, role: operator, environments: [tokyo-*] }
        """);
}
