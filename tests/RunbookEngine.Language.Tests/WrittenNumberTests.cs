using RunbookEngine.Language.Compilation;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Documents;

namespace RunbookEngine.Language.Tests;

public class WrittenNumberTests
{
    private const string Frame = "runbook: v1\nname: test\ntargets:\n  mirrors: { technology: universal-replicator, array: tokyo, copyGroups: [\"erp-ur-*\"] }\n";

    /// <summary>Wherever a text may be meant; <c>@</c> is the value.</summary>
    public static TheoryData<string> Places =>
    [
        "steps:\n  - id: c\n    command: { run: [/bin/x, @] }\n    timeout: 1m\n    rollback: { none: x }\n",
        "steps:\n  - id: c\n    command: { run: [/bin/x], env: { A: @ } }\n    timeout: 1m\n    rollback: { none: x }\n",
        "steps:\n  - id: c\n    http: { url: \"https://x.example\", headers: { A: @ } }\n    timeout: 1m\n",
        "steps:\n  - id: c\n    http: { url: \"https://x.example\", method: POST, body: { a: [1, { b: @ }] } }\n    timeout: 1m\n    rollback: { none: x }\n",
        "steps:\n  - id: c\n    foreach: [a, @]\n    command: { run: [/bin/x, \"${{ item }}\"] }\n    timeout: 1m\n    rollback: { none: x }\n",
        "steps:\n  - id: c\n    foreach: [{ name: a, id: @ }]\n    command: { run: [/bin/x, \"${{ item.id }}\"] }\n    timeout: 1m\n    rollback: { none: x }\n",
        "steps:\n  - id: c\n    command: { run: [/bin/x] }\n    timeout: 1m\n    rollback:\n      command: { run: [/bin/y, @] }\n      timeout: 1m\n",
        "inputs:\n  a: { type: string, default: @ }\nsteps:\n  - id: c\n    command: { run: [/bin/x, \"${{ inputs.a }}\"] }\n    timeout: 1m\n    rollback: { none: x }\n",
        "inputs:\n  a: { type: string, enum: [x, @] }\nsteps:\n  - id: c\n    command: { run: [/bin/x, \"${{ inputs.a }}\"] }\n    timeout: 1m\n    rollback: { none: x }\n",
    ];

    [Theory]
    [MemberData(nameof(Places))]
    public void A_number_that_would_be_passed_on_in_another_form_is_refused_with_quotes_as_the_mend(string place)
    {
        foreach (var written in new[] { "0045", "1.10", "0x10", "010", "3.10", "0o17", "+5", "1e3", "1.", ".5", "1.0", "12345678901234567890", "-0", "True", "TRUE" })
        {
            var found = Compile(place, written);
            Assert.Null(found.Plan);
            Assert.Contains(found.Diagnostics, d => d.IsError && d.Help is { } help && help.Contains($"\"{written}\"") && help.Contains("quotes"));
            Assert.DoesNotContain(Compile(place, $"\"{written}\"").Diagnostics, d => d.Code is Codes.RewrittenNumber or Codes.WrongType);
        }
    }

    [Theory]
    [MemberData(nameof(Places))]
    public void A_number_that_comes_out_as_it_is_written_stays_one(string place)
    {
        foreach (var written in new[] { "45", "1.1", "-7", "0" })
            Assert.DoesNotContain(Compile(place, written).Diagnostics, d => d.Code == Codes.RewrittenNumber);
    }

    private static CompileResult Compile(string place, string written) =>
        RunbookCompiler.Compile(new SourceFile("test.yaml", Frame + place.Replace("@", written)), null, new CompileOptions());
}
