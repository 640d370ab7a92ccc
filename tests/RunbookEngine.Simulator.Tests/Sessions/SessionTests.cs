using System.Globalization;
using System.Text.Json.Nodes;
using RunbookEngine.Simulator.Http;
using RunbookEngine.Simulator.Rest;
using RunbookEngine.Simulator.Tests.Support;

namespace RunbookEngine.Simulator.Tests.Sessions;

public class SessionTests
{
    private const string Yaml = """
        topology: v1
        name: sessions
        arrays:
          a:
            storageDeviceId: "936000040014"
            serialNumber: 40014
            model: VSP E990
            controllers: 2
            resourceGroups: [ { id: 1, name: one }, { id: 2, name: two } ]
            users:
              boss: { password: secret-1, roles: [administrator] }
              copier: { password: secret-2, roles: [local-copy, provisioning] }
              viewer: { password: secret-3, roles: [view-only] }
              left: { password: secret-4, roles: [provisioning], resourceGroups: [1] }
              right: { password: secret-5, roles: [provisioning], resourceGroups: [2] }
            volumes:
              - { ids: 1-4, size: 1G }
              - { ids: 11, size: 1G, resourceGroup: 1 }
              - { ids: 12, size: 1G, resourceGroup: 2 }
        """;

    private static readonly Dictionary<string, string> Passwords =
        new() { ["boss"] = "secret-1", ["copier"] = "secret-2", ["viewer"] = "secret-3", ["left"] = "secret-4", ["right"] = "secret-5" };

    private readonly Site _site = Site.Of(Yaml);

    [Fact]
    public async Task The_sixty_fifth_session_is_refused_with_503_until_one_is_discarded()
    {
        var tokens = new List<string>();
        for (var i = 0; i < Rest.Sessions.Max; i++)
            tokens.Add(await LoginAsync("boss"));
        Assert.Equal(503, (await SendAsync(1, "POST", "sessions", Site.Basic("boss", "secret-1"))).Status);
        Assert.Equal(200, (await SendAsync(1, "DELETE", "sessions/1", "Session " + tokens[0])).Status);
        Assert.Equal(200, (await SendAsync(1, "POST", "sessions", Site.Basic("boss", "secret-1"))).Status);
        // The other controller's server counts for itself.
        Assert.Equal(200, (await SendAsync(2, "POST", "sessions", Site.Basic("boss", "secret-1"))).Status);
    }

    [Fact]
    public async Task A_session_ends_after_its_alive_time_without_use_and_use_keeps_it()
    {
        var token = await LoginAsync("boss", """{"aliveTime":60}""");
        for (var i = 0; i < 3; i++)
        {
            _site.Wait(59);
            Assert.Equal(200, (await SendAsync(1, "GET", "sessions", "Session " + token)).Status);
        }
        _site.Wait(61);
        var answer = await SendAsync(1, "GET", "sessions", "Session " + token);
        Assert.Equal(401, answer.Status);
        Assert.Contains("The specified token is invalid", answer.Text);
        Assert.StartsWith("Session ", answer.Headers["WWW-Authenticate"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"aliveTime":0}""")]
    [InlineData("""{"aliveTime":301}""")]
    [InlineData("""{"authenticationTimeout":901}""")]
    [InlineData("""{"bogus":1}""")]
    public async Task A_session_with_settings_out_of_range_is_refused(string body) =>
        Assert.Equal(400, (await SendAsync(1, "POST", "sessions", Site.Basic("boss", "secret-1"), body)).Status);

    [Fact]
    public async Task Another_users_session_is_discarded_only_by_an_administrator_with_force()
    {
        var boss = "Session " + await LoginAsync("boss");
        var viewer = "Session " + await LoginAsync("viewer");
        Assert.Equal(403, (await SendAsync(1, "DELETE", "sessions/1", viewer, """{"force":true}""")).Status);
        Assert.Equal(403, (await SendAsync(1, "DELETE", "sessions/2", boss)).Status);
        Assert.Equal(200, (await SendAsync(1, "DELETE", "sessions/2", boss, """{"force":true}""")).Status);
        Assert.Equal(401, (await SendAsync(1, "GET", "sessions", viewer)).Status);
    }

    [Fact]
    public async Task Only_administrators_see_the_sessions_of_others_and_nobody_sees_tokens()
    {
        var boss = await LoginAsync("boss");
        var viewer = await LoginAsync("viewer");
        var seen = await SendAsync(1, "GET", "sessions", "Session " + boss);
        Assert.Equal(2, Site.Parse(seen)["data"]!.AsArray().Count);
        Assert.DoesNotContain(viewer, seen.Text);
        Assert.Single(Site.Parse(await SendAsync(1, "GET", "sessions", "Session " + viewer))["data"]!.AsArray());
    }

    [Fact]
    public async Task The_controllers_share_the_array_but_neither_sessions_nor_jobs()
    {
        var first = "Session " + await LoginAsync("boss");
        Assert.Equal(401, (await SendAsync(2, "GET", "ldevs/1", first)).Status);
        var second = "Session " + await LoginAsync("boss", controller: 2);
        Assert.Equal(202, (await SendAsync(1, "PATCH", "ldevs/1", first, """{"label":"seen-by-both"}""")).Status);
        _site.Wait(1);
        Assert.Contains("seen-by-both", (await SendAsync(2, "GET", "ldevs/1", second)).Text);
        Assert.Equal(200, (await SendAsync(1, "GET", "jobs/1", first)).Status);
        Assert.Equal(404, (await SendAsync(2, "GET", "jobs/1", second)).Status);
    }

    [Fact]
    public async Task The_newest_3000_jobs_are_kept()
    {
        var boss = "Session " + await LoginAsync("boss");
        for (var i = 0; i < 3001; i++)
        {
            Assert.Equal(202, (await SendAsync(1, "PATCH", "ldevs/1", boss, """{"label":"x"}""")).Status);
            _site.Wait(1);
        }
        Assert.Equal(404, (await SendAsync(1, "GET", "jobs/1", boss)).Status);
        Assert.Equal(200, (await SendAsync(1, "GET", "jobs/2", boss)).Status);
    }

    public static TheoryData<string, string, string, string, int> Permissions() => new()
    {
        { "viewer", "GET", "ldevs", "", 200 },
        { "viewer", "POST", "ldevs", """{"poolId":0,"byteFormatCapacity":"1G"}""", 403 },
        { "viewer", "POST", "snapshots", """{"snapshotGroupName":"g","snapshotPoolId":0,"pvolLdevId":1}""", 403 },
        { "viewer", "GET", "remote-copypairs?replicationType=TC", "", 403 },
        { "copier", "POST", "snapshots", """{"snapshotGroupName":"g","snapshotPoolId":0,"pvolLdevId":1}""", 202 },
        { "copier", "POST", "ldevs", """{"poolId":0,"byteFormatCapacity":"1G"}""", 202 },
        { "copier", "POST", "journals", """{"journalId":1,"ldevIds":[1]}""", 403 },
        { "copier", "POST", "remote-mirror-copypairs", "{}", 403 },
        { "copier", "POST", "resource-groups", """{"resourceGroupName":"x"}""", 403 },
        { "copier", "POST", "remote-storages", "{}", 403 },
        { "boss", "GET", "remote-copypairs?replicationType=TC", "", 200 },
    };

    [Theory]
    [MemberData(nameof(Permissions))]
    public async Task A_request_needs_its_role(string user, string method, string path, string body, int status)
    {
        var answer = await SendAsync(1, method, path, "Session " + await LoginAsync(user), body);
        Assert.Equal(status, answer.Status);
        if (status == 403)
            Assert.Contains("KART40045-E", answer.Text);
    }

    [Fact]
    public async Task A_user_sees_only_volumes_of_the_own_resource_groups()
    {
        var left = "Session " + await LoginAsync("left");
        Assert.Equal([11], Ids(await SendAsync(1, "GET", "ldevs?ldevOption=defined", left)));
        Assert.Equal(404, (await SendAsync(1, "DELETE", "ldevs/12", left)).Status);
        Assert.Equal([1], Site.Parse(await SendAsync(1, "GET", "resource-groups", left))["data"]!.AsArray().Select(g => g!["resourceGroupId"]!.GetValue<int>()));
    }

    [Theory]
    [InlineData("/ConfigurationManager/v1/services/resource-group-service/actions/", "POST")]
    [InlineData("/ConfigurationManager/v1/936000040014/services/resource-group-service/actions/", "PUT")]
    public async Task A_lock_belongs_to_its_session(string service, string method)
    {
        var mine = "Session " + await LoginAsync("boss");
        var other = "Session " + await LoginAsync("boss");
        Assert.Equal("Succeeded", await DoAsync(method, service + "lock/invoke", mine, """{"parameters":{"waitTime":0}}"""));
        Assert.Equal("Succeeded", await DoAsync("PATCH", "ldevs/1", mine, """{"label":"mine"}"""));
        Assert.Equal("Failed", await DoAsync("PATCH", "ldevs/1", other, """{"label":"other"}"""));
        Assert.Equal("Failed", await DoAsync(method, service + "lock/invoke", other));
        Assert.Equal("Failed", await DoAsync(method, service + "unlock/invoke", other));
        var group = Site.Parse(await SendAsync(1, "GET", "resource-groups/0", mine));
        Assert.Equal(("Locked", "boss", true), (group["lockStatus"]!.GetValue<string>(), group["lockOwner"]!.GetValue<string>(), group["selfLock"]!.GetValue<bool>()));
        Assert.False(Site.Parse(await SendAsync(1, "GET", "resource-groups/0", other))["selfLock"]!.GetValue<bool>());
        Assert.Equal("Succeeded", await DoAsync(method, service + "unlock/invoke", mine));
        Assert.Equal("Succeeded", await DoAsync("PATCH", "ldevs/1", other, """{"label":"other"}"""));
    }

    [Theory]
    [InlineData("discard")]
    [InlineData("expire")]
    [InlineData("unlock")]
    public async Task A_lock_that_is_waited_for_is_had_when_its_holder_lets_go(string how)
    {
        const string service = "/ConfigurationManager/v1/services/resource-group-service/actions/";
        var holder = "Session " + await LoginAsync("boss", """{"aliveTime":30}""");
        var waiter = "Session " + await LoginAsync("copier");
        Assert.Equal("Succeeded", await DoAsync("POST", service + "lock/invoke", holder));
        var answer = await SendAsync(1, "POST", service + "lock/invoke", waiter, """{"parameters":{"waitTime":60}}""");
        var job = "jobs/" + Site.Parse(answer)["jobId"]!.GetValue<long>().ToString(CultureInfo.InvariantCulture);
        _site.Wait(5);
        Assert.Equal("Running", Site.Parse(await SendAsync(1, "GET", job, waiter))["status"]!.GetValue<string>());
        if (how == "discard")
            await SendAsync(1, "DELETE", "sessions/1", holder);
        else if (how == "unlock")
            await DoAsync("POST", service + "unlock/invoke", holder);
        _site.Wait(how == "expire" ? 40 : 1);
        Assert.Equal("Succeeded", Site.Parse(await SendAsync(1, "GET", job, waiter))["state"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_wait_for_a_lock_ends_when_its_time_is_over()
    {
        const string service = "/ConfigurationManager/v1/services/resource-group-service/actions/";
        var holder = "Session " + await LoginAsync("boss");
        var waiter = "Session " + await LoginAsync("copier");
        await DoAsync("POST", service + "lock/invoke", holder);
        var answer = await SendAsync(1, "POST", service + "lock/invoke", waiter, """{"parameters":{"waitTime":60}}""");
        _site.Wait(62);
        var job = Site.Parse(await SendAsync(1, "GET", "jobs/" + Site.Parse(answer)["jobId"], waiter));
        Assert.Equal("Failed", job["state"]!.GetValue<string>());
        Assert.Equal(("2E11", "2205", "RETRY"), (job["error"]!["errorCode"]!["SSB1"]!.GetValue<string>(),
            job["error"]!["errorCode"]!["SSB2"]!.GetValue<string>(), job["error"]!["solutionType"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Users_of_different_resource_groups_lock_side_by_side()
    {
        const string service = "/ConfigurationManager/v1/services/resource-group-service/actions/";
        Assert.Equal("Succeeded", await DoAsync("POST", service + "lock/invoke", "Session " + await LoginAsync("left")));
        Assert.Equal("Succeeded", await DoAsync("POST", service + "lock/invoke", "Session " + await LoginAsync("right")));
        Assert.Equal("Failed", await DoAsync("POST", service + "lock/invoke", "Session " + await LoginAsync("boss")));
    }

    private static IEnumerable<int> Ids(SimResponse answer) => Site.Parse(answer)["data"]!.AsArray().Select(v => v!["ldevId"]!.GetValue<int>());

    private async Task<string> LoginAsync(string user, string body = "{}", int controller = 1)
    {
        var answer = await SendAsync(controller, "POST", "sessions", Site.Basic(user, Passwords[user]), body);
        Assert.Equal(200, answer.Status);
        return Site.Parse(answer)["token"]!.GetValue<string>();
    }

    private async Task<string> DoAsync(string method, string path, string authorization, string body = "")
    {
        var answer = await SendAsync(1, method, path, authorization, body);
        Assert.True(answer.Status == 202, answer.Text);
        _site.Wait(1);
        JsonNode job = Site.Parse(await SendAsync(1, "GET", "jobs/" + Site.Parse(answer)["jobId"], authorization));
        return job["state"]!.GetValue<string>();
    }

    private Task<SimResponse> SendAsync(int controller, string method, string path, string authorization, string body = "")
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(body);
        var headers = new SimHeaders { { "Authorization", authorization }, { "Content-Length", bytes.Length.ToString(CultureInfo.InvariantCulture) } };
        var question = path.IndexOf('?', StringComparison.Ordinal);
        RestServer server = _site.World["a"].Servers[controller - 1];
        return server.HandleAsync(new SimRequest(method, (path.StartsWith('/') ? "" : Site.Objects) + (question < 0 ? path : path[..question]), question < 0 ? "" : path[question..], headers, bytes));
    }
}
