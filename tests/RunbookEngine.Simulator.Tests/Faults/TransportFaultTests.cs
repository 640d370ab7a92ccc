using System.Net;
using RunbookEngine.Simulator.Tests.Support;
using RunbookEngine.Simulator.Topologies;

namespace RunbookEngine.Simulator.Tests.Faults;

/// <summary>A client meets the same failures over sockets and in memory.</summary>
public class TransportFaultTests
{
    private const string Split = "remote-mirror-copygroups/900000040015,erp-ur-01,erp-ur-01P_,erp-ur-01S_/actions/split/invoke";

    private static Topology TwoSites => Topology.Load(Repository.File("examples/topologies/two-site.yaml")).Require();

    [Theory]
    [InlineData(true, FaultKinds.RequestLost, 0)]
    [InlineData(false, FaultKinds.RequestLost, 0)]
    [InlineData(true, FaultKinds.AnswerLost, 1)]
    [InlineData(false, FaultKinds.AnswerLost, 1)]
    [InlineData(true, FaultKinds.ConnectionCut, 1)]
    [InlineData(false, FaultKinds.ConnectionCut, 1)]
    public async Task A_connection_that_breaks_is_an_exception_of_the_transport(bool sockets, string kind, int effects)
    {
        await using var stage = await Stage.OpenAsync(TwoSites, sockets);
        var (tokyo, osaka) = (await stage.LoginAsync("tokyo"), await stage.LoginAsync("osaka"));
        await stage.ControlAsync("POST", "faults", $$"""{"kind":"{{kind}}","action":"split"}""");
        var thrown = await Assert.ThrowsAnyAsync<HttpRequestException>(() => SplitAsync());
        Assert.Null(thrown.StatusCode);
        stage.Wait(60);
        Assert.Equal(effects, await EffectsAsync(stage));
        using var again = await SplitAsync();
        Assert.Equal(HttpStatusCode.Accepted, again.StatusCode);
        stage.Wait(60);
        Assert.Equal(1, await EffectsAsync(stage));

        Task<HttpResponseMessage> SplitAsync() => stage.SendAsync("tokyo", "POST", Split, tokyo, """{"parameters":{"replicationType":"UR"}}""", osaka);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_array_that_is_gone_does_not_answer_until_it_is_back(bool sockets)
    {
        await using var stage = await Stage.OpenAsync(TwoSites, sockets);
        var token = await stage.LoginAsync("tokyo");
        await stage.ControlAsync("POST", "arrays", """{"array":"tokyo","gone":true}""");
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => stage.SendAsync("tokyo", "GET", "ldevs/100", token));
        await stage.ControlAsync("POST", "arrays", """{"array":"tokyo","gone":false}""");
        using var answer = await stage.SendAsync("tokyo", "GET", "ldevs/100", token);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Answers_that_are_no_json_reach_the_client_as_they_are(bool sockets)
    {
        await using var stage = await Stage.OpenAsync(TwoSites, sockets);
        var token = await stage.LoginAsync("tokyo");
        await stage.ControlAsync("POST", "faults", """[{"kind":"html-error","path":"ldevs/1"},{"kind":"empty-answer","path":"ldevs/2"}]""");
        using var html = await stage.SendAsync("tokyo", "GET", "ldevs/1", token);
        Assert.Equal((HttpStatusCode.InternalServerError, "text/html"), (html.StatusCode, html.Content.Headers.ContentType!.MediaType));
        using var empty = await stage.SendAsync("tokyo", "GET", "ldevs/2", token);
        Assert.Equal((HttpStatusCode.OK, 0), (empty.StatusCode, (await empty.Content.ReadAsByteArrayAsync()).Length));
    }

    private static async Task<int> EffectsAsync(Stage stage) =>
        (await stage.ControlAsync("GET", "ledger?action=split&effect=changed"))["data"]!.AsArray().Count;
}
