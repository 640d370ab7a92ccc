using System.Net;
using System.Text;
using System.Text.Json;
using RunbookEngine.Activities.Web;
using RunbookEngine.Journal;
using RunbookEngine.Plans;
using RunbookEngine.Testing;
using RunbookEngine.Testing.Steps;

namespace RunbookEngine.Activities.Tests.Web;

public class HttpTests
{
    private static readonly Func<HttpRequestMessage, HttpResponseMessage> Fine = _ => Answer(HttpStatusCode.OK, """{"id": 7}""");

    [Fact]
    public async Task An_answer_becomes_outputs()
    {
        var (outcome, requests, step) = await CallAsync(new { url = "https://backup.example/jobs", method = "POST", body = new { policy = "erp" } }, Fine);
        var done = Assert.IsType<StepOutcome.Succeeded>(outcome);
        Assert.Equal(200, done.Outputs!.Value.GetProperty("status").GetInt32());
        Assert.Equal(7, done.Outputs!.Value.GetProperty("json").GetProperty("id").GetInt32());
        Assert.Equal("POST https://backup.example/jobs {\"policy\":\"erp\"}", Assert.Single(requests));
        Assert.Equal(OperationResult.Done, Assert.Single(step.Record.Operations).Result);
    }

    [Fact]
    public async Task A_read_announces_nothing()
    {
        var (outcome, _, step) = await CallAsync(new { url = "https://backup.example/jobs" }, Fine);
        Assert.IsType<StepOutcome.Succeeded>(outcome);
        Assert.Empty(step.Record.Operations);
    }

    [Theory]
    [InlineData(404, OperationResult.NoEffect)]
    [InlineData(500, OperationResult.Failed)]
    public async Task A_status_that_was_not_expected_fails(int status, OperationResult result)
    {
        var (outcome, _, step) = await CallAsync(new { url = "https://backup.example/jobs", method = "POST" }, _ => Answer((HttpStatusCode)status, "disk full"));
        var failure = Assert.IsType<StepOutcome.Failed>(outcome).Failure;
        Assert.Equal((FailureKind.CommandFailed, $"HTTP {status}"), (failure.Kind, failure.Code));
        Assert.Contains("disk full", failure.Message);
        Assert.Equal(result, Assert.Single(step.Record.Operations).Result);
    }

    [Theory]
    [InlineData("hold", "ambiguous", 1)]
    [InlineData("fail", "failed", 1)]
    [InlineData("retry", "succeeded", 2)]
    public async Task A_lost_answer_to_a_change_asks_its_author(string onUnknown, string end, int sent)
    {
        var calls = 0;
        var (outcome, requests, _) = await CallAsync(
            new { url = "https://backup.example/jobs", method = "POST", onUnknown },
            request => ++calls == 1 ? throw new HttpRequestException(HttpRequestError.ResponseEnded, "gone") : Fine(request));
        Assert.Equal(end, outcome switch { StepOutcome.Ambiguous => "ambiguous", StepOutcome.Failed => "failed", _ => "succeeded" });
        Assert.Equal(sent, requests.Count);
    }

    [Fact]
    public async Task A_server_that_was_not_reached_had_no_effect_and_may_be_tried_again()
    {
        var (outcome, _, step) = await CallAsync(
            new { url = "https://backup.example/jobs", method = "POST" }, _ => throw new HttpRequestException(HttpRequestError.ConnectionError, "refused"));
        Assert.Equal(FailureKind.Unreachable, Assert.IsType<StepOutcome.Failed>(outcome).Failure.Kind);
        Assert.Equal(OperationResult.NoEffect, Assert.Single(step.Record.Operations).Result);
    }

    [Fact]
    public async Task Wherever_the_engine_dies_a_change_is_not_sent_a_second_time_by_itself()
    {
        foreach (var at in new[] { 1, 2 })
        {
            var requests = new List<string>();
            var step = Step(new { url = "https://backup.example/jobs", method = "POST" });
            step.CrashAfter = at;
            await Assert.ThrowsAsync<CrashException>(() => RunAsync(step, requests, Fine));
            var outcome = await RunAsync(step.Restarted(), requests, Fine);
            Assert.Equal(at == 1 ? typeof(StepOutcome.Ambiguous) : typeof(StepOutcome.Succeeded), outcome.GetType());
            Assert.Equal(at == 1 ? 0 : 1, requests.Count);
        }
    }

    [Fact]
    public async Task A_connection_lends_address_and_token_and_the_token_stays_secret()
    {
        Environment.SetEnvironmentVariable("HTTP_TEST_TOKEN", "t0p-s3cret");
        string? sent = null;
        var (outcome, requests, step) = await CallAsync(new { connection = "backup", url = "jobs/7", method = "POST", body = "go" }, request =>
        {
            sent = request.Headers.Authorization?.ToString();
            return Answer(HttpStatusCode.OK, "you sent t0p-s3cret");
        });
        Assert.IsType<StepOutcome.Succeeded>(outcome);
        Assert.Equal("Bearer t0p-s3cret", sent);
        Assert.Equal("POST https://backup.example/api/jobs/7 go", Assert.Single(requests));
        Assert.DoesNotContain("t0p-s3cret", JsonSerializer.Serialize<IReadOnlyList<RunEvent>>(step.Journal, PlanJson.Options));
        Assert.DoesNotContain("t0p-s3cret", outcome.ToString());
    }

    [Theory]
    [InlineData("https://elsewhere.example/jobs")]
    [InlineData("../../admin")]
    public async Task A_connections_credentials_go_nowhere_else(string url)
    {
        var (outcome, requests, _) = await CallAsync(new { connection = "backup", url }, Fine);
        Assert.Equal(FailureKind.Invalid, Assert.IsType<StepOutcome.Failed>(outcome).Failure.Kind);
        Assert.Empty(requests);
    }

    [Fact]
    public async Task A_large_answer_is_cut()
    {
        var (outcome, _, _) = await CallAsync(new { url = "https://backup.example/log" }, _ => Answer(HttpStatusCode.OK, new string('x', 200_000)));
        var done = Assert.IsType<StepOutcome.Succeeded>(outcome);
        Assert.Equal(HttpAnswer.MaxBody, done.Outputs!.Value.GetProperty("body").GetString()!.Length);
        Assert.True(done.Outputs!.Value.GetProperty("truncated").GetBoolean());
    }

    [Fact]
    public async Task A_redirect_is_told_with_the_place_it_points_to_and_without_credentials_in_it()
    {
        var (outcome, requests, _) = await CallAsync(new { url = "https://backup.example/ready" }, _ =>
        {
            var answer = Answer(HttpStatusCode.Found, "");
            answer.Headers.Location = new Uri("https://someone:hunter22@login.example/sso");
            return answer;
        });
        var failure = Assert.IsType<StepOutcome.Failed>(outcome).Failure;
        Assert.Contains("https://login.example/sso", failure.Message);
        Assert.DoesNotContain("hunter22", failure.Message);
        Assert.Single(requests);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    public async Task A_service_that_never_answers_ends_a_call_without_a_timeout_by_itself(string method)
    {
        var step = Step(new { url = "https://backup.example/ready", method, onUnknown = "retry" });
        var began = step.Clock.GetUtcNow();
        using var clients = new WebClients(_ => new Silence());

        var outcome = await ((ManualClock)step.Clock).DriveAsync(new HttpActivity(clients).ExecuteAsync(step, CancellationToken.None), TimeSpan.FromMinutes(2));

        Assert.Equal(FailureKind.Timeout, Assert.IsType<StepOutcome.Failed>(outcome).Failure.Kind);
        Assert.InRange(step.Clock.GetUtcNow() - began, TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(3));
    }

    private sealed class Silence : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            throw new InvalidOperationException();
        }
    }

    private static HttpResponseMessage Answer(HttpStatusCode status, string body) => new(status) { Content = new StringContent(body, Encoding.UTF8) };

    private static ScriptedStep Step(object arguments)
    {
        var step = ScriptedStep.Describe("http", arguments);
        var environment = new PlanEnvironment("lab", JsonElement.Parse("""{ "connections": { "backup": { "url": "https://backup.example/api", "token": "env:HTTP_TEST_TOKEN" } } }"""));
        return new ScriptedStep(step, new ManualClock(), new Plan { Runbook = "test", Steps = [step], Environment = environment });
    }

    private static async Task<(StepOutcome Outcome, List<string> Requests, ScriptedStep Step)> CallAsync(object arguments, Func<HttpRequestMessage, HttpResponseMessage> server)
    {
        var (step, requests) = (Step(arguments), new List<string>());
        return (await RunAsync(step, requests, server), requests, step);
    }

    private static async Task<StepOutcome> RunAsync(ScriptedStep step, List<string> requests, Func<HttpRequestMessage, HttpResponseMessage> server)
    {
        using var clients = new WebClients(_ => new Server(requests, server));
        return await ((ManualClock)step.Clock).DriveAsync(new HttpActivity(clients).ExecuteAsync(step, CancellationToken.None));
    }

    private sealed class Server(List<string> requests, Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var body = request.Content is null ? "" : " " + await request.Content.ReadAsStringAsync(cancellationToken);
            requests.Add($"{request.Method} {request.RequestUri}{body}");
            return answer(request);
        }
    }
}
