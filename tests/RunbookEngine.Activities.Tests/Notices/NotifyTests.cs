using System.Net;
using System.Text.Json;
using RunbookEngine.Activities.Notices;
using RunbookEngine.Activities.Web;
using RunbookEngine.Plans;
using RunbookEngine.Testing;
using RunbookEngine.Testing.Steps;

namespace RunbookEngine.Activities.Tests.Notices;

public class NotifyTests
{
    [Fact]
    public async Task A_message_goes_to_every_channel_and_names_its_run()
    {
        var bodies = new List<string>();
        var step = Step(new { to = new[] { "chat", "chat2" }, message = "mirrors are split", severity = "warning" });
        var done = Assert.IsType<StepOutcome.Succeeded>(await SendAsync(step, bodies, HttpStatusCode.OK));
        Assert.Equal(["chat", "chat2"], done.Outputs!.Value.GetProperty("delivered").EnumerateArray().Select(c => c.GetString()));
        Assert.Equal(2, bodies.Count);
        var body = JsonElement.Parse(bodies[0]);
        Assert.Equal(("mirrors are split", "warning", step.Run.ToString()), (body.GetProperty("text").GetString(), body.GetProperty("severity").GetString(), body.GetProperty("run").GetString()));
        Assert.Equal("test: running", body.GetProperty("subject").GetString());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_message_that_cannot_be_delivered_is_fatal_only_when_told(bool fatal)
    {
        var outcome = await SendAsync(Step(new { to = new[] { "chat", "nobody" }, message = "x", fatal }), [], HttpStatusCode.InternalServerError);
        Assert.Equal(fatal, outcome is StepOutcome.Failed);
        Assert.Contains("nobody", Explain(outcome));
    }

    [Fact]
    public async Task Where_a_channel_would_be_redirected_to_is_told()
    {
        var outcome = await SendAsync(Step(new { to = "chat", message = "x" }), [], HttpStatusCode.Found, "https://login.example/sso");
        Assert.Contains("302 and points to https://login.example/sso", Explain(outcome));
    }

    [Fact]
    public async Task A_file_channel_gets_a_line_for_each_message()
    {
        var file = Path.GetTempFileName();
        try
        {
            await SendAsync(Step(new { to = "log", message = "one" }, file), [], HttpStatusCode.OK);
            await SendAsync(Step(new { to = "log", message = "two" }, file), [], HttpStatusCode.OK);
            Assert.Equal(["one", "two"], (await File.ReadAllLinesAsync(file)).Select(l => JsonElement.Parse(l).GetProperty("text").GetString()));
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static string Explain(StepOutcome outcome) => outcome switch
    {
        StepOutcome.Succeeded done => done.Outputs!.Value.GetRawText(),
        StepOutcome.Failed failed => failed.Failure.Message,
        _ => "",
    };

    private static ScriptedStep Step(object arguments, string file = "/dev/null")
    {
        var step = ScriptedStep.Describe("notify", arguments);
        var content = JsonSerializer.SerializeToElement(new
        {
            notify = new { chat = new { webhook = "https://chat.example/a" }, chat2 = new { webhook = "https://chat.example/b" }, log = new { file } },
        });
        return new ScriptedStep(step, new ManualClock(), new Plan { Runbook = "test", Steps = [step], Environment = new PlanEnvironment("lab", content) });
    }

    private static async Task<StepOutcome> SendAsync(ScriptedStep step, List<string> bodies, HttpStatusCode status, string? location = null)
    {
        using var clients = new WebClients(_ => new Chat(bodies, status, location));
        return await new NotifyActivity(clients).ExecuteAsync(step, CancellationToken.None);
    }

    private sealed class Chat(List<string> bodies, HttpStatusCode status, string? location) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var body = await request.Content!.ReadAsStringAsync(cancellationToken);
            lock (bodies)
            {
                bodies.Add(body);
            }
            var answer = new HttpResponseMessage(status) { RequestMessage = request };
            answer.Headers.Location = location is null ? null : new Uri(location);
            return answer;
        }
    }
}
