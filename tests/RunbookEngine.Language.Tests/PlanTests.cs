using System.Text.Json;
using RunbookEngine.Language.Compilation;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Documents;
using RunbookEngine.Language.Tests.Support;
using RunbookEngine.Plans;

namespace RunbookEngine.Language.Tests;

public class PlanTests
{
    private static readonly string Example = File.ReadAllText(Path.Combine(Repository.Samples, "ok", "reference-example.yaml"));

    [Fact]
    public void The_reference_example_becomes_the_plan_it_describes()
    {
        var plan = Compiled.Plan(Example, new CompileOptions { Inputs = new Dictionary<string, string> { ["app"] = "billing" } });

        Assert.Equal("ur-split-backup-resync", plan.Runbook);
        Assert.Equal("billing", plan.Inputs.GetProperty("app").GetString());
        Assert.Equal(5, plan.Inputs.GetProperty("maxLag").GetInt32());
        var target = Assert.Single(plan.Targets);
        Assert.Equal(("mirrors", "universal-replicator", "tokyo", "osaka"), (target.Name, target.Technology, target.Array, target.RemoteArray));
        Assert.Equal(["billing-ur-*"], target.Patterns);
        Assert.Null(target.CopyGroups);
        Assert.Equal(new PlanObjectives(TimeSpan.FromMinutes(45), TimeSpan.FromSeconds(60), "04:00", "Asia/Tokyo"), plan.Objectives);
        Assert.Equal(["healthy", "split", "split-done", "backup", "resync"], plan.Steps.Select(s => s.Id.Value));

        var split = plan.Steps[1];
        Assert.Equal("mirrors.copyGroups", split.ForEach!.Items.GetString());
        Assert.Equal(("group", 8, 1), (split.ForEach.As, split.ForEach.MaxParallel, split.ForEach.StopAfterFailures));
        Assert.Equal("${{ group }}", split.With.GetProperty("on").GetString());
        Assert.Equal(["PSUS", "SSUS"], split.Wait!.For);
        Assert.Equal((TimeSpan.FromMinutes(40), TimeSpan.FromMinutes(10)), (split.Wait.Timeout, split.Wait.Stall));
        var undo = Assert.Single(split.Rollback.Steps);
        Assert.Equal(("split/undo-1", "pair.resync", RollbackKind.None), (undo.Id.Value, undo.Verb, undo.Rollback.Kind));
        Assert.Equal(new PlanPlace(20, 5), split.At);
        Assert.Equal(RollbackKind.Auto, plan.Steps[4].Rollback.Kind);
        Assert.Equal(RollbackKind.NotNeeded, plan.Steps[0].Rollback.Kind);
        Assert.Equal("a backup that was started harms nothing", plan.Steps[3].Rollback.Reason);
        Assert.Equal(RollbackKind.NotNeeded, plan.Finally[0].Rollback.Kind);
        Assert.Equal("two-site-lab", plan.Environment.Name);
        Assert.Equal(64, plan.Source!.Hash.Length);
    }

    [Fact]
    public void A_plan_is_the_same_after_it_was_written_and_read()
    {
        foreach (var path in Repository.Files(Path.Combine(Repository.Root, "runbooks"), "*.yaml"))
        {
            var plan = RunbookCompiler.Compile(SourceFile.Read(path), null, new CompileOptions()).Plan!;
            var read = JsonSerializer.Deserialize<Plan>(JsonSerializer.Serialize(plan, PlanJson.Options), PlanJson.Options)!;
            Assert.Equal(PlanJson.Fingerprint(plan), PlanJson.Fingerprint(read));
        }
    }

    [Fact]
    public void The_same_text_and_inputs_give_the_same_fingerprint_and_other_inputs_another()
    {
        var billing = new CompileOptions { Inputs = new Dictionary<string, string> { ["app"] = "billing" } };
        Assert.Equal(PlanJson.Fingerprint(Compiled.Plan(Example)), PlanJson.Fingerprint(Compiled.Plan(Example)));
        Assert.NotEqual(PlanJson.Fingerprint(Compiled.Plan(Example)), PlanJson.Fingerprint(Compiled.Plan(Example, billing)));
    }

    [Fact]
    public void Modifiers_may_be_expressions_over_inputs()
    {
        var plan = Compiled.Plan(Compiled.Around(
            """
            - id: resync
              pair.resync: { on: mirrors }
              timeout: "${{ inputs.limit }}"
              retry: { attempts: "${{ inputs.tries + 1 }}", delay: 5s, on: [timeout] }
              wait: { for: [PAIR], scope: "${{ inputs.tries }}", poll: "${{ inputs.tries }}s" }
            """,
            "inputs: { limit: { type: duration, default: 1h30m }, tries: { type: integer, default: 2 } }"));

        var step = plan.Find(new StepId("resync"))!;
        Assert.Equal(TimeSpan.FromMinutes(90), step.Timeout);
        Assert.Equal((3, TimeSpan.FromSeconds(5), 2.0, TimeSpan.FromMinutes(5)), (step.Retry!.Attempts, step.Retry.Delay, step.Retry.Backoff, step.Retry.MaxDelay));
        Assert.Equal(["timeout"], step.Retry.On);
        Assert.Equal(("2", TimeSpan.FromSeconds(2)), (step.Wait!.Scope, step.Wait.Poll));
    }

    [Fact]
    public void Ldev_ids_are_numbers_in_the_plan_however_they_are_written()
    {
        var plan = Compiled.Plan(Compiled.Around(
            """
            - id: make
              pair.create:
                on: erp-si-01
                pairs:
                  - { name: a, pvol: "00:04:D2", svol: 1235 }
                  - { name: b, pvol: 0x4D4, svol: "${{ inputs.copy }}" }
            """,
            "inputs: { copy: { type: ldev, default: \"0x10\" } }"));

        var pairs = plan.Find(new StepId("make"))!.With.GetProperty("pairs");
        Assert.Equal([1234, 1235, 1236], new[] { pairs[0].GetProperty("pvol"), pairs[0].GetProperty("svol"), pairs[1].GetProperty("pvol") }.Select(p => p.GetInt32()));
        Assert.Equal(16, plan.Inputs.GetProperty("copy").GetInt32());
    }

    [Fact]
    public void Containers_keep_their_branches_and_names()
    {
        var plan = Compiled.Plan(Compiled.Around(
            """
            - id: both
              parallel:
                branches:
                  one: [{ id: a, pair.snapshot: { on: mirrors } }]
                  two: [{ id: b, pair.snapshot: { on: logs } }, { id: c, delay: { for: 5s } }]
            - id: list
              parallel:
                - { id: d, delay: { for: 1s } }
                - [{ id: e, delay: { for: 1s } }, { id: f, delay: { for: 1s } }]
            - id: many
              foreach: [x, y]
              group: [{ id: g, command: { run: [echo, "${{ item }}"] }, rollback: { none: "harmless" } }]
            """));

        Assert.Equal(["one", "two"], plan.Find(new StepId("both"))!.Branches.Select(b => b.Name));
        Assert.Equal(["b", "c"], plan.Find(new StepId("both"))!.Branches[1].Steps.Select(s => s.Id.Value));
        Assert.Equal(["d", "e"], plan.Find(new StepId("list"))!.Branches.Select(b => b.Name));
        Assert.Null(Assert.Single(plan.Find(new StepId("many"))!.Branches).Name);
        Assert.Equal(JsonValueKind.Array, plan.Find(new StepId("many"))!.ForEach!.Items.ValueKind);
    }

    [Fact]
    public void A_called_runbook_is_compiled_with_the_inputs_it_is_given()
    {
        const string Child = """
            runbook: v1
            name: child
            inputs: { app: { type: string }, tries: { type: integer, default: 1 } }
            steps:
              - id: say
                notify: { to: storage-oncall, message: "${{ inputs.app }}" }
            """;
        var options = new CompileOptions { ReadFile = path => new SourceFile(path, Path.GetFileName(path) == "child.yaml" ? Child : "") };
        var plan = Compiled.Plan(Compiled.Around(
            """
            - id: sub
              call: { runbook: sub/child.yaml, inputs: { app: "${{ inputs.app }}", tries: 3 } }
            """,
            "inputs: { app: { default: erp } }"), options);

        var call = plan.Find(new StepId("sub"))!;
        Assert.Equal(("erp", 3), (call.Child!.Inputs.GetProperty("app").GetString(), call.Child.Inputs.GetProperty("tries").GetInt32()));
        Assert.Equal(RollbackKind.Auto, call.Rollback.Kind);

        var wrong = Compiled.Of(Compiled.Around("- id: sub\n  call: { runbook: child.yaml, inputs: { ap: x } }"), options);
        Assert.Contains(wrong.Diagnostics, d => d is { Code: Codes.UnknownInput, Help: "did you mean `app`?" });
        Assert.Contains(wrong.Diagnostics, d => d.Code == Codes.MissingInput);
        Assert.Contains(wrong.Diagnostics, d => d.Code == Codes.CalledRunbook && d.At.File == "test.yaml");
    }

    [Theory]
    [InlineData("integer", "12", "12")]
    [InlineData("integer", "1.5", null)]
    [InlineData("number", "1.5", "1.5")]
    [InlineData("number", "NaN", null)]
    [InlineData("boolean", "true", "true")]
    [InlineData("boolean", "yes", null)]
    [InlineData("duration", "1h30m", "\"1h30m\"")]
    [InlineData("duration", "90", null)]
    [InlineData("ldev", "00:04:D2", "1234")]
    [InlineData("ldev", "10:20", null)]
    [InlineData("list", "a, b", "[\"a\",\"b\"]")]
    [InlineData("string", "anything: at all", "\"anything: at all\"")]
    public void Given_inputs_are_read_by_their_type(string type, string given, string? expected)
    {
        var text = $"runbook: v1\nname: test\ninputs:\n  it: {{ type: {type} }}\nsteps:\n  - id: pause\n    delay: {{ for: 1s }}\n";
        var result = Compiled.Of(text, new CompileOptions { Inputs = new Dictionary<string, string> { ["it"] = given } });

        Assert.Equal(expected, result.Plan?.Inputs.GetProperty("it").GetRawText());
        if (expected is null)
            Assert.Equal((Codes.InputValue, 4), (Assert.Single(result.Diagnostics, d => d.IsError).Code, result.Diagnostics[0].At.Line));
    }

    [Fact]
    public void Without_its_inputs_a_runbook_can_be_checked_but_gives_no_plan()
    {
        const string Text = "runbook: v1\nname: test\ninputs:\n  it: { type: string }\nsteps:\n  - id: pause\n    delay: { for: 1s }\n";
        var result = Compiled.Of(Text, new CompileOptions { RequireInputs = false });
        Assert.DoesNotContain(result.Diagnostics, d => d.IsError);
        Assert.Null(result.Plan);
    }

    [Fact]
    public void The_path_of_a_ticket_file_starts_from_the_runbook()
    {
        var file = new SourceFile(Path.Combine("some", "folder", "test.yaml"), Compiled.Around("- id: gate\n  ticket.require: { file: ../t.json }"));
        var plan = RunbookCompiler.Compile(file, null, new CompileOptions()).Plan!;
        Assert.Equal(Path.GetFullPath(Path.Combine("some", "t.json")), plan.Find(new StepId("gate"))!.With.GetProperty("file").GetString());
    }

    [Fact]
    public void The_arguments_of_pair_wait_are_the_steps_wait()
    {
        var plan = Compiled.Plan(Compiled.Around("- id: settle\n  pair.wait: { on: logs, status: [PSUS, SSUS], timeout: 30m, scope: any }"));
        var wait = plan.Find(new StepId("settle"))!.Wait!;
        Assert.Equal(["PSUS", "SSUS"], wait.For);
        Assert.Equal(["PSUE"], wait.FailOn);
        Assert.Equal((TimeSpan.FromMinutes(30), "any"), (wait.Timeout, wait.Scope));
    }
}
