using RunbookEngine.Language.Compilation;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Documents;

namespace RunbookEngine.Language.Tests;

/// <summary>A choice of whoever starts the run leads past no decision by a way round.</summary>
public class AvoidableDecisionTests
{
    private const string Asks = "approve: { by: dr, message: Go? }";

    public static TheoryData<string, string, bool> Ways => new()
    {
        { "a program says what it is given", "- { id: say, timeout: 1m, command: { run: [echo, \"${{ inputs.word }}\"] }, rollback: { none: x } }\n  - { id: go, when: \"steps.say.outputs.stdout != 'now'\", ASKS }", true },
        { "a program by its standard input, through another one", "- { id: one, timeout: 1m, command: { run: [cat], stdin: \"${{ inputs.word }}\" }, rollback: { none: x } }\n  - { id: two, timeout: 1m, command: { run: [echo, \"${{ steps.one.outputs.stdout }}\"] }, rollback: { none: x } }\n  - { id: go, when: \"steps.two.outputs.stdout == ''\", ASKS }", true },
        { "a service answers to an address", "- { id: ask, timeout: 1m, http: { url: \"https://x/${{ inputs.word }}\" } }\n  - { id: go, when: \"steps.ask.outputs.status == 200\", ASKS }", true },
        { "what a question was answered, through a program", "- { id: q, manual: { question: really?, choices: [a, b] } }\n  - { id: say, timeout: 1m, command: { run: [echo, \"${{ steps.q.outputs.answer }}\"] }, rollback: { none: x } }\n  - { id: go, when: \"steps.say.outputs.stdout == 'a'\", ASKS }", true },
        { "a called runbook asks", "- { id: go, when: \"inputs.word == 'now'\", call: { runbook: asks.yaml } }", true },
        { "a runbook that a called one calls asks", "- { id: go, when: \"inputs.word == 'now'\", call: { runbook: calls.yaml } }", true },
        { "a called runbook asks in some modes", "- { id: go, modes: [planned], call: { runbook: asks.yaml } }", true },
        { "a program that is given nothing of theirs", "- { id: say, timeout: 1m, command: { run: [date] }, rollback: { none: x } }\n  - { id: go, when: \"steps.say.outputs.stdout != ''\", ASKS }", false },
        { "a called runbook that asks nobody", "- { id: go, when: \"inputs.word == 'now'\", call: { runbook: quiet.yaml } }", false },
        { "always", "- { id: say, timeout: 1m, command: { run: [echo, \"${{ inputs.word }}\"] }, rollback: { none: x } }\n  - { id: go, ASKS }", false },
    };

    [Theory]
    [MemberData(nameof(Ways))]
    public void A_choice_is_followed_to_the_decision_that_it_leaves_out(string what, string steps, bool found)
    {
        var text = $"runbook: v1\nname: outer\ninputs:\n  word: {{ type: string, default: x }}\nsteps:\n  {steps.Replace("ASKS", Asks, StringComparison.Ordinal)}\n  - {{ id: work, timeout: 1m, command: {{ run: [work] }}, rollback: {{ none: x }} }}\n";
        var called = new Dictionary<string, string>
        {
            ["asks.yaml"] = $"runbook: v1\nname: asks\nsteps:\n  - {{ id: a, {Asks} }}\n",
            ["calls.yaml"] = "runbook: v1\nname: calls\nsteps:\n  - { id: a, call: { runbook: asks.yaml } }\n",
            ["quiet.yaml"] = "runbook: v1\nname: quiet\nsteps:\n  - { id: a, delay: { for: 1s } }\n",
        };
        var result = RunbookCompiler.Compile(new SourceFile("outer.yaml", text), null, new CompileOptions
        {
            RequireInputs = false,
            FindRuleSettings = _ => null,
            ReadFile = path => new SourceFile(path, called[Path.GetFileName(path)]),
        });
        Assert.True(found == result.Diagnostics.Any(d => d.Code == Codes.AvoidableDecision), $"{what}: {string.Join("\n", result.Diagnostics)}");
    }
}
