using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using RunbookEngine.Server.Access;

namespace RunbookEngine.Server.Tests.Api;

/// <summary><c>GET /pairs</c> over real HTTP and simulated arrays.</summary>
public sealed class PairApiTests
{
    [Fact]
    public async Task Pairs_are_told_to_whoever_may_see_the_environment_and_to_nobody_else()
    {
        await using var lab = await ServerLab.StartAsync(arrays: true);
        using var viewer = await lab.ClientAsync("vera", Role.Viewer);
        using var elsewhere = await lab.ClientAsync("ed", new Grant(Role.Viewer, Environments: ["other"]));
        using var stranger = lab.Stranger();
        var path = $"pairs?environment={ServerLab.Environment}";

        var answer = await viewer.GetFromJsonAsync<JsonElement>($"{path}&copyGroup=erp-ur-*&pairs=true", TestContext.Current.CancellationToken);
        var items = answer.GetProperty("items").EnumerateArray().ToList();

        Assert.NotEmpty(items);
        Assert.All(items, i => Assert.StartsWith("erp-ur-", i.GetProperty("copyGroup").GetString()));
        Assert.All(items, i => Assert.Equal(i.GetProperty("pairCount").GetInt32(), i.GetProperty("pairs").GetArrayLength()));
        Assert.Equal("ok", answer.GetProperty("health").GetString());
        Assert.Equal(HttpStatusCode.NotFound, (await elsewhere.GetAsync(path, TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.GetAsync(path, TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await viewer.GetAsync("pairs", TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await viewer.GetAsync($"{path}&technology=tc", TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await viewer.GetAsync($"{path}&copyGroup=a[", TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await viewer.GetAsync("pairs?environment=none", TestContext.Current.CancellationToken)).StatusCode);
    }
}
