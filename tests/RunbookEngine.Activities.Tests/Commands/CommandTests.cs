using System.Text.Json;
using RunbookEngine.Activities.Commands;
using RunbookEngine.Journal;
using RunbookEngine.Plans;
using RunbookEngine.Runs;
using RunbookEngine.Testing.Steps;

namespace RunbookEngine.Activities.Tests.Commands;

public class CommandTests
{
    [Fact]
    public async Task What_a_program_prints_becomes_outputs()
    {
        var done = Assert.IsType<StepOutcome.Succeeded>(await RunAsync(Step(new { run = Shell("echo out; echo err >&2") })));
        Assert.Equal("out\n", done.Outputs!.Value.GetProperty("stdout").GetString());
        Assert.Equal("err\n", done.Outputs!.Value.GetProperty("stderr").GetString());
        Assert.Equal(0, done.Outputs!.Value.GetProperty("exitCode").GetInt32());
    }

    [Fact]
    public async Task Json_output_can_be_read_by_expressions()
    {
        var done = Assert.IsType<StepOutcome.Succeeded>(await RunAsync(Step(new { run = Shell("echo '{\"backup\": 7}'"), capture = "json" })));
        Assert.Equal(7, done.Outputs!.Value.GetProperty("json").GetProperty("backup").GetInt32());
    }

    [Fact]
    public async Task Arguments_reach_the_program_as_they_are_without_a_shell()
    {
        var done = Assert.IsType<StepOutcome.Succeeded>(await RunAsync(Step(new { run = new[] { "printf", "%s|", "a b", "$HOME", "*", "" } })));
        Assert.Equal("a b|$HOME|*||", done.Outputs!.Value.GetProperty("stdout").GetString());
    }

    [Fact]
    public async Task Environment_folder_and_input_are_handed_over()
    {
        var step = Step(new { run = Shell("read line; echo \"$line $GREETING $PWD $RUNBOOK_STEP\""), env = new Dictionary<string, string> { ["GREETING"] = "hello" }, cwd = "/", stdin = "first\nsecond" });
        var done = Assert.IsType<StepOutcome.Succeeded>(await RunAsync(step));
        Assert.Equal("first hello / it\n", done.Outputs!.Value.GetProperty("stdout").GetString());
    }

    [Fact]
    public async Task An_exit_code_that_was_not_announced_fails_with_the_last_line_of_errors()
    {
        var failed = Assert.IsType<StepOutcome.Failed>(await RunAsync(Step(new { run = Shell("echo one >&2; echo no space left >&2; exit 3") })));
        Assert.Equal((FailureKind.CommandFailed, "exit 3"), (failed.Failure.Kind, failed.Failure.Code));
        Assert.Contains("no space left", failed.Failure.Message);
        Assert.IsType<StepOutcome.Succeeded>(await RunAsync(Step(new { run = Shell("exit 3"), successCodes = new[] { 0, 3 } })));
    }

    [Fact]
    public async Task A_program_that_is_not_there_had_no_effect()
    {
        var step = Step(new { run = new[] { "/nonexistent/program" } });
        var failed = Assert.IsType<StepOutcome.Failed>(await RunAsync(step));
        Assert.Equal(FailureKind.Refused, failed.Failure.Kind);
        Assert.Equal(OperationResult.NoEffect, Assert.Single(step.Record.Operations).Result);
    }

    [Fact]
    public async Task Secrets_are_masked_in_everything_that_is_kept()
    {
        var step = new ScriptedStep(ScriptedStep.Describe("command", new { run = Shell("echo \"pass=$SECRET\"; echo hunter2; exit 1"), env = new Dictionary<string, string> { ["SECRET"] = "hunter2" } }), TimeProvider.System)
        {
            Secrets = ["hunter2"],
        };
        await RunAsync(step);
        Assert.DoesNotContain("hunter2", JsonSerializer.Serialize<IReadOnlyList<RunEvent>>(step.Journal.Skip(2).ToList(), PlanJson.Options));
        Assert.All(step.Progress, p => Assert.DoesNotContain("hunter2", p.Text));
    }

    [Fact]
    public async Task A_program_is_not_given_the_variables_that_the_environment_refers_to()
    {
        Environment.SetEnvironmentVariable("RUNBOOK_TEST_ARRAY_PASSWORD", "pa55-of-the-array");
        Environment.SetEnvironmentVariable("RUNBOOK_TEST_PLAIN", "plain");
        var environment = JsonSerializer.SerializeToElement(new { arrays = new { tokyo = new { credentials = "env:RUNBOOK_TEST_ARRAY" } } });
        var step = new ScriptedStep(
            ScriptedStep.Describe("command", new { run = new[] { "env" } }), TimeProvider.System,
            new Plan { Runbook = "test", Environment = new PlanEnvironment("test", environment) });

        var text = Assert.IsType<StepOutcome.Succeeded>(await RunAsync(step)).Outputs!.Value.GetProperty("stdout").GetString()!;

        Assert.DoesNotContain("RUNBOOK_TEST_ARRAY", text);
        Assert.Contains("RUNBOOK_TEST_PLAIN=plain", text);
    }

    [Fact]
    public async Task A_secret_that_the_kept_end_of_the_output_would_cut_in_two_is_masked_whole()
    {
        const string Secret = "S3cret-0123456789-abcdefghijklmnop";
        for (var cut = 1; cut < Secret.Length; cut += 5)
        {
            // The secret comes again and again and is shorter once it is masked; the first of it that is kept would begin in its middle.
            var step = new ScriptedStep(
                ScriptedStep.Describe("command", new { run = Shell($"i=0; while [ $i -lt 4000 ]; do printf '%s' \"$SECRET\"; i=$((i+1)); done; head -c {CommandRunner.MaxOutput - cut} /dev/zero | tr '\\0' -"), env = new Dictionary<string, string> { ["SECRET"] = Secret } }),
                TimeProvider.System)
            { Secrets = [Secret] };

            var text = Assert.IsType<StepOutcome.Succeeded>(await RunAsync(step)).Outputs!.Value.GetProperty("stdout").GetString()!;

            Assert.DoesNotMatch("[0-9A-Za-z]{3}", text);
        }
    }

    [Fact]
    public async Task Progress_never_shows_a_part_of_a_secret()
    {
        var step = new ScriptedStep(
            ScriptedStep.Describe("command", new
            {
                run = Shell("printf 'begin\\npass=S3cret-0123'; sleep 0.2; printf '456789-abc\\nS3cret-01\\n'; sleep 0.2; printf '23456789-abc\\nend\\n'"),
            }), TimeProvider.System)
        { Secrets = ["S3cret-0123456789-abc"] };

        await RunAsync(step);

        Assert.NotEmpty(step.Progress);
        Assert.All(step.Progress, p => Assert.DoesNotContain("cret", p.Text));
        Assert.All(step.Progress, p => Assert.DoesNotContain("789", p.Text));
    }

    [Fact]
    public async Task Endless_output_is_cut_at_its_beginning()
    {
        var done = Assert.IsType<StepOutcome.Succeeded>(await RunAsync(Step(new { run = Shell("head -c 300000 /dev/zero | tr '\\0' x; echo end") })));
        var text = done.Outputs!.Value.GetProperty("stdout").GetString()!;
        Assert.Equal(CommandRunner.MaxOutput, text.Length);
        Assert.EndsWith("xend\n", text);
        Assert.True(done.Outputs!.Value.GetProperty("truncated").GetBoolean());
    }

    [Fact]
    public async Task A_cancelled_run_kills_the_program_and_what_it_started()
    {
        var file = Path.GetTempFileName();
        var step = Step(new { run = Shell($"sh -c 'echo $$ > {file}; exec sleep 600' & echo up; wait") });
        var work = RunAsync(step);
        while (!step.Progress.Any(p => p.Text == "up") || new FileInfo(file).Length == 0)
        {
            await Task.Yield();
        }
        step.Cancel();
        var failed = Assert.IsType<StepOutcome.Failed>(await work);
        Assert.Equal(FailureKind.Abandoned, failed.Failure.Kind);
        var child = int.Parse(await File.ReadAllTextAsync(file));
        while (File.Exists($"/proc/{child}/stat") && !(await File.ReadAllTextAsync($"/proc/{child}/stat")).Contains(") Z "))
        {
            await Task.Yield();
        }
        Assert.Equal(OperationResult.Failed, Assert.Single(step.Record.Operations).Result);
    }

    [Fact]
    public async Task A_program_that_is_over_its_time_is_asked_to_end_and_can_release_what_it_holds()
    {
        var (held, released) = (Path.GetTempFileName(), Path.GetTempFileName());
        var step = Timed($"trap 'echo released > {released}; exit 1' TERM; echo held > {held}; sleep 600 & wait", timeout: TimeSpan.FromSeconds(1));

        var failed = Assert.IsType<StepOutcome.Failed>(await RunAsync(step));

        Assert.Equal(FailureKind.Timeout, failed.Failure.Kind);
        Assert.Contains("SIGTERM", failed.Failure.Message);
        Assert.Equal(("held\n", "released\n"), (await File.ReadAllTextAsync(held), await File.ReadAllTextAsync(released)));
    }

    [Fact]
    public async Task A_program_that_does_not_end_within_its_grace_is_killed_with_all_it_has_started_also_in_sessions_of_their_own()
    {
        var file = Path.GetTempFileName();
        var child = $"trap '' TERM; echo $$ >> {file}; while :; do sleep 0.05; done";
        // One child, one in a session of its own, one whose parent has gone.
        var step = Timed(
            $"trap '' TERM; sh -c \"{child.Replace("$", "\\$")}\" & setsid sh -c \"{child.Replace("$", "\\$")}\" & (setsid sh -c \"{child.Replace("$", "\\$")}\" &) ; while :; do sleep 0.05; done",
            timeout: TimeSpan.FromSeconds(2), grace: TimeSpan.FromMilliseconds(300));

        var failed = Assert.IsType<StepOutcome.Failed>(await RunAsync(step));

        Assert.Contains("killed with everything it had started", failed.Failure.Message);
        var children = (await File.ReadAllLinesAsync(file)).Select(l => int.Parse(l, System.Globalization.CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(3, children.Count);
        Assert.All(children, id => Assert.False(ProcessFamily.Read(id) is { IsZombie: false }, $"{id} is alive"));
    }

    [Theory]
    [InlineData("#!/bin/sh\r\necho hi\r\n", true, "CR LF")]
    [InlineData("#!/no/such/interpreter\n", true, "'/no/such/interpreter', is not")]
    [InlineData("#!/usr/bin/env sh\r\necho hi\r\n", true, "CR LF")]
    [InlineData("#!/usr/bin/env no-such-interpreter\necho hi\n", true, "'no-such-interpreter', is in no folder of PATH")]
    [InlineData("\uFEFF#!/bin/sh\necho hi\n", true, "byte order mark")]
    [InlineData("echo hi\n", true, "no first line such as #!/bin/sh")]
    [InlineData("#!/bin/sh\necho hi\n", false, "may not be executed")]
    public async Task Why_a_script_that_is_there_does_not_start_is_told(string text, bool executable, string told)
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Scripts are started otherwise there.");
            return;
        }

        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, text);
        File.SetUnixFileMode(file, executable ? UnixFileMode.UserRead | UnixFileMode.UserExecute : UnixFileMode.UserRead);

        var failed = Assert.IsType<StepOutcome.Failed>(await RunAsync(Step(new { run = new[] { file } })));

        Assert.Contains(told, failed.Failure.Message);
        Assert.NotNull(failed.Failure.Help);
        var nowhere = Assert.IsType<StepOutcome.Failed>(await RunAsync(Step(new { run = new[] { "sh" }, cwd = "/no/such/folder" })));
        Assert.Contains("/no/such/folder", nowhere.Failure.Message);
    }

    [Theory]
    [InlineData("hold", "ambiguous", 1)]
    [InlineData("fail", "failed", 1)]
    [InlineData("retry", "succeeded", 2)]
    public async Task An_engine_that_died_while_the_program_ran_asks_its_author(string onUnknown, string end, int begun)
    {
        var step = Step(new { run = Shell("true"), onUnknown });
        step.CrashAfter = 1;
        await Assert.ThrowsAsync<CrashException>(() => RunAsync(step));
        var survivor = step.Restarted();
        var outcome = await RunAsync(survivor);
        Assert.Equal(end, outcome switch { StepOutcome.Ambiguous => "ambiguous", StepOutcome.Failed => "failed", _ => "succeeded" });
        Assert.Equal(begun, survivor.Record.Operations.Count);
    }

    [Fact]
    public async Task An_engine_that_died_after_the_end_was_journalled_does_not_run_the_program_again()
    {
        var step = Step(new { run = Shell("echo once") });
        step.CrashAfter = 2;
        await Assert.ThrowsAsync<CrashException>(() => RunAsync(step));
        var survivor = step.Restarted();
        var done = Assert.IsType<StepOutcome.Succeeded>(await RunAsync(survivor));
        Assert.Equal("once\n", done.Outputs!.Value.GetProperty("stdout").GetString());
        Assert.Single(survivor.Record.Operations);
    }

    [Fact]
    public async Task After_a_person_said_retry_the_program_runs_again()
    {
        var step = Step(new { run = Shell("true") });
        step.CrashAfter = 1;
        await Assert.ThrowsAsync<CrashException>(() => RunAsync(step));
        var survivor = step.Restarted();
        var doubt = Assert.IsType<StepOutcome.Ambiguous>(await RunAsync(survivor));
        survivor.Append(new StepBecameAmbiguous(survivor.Key, doubt.Ambiguity));
        survivor.Append(new StepOverridden(survivor.Key, StepOverride.Retry, "akiko", "it had not begun"));
        survivor.Append(new StepStarted(survivor.Key, 2));
        Assert.IsType<StepOutcome.Succeeded>(await RunAsync(survivor));
    }

    private static ScriptedStep Timed(string script, TimeSpan timeout, TimeSpan? grace = null) =>
        new(ScriptedStep.Describe("command", new { run = Shell(script) }) with { Timeout = timeout, Grace = grace }, TimeProvider.System);

    private static string[] Shell(string script) => ["sh", "-c", script];

    private static ScriptedStep Step(object arguments) => new(ScriptedStep.Describe("command", arguments), TimeProvider.System);

    private static Task<StepOutcome> RunAsync(ScriptedStep step) => new CommandActivity().ExecuteAsync(step, CancellationToken.None);
}
