using System.Collections.Immutable;
using System.Text.Json;
using RunbookEngine.Activities;
using RunbookEngine.Expressions;
using RunbookEngine.Language.Environments;
using RunbookEngine.Language.Running;
using RunbookEngine.Language.Targets;
using RunbookEngine.Language.Tests.Support;
using RunbookEngine.Plans;
using RunbookEngine.Runs;
using RunbookEngine.Secrets;

namespace RunbookEngine.Language.Tests;

public class RunExpressionTests
{
    private static readonly LanguageExpressions Expressions = new(new TwoSecrets());

    private static readonly RunState State = Make();

    [Theory]
    [InlineData("${{ inputs.app }}", "\"erp\"")]
    [InlineData("${{ mirrors.copyGroups }}", "[\"erp-ur-01\",\"erp-ur-02\"]")]
    [InlineData("${{ targets.mirrors.copyGroups | array.size }}", "2")]
    [InlineData("${{ targets.mirrors.remoteArray }}", "\"osaka\"")]
    [InlineData("${{ steps.look.status }} and ${{ steps.look.outputs.acted }}", "\"succeeded and 3\"")]
    [InlineData("${{ steps['look-logs'].error?.message ?? 'none' }}", "\"gone\"")]
    [InlineData("${{ steps.end.status }}", "\"pending\"")]
    [InlineData("${{ run.name }}/${{ run.actor }}/${{ run.mode ?? 'no mode' }}/${{ run.outcome }}", "\"test/akiko/no mode/running\"")]
    [InlineData("${{ ticket }}", "\"CHG1\"")]
    [InlineData("${{ env.arrays.tokyo.storageDeviceId }}", "\"900000040014\"")]
    [InlineData("plain $${{ text }}", "\"plain ${{ text }}\"")]
    public void Names_of_the_run_have_their_values(string text, string json) => Assert.Equal(json, Resolve(text).Value.GetRawText());

    [Fact]
    public void A_step_of_the_same_loop_means_the_same_iteration_and_one_outside_its_own_record()
    {
        var loop = State with
        {
            Steps = State.Steps
                .Add(new StepKey(new StepId("look-copies"), "x"), Done("look-copies", "x", """{"n":1}"""))
                .Add(new StepKey(new StepId("look-copies"), "y"), Done("look-copies", "y", """{"n":2}""")),
        };
        var scope = new ExpressionScope(loop, new StepKey(new StepId("end"), "y"), new Dictionary<string, JsonElement> { ["item"] = JsonElement.Parse("\"y\"") });

        Assert.Equal("\"y 2 3\"", Expressions.Resolve(JsonElement.Parse("\"${{ item }} ${{ steps['look-copies'].outputs.n }} ${{ steps.look.outputs.acted }}\""), scope).Value.GetRawText());
    }

    // A plan of before has no version, and was written in the first.
    [Theory]
    [InlineData(null)]
    [InlineData(1)]
    [InlineData(2)]
    public void Plans_of_every_language_version_so_far_are_read(int? version)
    {
        var scope = new ExpressionScope(State with { Plan = State.Plan with { Language = version } }, new StepKey(new StepId("end")), new Dictionary<string, JsonElement>());
        Assert.Equal("\"erp\"", Expressions.Resolve(JsonElement.Parse("\"${{ inputs.app }}\""), scope).Value.GetRawText());
    }

    [Fact]
    public void A_plan_says_the_version_of_its_language_and_one_of_a_later_version_is_refused()
    {
        Assert.Equal(2, State.Plan.Language);
        Assert.Contains("\"language\":2", JsonSerializer.Serialize(State.Plan, PlanJson.Options));
        Assert.DoesNotContain("\"language\"", JsonSerializer.Serialize(State.Plan with { Language = null }, PlanJson.Options));
        var scope = new ExpressionScope(State with { Plan = State.Plan with { Language = 3 } }, new StepKey(new StepId("end")), new Dictionary<string, JsonElement>());
        foreach (var use in new Action[] { () => Expressions.Condition("true", scope), () => Expressions.Items(JsonElement.Parse("[1]"), scope), () => Expressions.Resolve(JsonElement.Parse("{}"), scope) })
        {
            Assert.Contains("version 3", Assert.Throws<ExpressionFailedException>(use).Message);
        }
    }

    [Fact]
    public void Secrets_that_went_into_a_value_are_reported_and_others_are_not()
    {
        var resolved = Resolve("Bearer ${{ secrets.token }}");
        Assert.Equal("\"Bearer s3cret\"", resolved.Value.GetRawText());
        Assert.Equal(["s3cret"], resolved.Secrets);
        Assert.Empty(Resolve("${{ inputs.app }}").Secrets);
    }

    [Fact]
    public void Arguments_keep_their_shape_and_the_type_of_a_single_expression()
    {
        var given = JsonElement.Parse("""{"run":["x","${{ inputs.app }}",5],"env":{"N":"${{ 1 + 1 }}"},"plain":true,"none":null,"message":"${{ if inputs.app == 'erp' }}yes${{ else }}no${{ end }}"}""");
        Assert.Equal("""{"run":["x","erp",5],"env":{"N":2},"plain":true,"none":null,"message":"yes"}""", Expressions.Resolve(given, Scope).Value.GetRawText());
    }

    [Fact]
    public void A_condition_is_true_or_false_and_nothing_else()
    {
        Assert.True(Expressions.Condition("inputs.app == 'erp'", Scope));
        Assert.False(Expressions.Condition("false", Scope));
        var e = Assert.Throws<ExpressionFailedException>(() => Expressions.Condition("inputs.app", Scope));
        Assert.Contains("step end", e.Message);
        Assert.Contains("`when`", e.Message);
    }

    [Fact]
    public void Items_have_stable_keys_and_the_same_one_twice_is_refused()
    {
        Assert.Equal(["erp-ur-01", "erp-ur-02"], Keys("\"mirrors.copyGroups\""));
        Assert.Equal(["erp", "5", "n1", "4"], Keys("""["${{ inputs.app }}", 5, {"name":"n1"}, [1]]"""));
        Assert.Contains("twice", Assert.Throws<ExpressionFailedException>(() => Keys("""["a","a"]""")).Message);
        Assert.Contains("list", Assert.Throws<ExpressionFailedException>(() => Keys("\"inputs.app\"")).Message);
    }

    [Theory]
    [InlineData("${{ steps.end.outputs.x }}")]
    [InlineData("${{ nothing }}")]
    [InlineData("${{ 1 / 0 }}")]
    [InlineData("${{ secrets.broken }}")]
    public void What_has_no_value_fails_with_the_place_and_the_text(string text)
    {
        var e = Assert.Throws<ExpressionFailedException>(() => Resolve(text));
        Assert.Contains(text, e.Message);
        Assert.Contains("step end", e.Message);
    }

    private static ExpressionScope Scope => new(State, new StepKey(new StepId("end")), new Dictionary<string, JsonElement>());

    private static ResolvedArguments Resolve(string text) => Expressions.Resolve(JsonSerializer.SerializeToElement(text), Scope);

    private static IEnumerable<string> Keys(string items) => Expressions.Items(JsonElement.Parse(items), Scope).Select(i => i.Key);

    private static RunState Make()
    {
        var plan = Compiled.Plan(Compiled.Around("- id: end\n  checkpoint: {}", "inputs: { app: { default: erp } }"));
        plan = TargetResolver.Resolve(plan, null, t => t.Name == "mirrors"
            ? [new PlanCopyGroup("erp-ur-01"), new PlanCopyGroup("erp-ur-02")] : [new PlanCopyGroup(t.Name == "logs" ? "erp-tc-1" : "erp-si-01")]).Plan!;
        var failed = new StepState(new StepKey(new StepId("look-logs"))) { Status = StepStatus.Failed, Error = new Failure(FailureKind.Unreachable, "gone") };
        return new RunState
        {
            Id = new RunId(Guid.Empty),
            Plan = plan,
            Actor = "akiko",
            Engine = "test",
            Ticket = "CHG1",
            StartedAt = DateTimeOffset.UnixEpoch,
            Sequence = 1,
            Hash = "",
            Steps = ImmutableDictionary<StepKey, StepState>.Empty
                .Add(new StepKey(new StepId("look")), Done("look", "", """{"acted":3}""")).Add(failed.Key, failed),
        };
    }

    private static StepState Done(string id, string iteration, string outputs) =>
        new(new StepKey(new StepId(id), iteration)) { Status = StepStatus.Succeeded, Outputs = JsonElement.Parse(outputs) };

    private sealed class TwoSecrets : ISecretSource
    {
        public IEnumerable<string> Names => ["token", "broken"];

        public string Read(string name) => name == "token" ? "s3cret" : throw new SecretUnavailableException("env:BROKEN", "the environment variable BROKEN is not set");
    }
}
