using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using RunbookEngine.Activities.Commands;
using RunbookEngine.Activities.Notices;
using RunbookEngine.Activities.Web;
using RunbookEngine.Plans;
using RunbookEngine.Testing.Steps;

namespace RunbookEngine.Activities.Tests.Sinks;

/// <summary>Headers, addresses and program arguments take no character that would begin something else. Nothing is announced and nothing is sent.</summary>
public class ProtocolSinkTests
{
    public static TheoryData<string> Breaking => ["a\r\nX-More: 1", "a\n\nGET / HTTP/1.1", "a\rb", "a\0b", "a\eb", "a\u2028b", "a\u009bb", "é"];

    [Theory]
    [MemberData(nameof(Breaking))]
    public async Task A_header_that_holds_a_control_character_is_an_invalid_argument(string value)
    {
        foreach (var headers in (Dictionary<string, string>[])[new() { ["X-Ticket"] = value }, new() { ["Content-Type"] = value }, new() { [value] = "x" }])
        {
            var (outcome, heard, step) = await CallAsync(new { url = "/job", method = "POST", body = "x", headers });
            var failure = Assert.IsType<StepOutcome.Failed>(outcome).Failure;
            Assert.Equal(FailureKind.Invalid, failure.Kind);
            Assert.Contains("headers.", failure.Message);
            Assert.Empty(step.Record.Operations);
            Assert.Equal("", heard);
        }
    }

    [Theory]
    [InlineData("/job\r\nHost: other")]
    [InlineData("/job\nx")]
    [InlineData("/job\0")]
    [InlineData("/a\tb")]
    [InlineData("http://[")]
    public async Task An_address_that_is_none_is_an_invalid_argument(string url)
    {
        var (outcome, heard, step) = await CallAsync(new { url, method = "POST" });
        Assert.Equal(FailureKind.Invalid, Assert.IsType<StepOutcome.Failed>(outcome).Failure.Kind);
        Assert.Empty(step.Record.Operations);
        Assert.Equal("", heard);
    }

    [Fact]
    public async Task Headers_of_a_connection_are_looked_at_like_those_of_a_step()
    {
        var (outcome, heard, _) = await CallAsync(new { url = "job", method = "POST", connection = "backup" }, """{ "X-From": "a\r\nX-More: 1" }""");
        Assert.Equal(FailureKind.Invalid, Assert.IsType<StepOutcome.Failed>(outcome).Failure.Kind);
        Assert.Equal("", heard);
    }

    [Fact]
    public async Task A_token_of_several_lines_is_refused_and_not_shown()
    {
        Environment.SetEnvironmentVariable("PROTOCOL_SINK_TOKEN", "s3cret\r\nX-More: 1");
        var (outcome, heard, _) = await CallAsync(new { url = "job", method = "POST", connection = "backup" }, "{}", token: "env:PROTOCOL_SINK_TOKEN");
        var failure = Assert.IsType<StepOutcome.Failed>(outcome).Failure;
        Assert.Equal(FailureKind.Invalid, failure.Kind);
        Assert.DoesNotContain("s3cret", failure.Message);
        Assert.Equal("", heard);
    }

    [Fact]
    public async Task The_key_of_a_notice_stays_one_header_whatever_the_step_is_called()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var heard = HearAsync(listener);
        using var clients = new WebClients();
        var channel = JsonElement.Parse($$"""{ "webhook": "http://127.0.0.1:{{((IPEndPoint)listener.LocalEndpoint).Port}}/" }""");
        var problem = await new NoticeSender(clients).SendAsync(channel, "s", "t", "info", "r", "x", "run/tell[a\r\nX-More: 1]/1", DateTimeOffset.UnixEpoch, CancellationToken.None);
        Assert.Null(problem);
        var request = await heard;
        Assert.Contains("Idempotency-Key: run/tell[a%0D%0AX-More: 1]/1\r\n", request);
        Assert.DoesNotContain("\r\nX-More", request);
    }

    [Theory]
    [InlineData("a\0b")]
    [InlineData("a\nb")]
    [InlineData("a\r\nb")]
    [InlineData("\r")]
    public async Task A_program_argument_with_a_break_that_came_out_of_an_expression_is_invalid(string value)
    {
        foreach (var (written, resolved) in new (object, object)[]
        {
            (new { run = new[] { "true", "${{ inputs.x }}" } }, new { run = new[] { "true", value } }),
            (new { run = new[] { "${{ inputs.x }}" } }, new { run = new[] { value } }),
            (new { run = "${{ inputs.all }}" }, new { run = new[] { "true", value } }),
            (new { run = new[] { "true" }, cwd = "${{ inputs.x }}" }, new { run = new[] { "true" }, cwd = value }),
        })
        {
            var step = new ScriptedStep(ScriptedStep.Describe("command", written), TimeProvider.System) { Resolved = JsonSerializer.SerializeToElement(resolved) };
            var failure = Assert.IsType<StepOutcome.Failed>(await new CommandActivity().ExecuteAsync(step, CancellationToken.None)).Failure;
            Assert.Equal(FailureKind.Invalid, failure.Kind);
            Assert.Empty(step.Record.Operations);
        }
    }

    [Fact]
    public async Task A_variable_takes_several_lines_but_no_nul_and_no_name_that_is_none()
    {
        foreach (var (name, value, good) in new[] { ("A", "one\ntwo", true), ("A", "one\0two", false), ("A=B", "x", false), ("", "x", false), ("A\0", "x", false) })
        {
            var step = new ScriptedStep(ScriptedStep.Describe("command", new { run = new[] { "true" }, env = new Dictionary<string, string> { [name] = value } }), TimeProvider.System);
            var outcome = await new CommandActivity().ExecuteAsync(step, CancellationToken.None);
            Assert.Equal(good ? null : FailureKind.Invalid, (outcome as StepOutcome.Failed)?.Failure.Kind);
        }
    }

    [Fact]
    public async Task A_script_of_several_lines_that_its_author_wrote_runs()
    {
        var step = new ScriptedStep(ScriptedStep.Describe("command", new { run = new[] { "sh", "-c", "echo one\necho ${{ inputs.x }}\n" } }), TimeProvider.System)
        {
            Resolved = JsonSerializer.SerializeToElement(new { run = new[] { "sh", "-c", "echo one\necho two\n" } }),
        };
        var done = Assert.IsType<StepOutcome.Succeeded>(await new CommandActivity().ExecuteAsync(step, CancellationToken.None));
        Assert.Equal("one\ntwo\n", done.Outputs!.Value.GetProperty("stdout").GetString());
    }

    private static async Task<(StepOutcome Outcome, string Heard, ScriptedStep Step)> CallAsync(object arguments, string headers = "{}", string? token = null)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var root = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";
        var json = JsonSerializer.SerializeToNode(arguments)!;
        if ((string)json["url"]! is ['/', ..] path)
            json["url"] = root + path;
        var plan = ScriptedStep.Describe("http", json);
        var environment = new PlanEnvironment("lab", JsonElement.Parse($$"""{ "connections": { "backup": { "url": "{{root}}", "headers": {{headers}}{{(token is null ? "" : $", \"token\": \"{token}\"")}} } } }"""));
        var step = new ScriptedStep(plan, TimeProvider.System, new Plan { Runbook = "test", Steps = [plan], Environment = environment });
        using var clients = new WebClients();
        var outcome = await new HttpActivity(clients).ExecuteAsync(step, CancellationToken.None);
        return (outcome, listener.Pending() ? await HearAsync(listener) : "", step);
    }

    private static async Task<string> HearAsync(TcpListener listener)
    {
        using var caller = await listener.AcceptTcpClientAsync();
        var (stream, buffer, text) = (caller.GetStream(), new byte[16384], "");
        while (!text.Contains("\r\n\r\n", StringComparison.Ordinal) || !text.TrimEnd().EndsWith('}'))
        {
            if (await stream.ReadAsync(buffer) is not (> 0 and var count))
                break;
            text += Encoding.UTF8.GetString(buffer, 0, count);
        }

        await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"u8.ToArray());
        return text;
    }
}
