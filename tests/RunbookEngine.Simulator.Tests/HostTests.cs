using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using RunbookEngine.Simulator.Hosting;
using RunbookEngine.Simulator.Tests.Support;
using RunbookEngine.Simulator.Topologies;

namespace RunbookEngine.Simulator.Tests;

public class HostTests
{
    private static Topology TwoSites => Topology.Load(Repository.File("examples/topologies/two-site.yaml")).Require();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Each_array_answers_as_itself_on_a_port_of_its_own(bool tls)
    {
        await using var host = await SimulatorHost.StartAsync(TwoSites, new SimulatorOptions { Tls = tls, Clock = new ManualTime() });
        using var client = Client(host);
        var ids = new List<string>();
        foreach (var array in host.Arrays)
        {
            Assert.Equal(tls ? "https" : "http", array.Endpoint.Scheme);
            var text = await client.GetStringAsync(new Uri(array.Endpoint, "/ConfigurationManager/v1/objects/storages"));
            ids.Add(JsonNode.Parse(text)!["data"]![0]!["storageDeviceId"]!.GetValue<string>());
        }
        Assert.Equal(["900000040014", "900000040015"], ids);
        Assert.Equal(3, host.Arrays.Select(a => a.Endpoint.Port).Append(host.ControlAddress.Port).Distinct().Count());
    }

    /// <remarks>Source: Configuration Manager REST API guide MK-92HC229: one server, <c>storages/ID/...</c> in every path.</remarks>
    [Fact]
    public async Task One_address_serves_every_array_and_each_path_names_its_array()
    {
        await using var host = await SimulatorHost.StartAsync(TwoSites, new SimulatorOptions { OneAddress = true, Clock = new ManualTime() });
        using var client = Client(host);
        Assert.Single(host.Arrays.Select(a => a.Endpoint).Distinct());
        var root = new Uri(host.Arrays[0].Endpoint, "/ConfigurationManager/v1/objects/");
        var listed = JsonNode.Parse(await client.GetStringAsync(new Uri(root, "storages")))!["data"]!.AsArray().Select(s => s!["storageDeviceId"]!.GetValue<string>());
        Assert.Equal(["900000040014", "900000040015"], listed);
        var tokens = new Dictionary<string, string>();
        foreach (var array in host.Arrays)
        {
            using var login = new HttpRequestMessage(HttpMethod.Post, new Uri(root, $"storages/{array.StorageDeviceId}/sessions")) { Content = new StringContent("{}", Encoding.UTF8, "application/json") };
            login.Headers.Authorization = AuthenticationHeaderValue.Parse(Site.Basic(array.User, array.Password));
            using var answer = await client.SendAsync(login);
            tokens[array.Alias] = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["token"]!.GetValue<string>();
        }
        async Task<(HttpStatusCode Status, JsonNode Body)> AskAsync(string path, string token)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(root, path));
            request.Headers.TryAddWithoutValidation("Authorization", "Session " + token);
            using var answer = await client.SendAsync(request);
            return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!);
        }

        Assert.Equal("PJNN", (await AskAsync("storages/900000040014/journals/1", tokens["tokyo"])).Body["journalStatus"]!.GetValue<string>());
        Assert.Equal("SJNN", (await AskAsync("storages/900000040015/journals/1", tokens["osaka"])).Body["journalStatus"]!.GetValue<string>());
        Assert.Equal(HttpStatusCode.Unauthorized, (await AskAsync("storages/900000040015/journals/1", tokens["tokyo"])).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await AskAsync("journals/1", tokens["tokyo"])).Status);
        var unknown = await AskAsync("storages/900000049999/journals/1", tokens["tokyo"]);
        Assert.Equal((HttpStatusCode.NotFound, "KART30013-E"), (unknown.Status, unknown.Body["messageId"]!.GetValue<string>()));

        // A monitor of replication has the cache refreshed before it reads.
        using var refresh = new HttpRequestMessage(HttpMethod.Put, new Uri(root, "storages/900000040014/views/actions/refresh/invoke")) { Content = new StringContent("{}", Encoding.UTF8, "application/json") };
        refresh.Headers.TryAddWithoutValidation("Authorization", "Session " + tokens["tokyo"]);
        using var refreshed = await client.SendAsync(refresh);
        Assert.Equal(HttpStatusCode.OK, refreshed.StatusCode);

        using var change = new HttpRequestMessage(HttpMethod.Patch, new Uri(root, "storages/900000040014/ldevs/300")) { Content = new StringContent("""{"label":"x"}""", Encoding.UTF8, "application/json") };
        change.Headers.TryAddWithoutValidation("Authorization", "Session " + tokens["tokyo"]);
        using var accepted = await client.SendAsync(change);
        var self = JsonNode.Parse(await accepted.Content.ReadAsStringAsync())!["self"]!.GetValue<string>();
        Assert.StartsWith("/ConfigurationManager/v1/objects/storages/900000040014/jobs/", self);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(self, tokens["tokyo"])).Status);
        Assert.Equal(host.Arrays[0].Endpoint.Port,
            (await AskAsync("storages/900000040014/remote-storages", tokens["tokyo"])).Body["data"]![1]!["restServerPort"]!.GetValue<int>());
    }

    [Fact]
    public async Task The_certificate_is_refused_without_its_authority()
    {
        await using var host = await SimulatorHost.StartAsync(TwoSites, new SimulatorOptions { Tls = true });
        using var client = new HttpClient();
        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(new Uri(host.Arrays[0].Endpoint, "/ConfigurationManager/configuration/version")));
    }

    [Fact]
    public async Task A_session_lives_by_the_clients_time_when_the_arrays_run_faster()
    {
        await using var host = await SimulatorHost.StartAsync(TwoSites, new SimulatorOptions { Clock = new Clocks.ScaledClock(new ManualTime(), 60) });
        using var client = Client(host);
        var clock = (ManualTime)((Clocks.ScaledClock)host.World.Clock).Inner;
        var token = await LoginAsync(client, host.Arrays[0]);
        clock.Advance(TimeSpan.FromSeconds(299));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, host.Arrays[0], token));
        clock.Advance(TimeSpan.FromSeconds(301));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(client, host.Arrays[0], token));
    }

    [Fact]
    public async Task The_same_requests_work_without_a_socket()
    {
        var clock = new ManualTime();
        using var client = new HttpClient(new InMemoryHandler(new World.SimulatedArrays(TwoSites, clock)));
        var address = InMemoryHandler.AddressOf("osaka");
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, "/ConfigurationManager/v1/objects/sessions/"));
        request.Headers.Authorization = AuthenticationHeaderValue.Parse(Site.Basic("runbook", "runbook-demo"));
        using var answer = await client.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("application/json", answer.Content.Headers.ContentType!.MediaType);
        var control = await client.GetStringAsync(new Uri(InMemoryHandler.ControlAddress, "/control/ledger"));
        Assert.Equal("""{"data":[]}""", control);
    }

    [Fact]
    public async Task A_body_over_the_limit_is_refused_before_it_is_read_whole()
    {
        await using var host = await SimulatorHost.StartAsync(TwoSites);
        using var client = Client(host);
        using var answer = await client.PostAsync(
            new Uri(host.Arrays[0].Endpoint, "/ConfigurationManager/v1/objects/sessions"), new ByteArrayContent(new byte[Http.SimRequest.MaxBodyBytes + 1]));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Contains("\"errorSource\":\"/ConfigurationManager/v1/objects/sessions\"", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_over_the_limit_is_refused_without_a_socket_too()
    {
        using var client = new HttpClient(new InMemoryHandler(new World.SimulatedArrays(TwoSites, new ManualTime())));
        using var answer = await client.PostAsync(
            new Uri(InMemoryHandler.AddressOf("tokyo"), "/ConfigurationManager/v1/objects/sessions"), new ByteArrayContent(new byte[Http.SimRequest.MaxBodyBytes + 1]));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Contains("\"errorSource\":\"/ConfigurationManager/v1/objects/sessions\"", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static HttpClient Client(SimulatorHost host)
    {
        if (host.AuthorityPem is not { } pem)
            return new HttpClient();
        var authority = X509Certificate2.CreateFromPem(pem);
        return new HttpClient(new SocketsHttpHandler
        {
            SslOptions = new SslClientAuthenticationOptions
            {
                CertificateChainPolicy = new X509ChainPolicy
                {
                    TrustMode = X509ChainTrustMode.CustomRootTrust,
                    CustomTrustStore = { authority },
                    RevocationMode = X509RevocationMode.NoCheck,
                },
            },
        });
    }

    private static async Task<string> LoginAsync(HttpClient client, ArrayAddress array)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(array.Endpoint, "/ConfigurationManager/v1/objects/sessions"))
        {
            Content = new StringContent("{}", Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = AuthenticationHeaderValue.Parse(Site.Basic(array.User, array.Password));
        using var answer = await client.SendAsync(request);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["token"]!.GetValue<string>();
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, ArrayAddress array, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(array.Endpoint, "/ConfigurationManager/v1/objects/sessions"));
        request.Headers.Authorization = AuthenticationHeaderValue.Parse("Session " + token);
        using var answer = await client.SendAsync(request);
        return answer.StatusCode;
    }
}
