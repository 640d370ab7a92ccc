using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using RunbookEngine.Activities.Commands;
using RunbookEngine.Journal;
using RunbookEngine.Plans;
using RunbookEngine.Secrets;
using RunbookEngine.Testing;
using RunbookEngine.Testing.Steps;

namespace RunbookEngine.Activities.Tests.Commands;

/// <summary><c>command</c> on a host of the environment, against a real sshd on a free port of this machine.</summary>
public sealed class HostCommandTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("runbook-sshd-");
    private Process? _sshd;
    private int _port;

    [Fact]
    public async Task Output_exit_code_folder_variables_and_input_are_those_of_a_program_here()
    {
        var done = Succeeded(await RunAsync(new
        {
            host = "backup01",
            run = new[] { "sh", "-c", "read line; printf '%s|%s|%s|%s|' \"$line\" \"$GREETING\" \"$PWD\" \"$RUNBOOK_STEP\"; printf '%s|' \"$@\"; echo problem >&2", "x", "a b", "it's", "$HOME", "*", "" },
            cwd = "/",
            env = new Dictionary<string, string> { ["GREETING"] = "hello 'you'" },
            stdin = "first\nsecond",
        }));
        Assert.Equal("first|hello 'you'|/|it|a b|it's|$HOME|*||", done.GetProperty("stdout").GetString());
        Assert.Equal("problem", done.GetProperty("stderr").GetString());
        var failed = Failed(await RunAsync(new { host = "backup01", run = new[] { "sh", "-c", "echo full >&2; exit 255" } }));
        Assert.Equal((FailureKind.CommandFailed, "exit 255"), (failed.Kind, failed.Code));
    }

    [Fact]
    public async Task A_host_that_shows_another_key_is_not_worked_on()
    {
        var step = Step(new { host = "backup01", run = new[] { "touch", Path.Combine(_folder.FullName, "done") } }, hostKey: Read("client.pub"));
        var failed = Failed(await RunAsync(step));
        Assert.Contains("another key than 'hostKey'", failed.Help);
        Assert.Equal(OperationResult.NoEffect, Assert.Single(step.Record.Operations).Result);
        Assert.False(File.Exists(Path.Combine(_folder.FullName, "done")));
    }

    [Fact]
    public async Task A_key_that_the_host_does_not_know_a_closed_port_and_a_folder_that_is_not_there_had_no_effect()
    {
        var stranger = Step(new { host = "backup01", run = new[] { "true" } }, key: "stranger");
        Assert.Contains("does not take this user", Failed(await RunAsync(stranger)).Help);
        var closed = Step(new { host = "backup01", run = new[] { "true" } }, port: FreePort());
        Assert.Equal(FailureKind.Unreachable, Failed(await RunAsync(closed)).Kind);
        var folder = Step(new { host = "backup01", run = new[] { "true" }, cwd = "/nonexistent" });
        Assert.Contains("cwd", Failed(await RunAsync(folder)).Message);
        Assert.All(new[] { stranger, closed, folder }, s => Assert.Equal(OperationResult.NoEffect, Assert.Single(s.Record.Operations).Result));
        Assert.Contains("no host 'nowhere'", Failed(await RunAsync(new { host = "nowhere", run = new[] { "true" } })).Message);
    }

    [Theory]
    [InlineData("hold")]
    [InlineData("fail")]
    [InlineData("retry")]
    public async Task A_connection_that_breaks_leaves_the_end_unknown_and_onUnknown_decides(string onUnknown)
    {
        var step = Step(new { host = "backup01", run = new[] { "sh", "-c", $"echo begun > {_folder.FullName}/begun; kill -9 $(cut -d' ' -f4 /proc/$PPID/stat); sleep 1" }, onUnknown });
        var outcome = await RunAsync(step);
        Assert.True(File.Exists(Path.Combine(_folder.FullName, "begun")));
        var operation = Assert.Single(step.Record.Operations);
        switch (onUnknown)
        {
            case "hold":
                Assert.Contains("on host backup01", Assert.IsType<StepOutcome.Ambiguous>(outcome).Ambiguity.Question);
                Assert.Null(operation.Result);
                break;
            case "fail":
                Assert.Equal(FailureKind.Refused, Failed(outcome).Kind);
                break;
            default:
                Assert.Equal(FailureKind.Unreachable, Failed(outcome).Kind);
                Assert.Equal(OperationResult.SetAside, operation.Result);
                break;
        }
    }

    [Fact]
    public async Task A_secret_is_masked_in_output_and_stands_in_no_argument_of_ssh()
    {
        const string secret = "correct-horse-battery";
        var script = $"tr '\\0' ' ' < /proc/$PPID/cmdline; for p in /proc/[0-9]*/cmdline; do tr '\\0' ' ' < $p 2>/dev/null | grep -a '^ssh ' ; done; printf %s \"$TOKEN\"; cat";
        var command = CommandArguments.Read(new Steps.StepArguments("command", JsonSerializer.SerializeToElement(new
        {
            run = new[] { "sh", "-c", script },
            env = new Dictionary<string, string> { ["TOKEN"] = secret },
            stdin = secret,
        }), []), default) with
        { Host = HostTarget.Read(PlanWith(), "backup01") };
        var plain = await HostCommandRunner.RunAsync(command, new Dictionary<string, string>(), KnownSecrets.MaskWith([]), _ => { }, CancellationToken.None);
        Assert.EndsWith(secret + secret, plain.Stdout);
        Assert.Contains(" -F none -T ", plain.Stdout);
        Assert.DoesNotContain(secret, plain.Stdout[..^(2 * secret.Length)]);
        var masked = await HostCommandRunner.RunAsync(command, new Dictionary<string, string>(), KnownSecrets.MaskWith([secret]), _ => { }, CancellationToken.None);
        Assert.DoesNotContain(secret, masked.Stdout);
        Assert.EndsWith("******", masked.Stdout);
    }

    [Fact]
    public void A_script_that_is_cut_off_anywhere_on_its_way_carries_nothing_out()
    {
        var mark = Path.Combine(_folder.FullName, "never");
        var command = CommandArguments.Read(new Steps.StepArguments("command", JsonSerializer.SerializeToElement(new { run = new[] { "touch", mark, "--" }, stdin = "x" }), []), default);
        var text = new HostScript(command, new Dictionary<string, string> { ["RUNBOOK_RUN"] = "r" }, "m").Text();
        var call = text.LastIndexOf("runbook_step", StringComparison.Ordinal) + "runbook_step".Length;
        for (var length = 1; length < call; length += 7)
        {
            using var shell = Process.Start(new ProcessStartInfo("sh") { RedirectStandardInput = true, RedirectStandardError = true, RedirectStandardOutput = true })!;
            shell.StandardInput.Write(text[..length]);
            shell.StandardInput.Close();
            Assert.True(shell.WaitForExit(10_000));
            Assert.False(File.Exists(mark), $"after {length} characters");
        }
    }

    public async ValueTask InitializeAsync()
    {
        if (!File.Exists("/usr/sbin/sshd"))
        {
            return;
        }
        foreach (var key in new[] { "host", "client", "stranger" })
        {
            await ProgramAsync("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", Path.Combine(_folder.FullName, key));
        }
        File.Copy(Path.Combine(_folder.FullName, "client.pub"), Path.Combine(_folder.FullName, "authorized_keys"));
        _port = FreePort();
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "sshd_config"), $"""
            Port {_port}
            ListenAddress 127.0.0.1
            HostKey {_folder.FullName}/host
            AuthorizedKeysFile {_folder.FullName}/authorized_keys
            PidFile none
            StrictModes no
            UsePAM no
            PasswordAuthentication no
            KbdInteractiveAuthentication no
            PermitRootLogin yes
            """);
        if (Environment.UserName == "root")
        {
            Directory.CreateDirectory("/run/sshd");
        }
        _sshd = Process.Start(new ProcessStartInfo("/usr/sbin/sshd", ["-D", "-e", "-f", Path.Combine(_folder.FullName, "sshd_config")]) { RedirectStandardError = true })!;
        for (var tries = 0; tries < 200; tries++)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, _port);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(50);
            }
        }
        Assert.Fail("sshd does not listen: " + await _sshd.StandardError.ReadToEndAsync());
    }

    public ValueTask DisposeAsync()
    {
        if (_sshd is { HasExited: false })
        {
            _sshd.Kill(entireProcessTree: true);
        }
        _sshd?.Dispose();
        _folder.Delete(true);
        return default;
    }

    private Plan PlanWith(string? hostKey = null, string key = "client", int? port = null)
    {
        Assert.SkipUnless(_sshd is not null, "there is no /usr/sbin/sshd here; bash tests/all.sh installs it");
        var hosts = new
        {
            hosts = new
            {
                backup01 = new { address = "127.0.0.1", port = port ?? _port, user = Environment.UserName, credentials = $"file:{Path.Combine(_folder.FullName, key)}", hostKey = hostKey ?? Read("host.pub") },
            },
        };
        return new Plan { Runbook = "bench", Steps = [], Targets = [], Environment = new PlanEnvironment("bench", JsonSerializer.SerializeToElement(hosts)) };
    }

    private ScriptedStep Step(object arguments, string? hostKey = null, string key = "client", int? port = null)
    {
        var step = ScriptedStep.Describe("command", arguments);
        return new ScriptedStep(step, new ManualClock(), PlanWith(hostKey, key, port) with { Steps = [step] });
    }

    private Task<StepOutcome> RunAsync(object arguments) => RunAsync(Step(arguments));

    private static Task<StepOutcome> RunAsync(ScriptedStep step) => new CommandActivity().ExecuteAsync(step, TestContext.Current.CancellationToken);

    private static JsonElement Succeeded(StepOutcome outcome) =>
        outcome is StepOutcome.Succeeded done ? done.Outputs!.Value : throw new InvalidOperationException(Support.Bench.Explain(outcome));

    private static Failure Failed(StepOutcome outcome) => Support.Bench.Failed(outcome);

    private string Read(string file) => string.Join(' ', File.ReadAllText(Path.Combine(_folder.FullName, file)).Split(' ').Take(2));

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task ProgramAsync(string name, params string[] arguments)
    {
        using var process = Process.Start(name, arguments);
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
    }
}
