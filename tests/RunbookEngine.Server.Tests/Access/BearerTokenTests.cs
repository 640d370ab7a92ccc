using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;
using RunbookEngine.Journal;
using RunbookEngine.Server.Access;
using RunbookEngine.Server.Running;
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
    public async Task The_person_of_a_token_is_known_by_its_issuer_and_subject()
    {
        await using var provider = await IdentityProvider.StartAsync();
        await using var lab = await StartAsync(provider);
        var caller = await lab.Host.Services.GetRequiredService<BearerTokens>().OpenAsync(provider.Token(groups: ["storage"]), Stop);
        Assert.Equal(Identification.OfToken(provider.Issuer, "u-17"), caller!.KnownBy);
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
        string Headed(string header)
        {
            var signed = $"{Base64UrlEncoder.Encode(header)}.{good.Split('.')[1]}";
            return $"{signed}.{Base64UrlEncoder.Encode(provider.Key.ECDsa.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256))}";
        }

        foreach (var type in (string[])["JWT", "at+jwt", "application/at+jwt"])
            Assert.Equal(HttpStatusCode.OK, await AskAsync(lab, Headed($$"""{"alg":"ES256","kid":"one","typ":"{{type}}"}""")));
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
            ["a critical extension"] = Headed("""{"alg":"ES256","kid":"one","crit":["exp"],"exp":1}"""),
            ["an unknown critical extension"] = Headed("""{"alg":"ES256","kid":"one","crit":["x"],"x":1}"""),
            ["a logout token"] = Headed("""{"alg":"ES256","kid":"one","typ":"logout+jwt"}"""),
            ["a proof"] = Headed("""{"alg":"ES256","kid":"one","typ":"dpop+jwt"}"""),
            ["its type twice"] = Headed("""{"alg":"ES256","kid":"one","typ":"logout+jwt","typ":"JWT"}"""),
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
    public async Task Who_is_renamed_at_the_provider_is_the_same_person_here_and_nobody_else_gets_the_name()
    {
        await using var provider = await IdentityProvider.StartAsync();
        await using var lab = await StartAsync(provider);
        async Task<string> NameAsync(string subject, string name)
        {
            using var client = lab.Stranger();
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", provider.Token(subject: subject, name: name, groups: ["storage"]));
            return (await client.GetFromJsonAsync<JsonElement>("me", Stop)).GetProperty("name").GetString()!;
        }

        Assert.Equal("akiko", await NameAsync("u-17", "akiko"));
        Assert.Equal("akiko", await NameAsync("u-17", "ben"));
        foreach (var taken in new[] { "akiko", "AKIKO", "\uFF41kiko" })
            Assert.Equal("u-18", await NameAsync("u-18", taken));
        Assert.Equal("u-19", await NameAsync("u-19", "schedule:nightly"));
        Assert.StartsWith("person-", await NameAsync("u:20", "no name at all"));
        Assert.NotEqual(await NameAsync("u:21", ""), await NameAsync("u:22", ""));
        Assert.Equal("ben", await NameAsync("u-23", "ben"));
    }

    [Fact]
    public async Task A_renamed_person_does_not_approve_their_own_run_and_a_schedule_ends_with_the_groups_of_its_author()
    {
        await using var provider = await IdentityProvider.StartAsync();
        await using var lab = await ServerLab.StartAsync($$"""
            access:
              oidc:
                issuer: "{{provider.Issuer}}"
                audience: runbook
                grants:
                  - { value: all, role: admin }
            """);
        await lab.Host.Services.GetRequiredService<EnvironmentLibrary>().PutAsync("lab", """
            environment: v1
            name: lab
            arrays: { tokyo: { endpoint: "http://127.0.0.1:1", storageDeviceId: "900000040014", credentials: "env:NONE" } }
            approvers: { dr: [akiko, ben] }
            """, 0, "lab", Stop);
        HttpClient Client(string name, params string[] groups)
        {
            var client = lab.Stranger();
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", provider.Token(name: name, groups: groups));
            return client;
        }

        var text = "runbook: v1\nname: ask\nsteps:\n  - id: go\n    approve: { by: dr, message: Go? }\n  - id: work\n    command: { run: [/bin/true] }\n    rollback: { none: nothing }\n";
        using var akiko = Client("akiko", "all");
        Assert.Equal(HttpStatusCode.Created, (await akiko.PutAsync("runbooks/ask", new StringContent(text), Stop)).StatusCode);
        var run = await ServerLab.StartAsync(akiko, new { runbook = "ask", environment = "lab" });
        await ServerLab.WaitAsync(akiko, run, "awaiting-approval");
        using var renamed = Client("ben", "all");
        Assert.Equal(HttpStatusCode.Conflict, (await renamed.PostAsJsonAsync($"runs/{run}/steps/go/approval", new { granted = true }, Stop)).StatusCode);

        var author = new TriggerAuthor("akiko", PersonNames.IdOf(provider.Issuer, "u-17"));
        var starter = lab.Host.Services.GetRequiredService<IRunStarter>();
        var order = new RunOrder("ask", "lab", "schedule:ask", new Dictionary<string, string>(), Author: author);
        Assert.IsType<OrderResult.Started>(await starter.StartAsync(order, Stop));
        using var moved = Client("akiko", "canteen");
        Assert.Equal(HttpStatusCode.Forbidden, (await moved.GetAsync("runs", Stop)).StatusCode);
        Assert.IsType<OrderResult.Refused>(await starter.StartAsync(order, Stop));
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

    private static async Task<HttpStatusCode> AskAsync(ServerLab lab, string token)
    {
        using var client = lab.Stranger();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return (await client.GetAsync("runs", Stop)).StatusCode;
    }
}
