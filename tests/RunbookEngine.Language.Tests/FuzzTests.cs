using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Documents;
using RunbookEngine.Language.Environments;
using RunbookEngine.Language.Rules;
using RunbookEngine.Language.Tests.Support;

namespace RunbookEngine.Language.Tests;

public class FuzzTests
{
    /// <summary>Few in every build; <c>FUZZ_ROUNDS</c> asks for more.</summary>
    private static readonly int Rounds = int.TryParse(Environment.GetEnvironmentVariable("FUZZ_ROUNDS"), out var rounds) ? rounds : 2_000;

    private static readonly string[] Pieces =
        ["\t", ": ", "- ", "${{", "}}", "[", "]", "{", "}", "\"", "'", "&a ", "*a", "!!x ", "|\n", "#", "null", "~", "on", "0045", "10:20", "1e999", "\n", "  ", "é", "\u2028", "%", "---\n", "...\n", "<<: ", "? ",
            " # rb:allow RB1509 because x\n", "# rb:allow", "svolAccess: read", "wait: none", "pivot: true", "foreach: []", "modes: [test]"];

    [Fact]
    public void Mutated_runbooks_are_compiled_or_refused_with_positions_and_never_throw()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        var originals = Repository.Files(Path.Combine(Repository.Root, "runbooks"), "*.yaml")
            .Concat(Repository.Files(Path.Combine(Repository.Samples, "ok"), "*.yaml")).Select(File.ReadAllText).ToList();
        for (var round = 0; round < Rounds; round++)
        {
            var text = Mutate(originals[random.Next(originals.Count)], random);
            try
            {
                var result = Compiled.Of(text);
                Assert.True(result.Plan is not null || result.HasErrors, "neither a plan nor an error");
                var lines = text.Split('\n').Length;
                Assert.All(result.Diagnostics, found => AssertInside(found, lines));
                // Every rejection has a place of its own in the text, and the rule behind it a page.
                Assert.All(result.Diagnostics, found => Assert.True(RuleCatalog.Find(found.Code) is not null && found.At.File == "test.yaml", found.ToString()));
                _ = Compiled.Shown(result);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"seed {seed}, round {round}: {e.Message}\n{text}", e);
            }
        }
    }

    [Fact]
    public void Mutated_environments_are_read_or_refused_with_positions_and_never_throw()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        var original = File.ReadAllText(Path.Combine(Repository.Samples, "environment.yaml"));
        for (var round = 0; round < Rounds; round++)
        {
            var text = Mutate(original, random);
            try
            {
                var result = EnvironmentLoader.Load(new SourceFile("test.yaml", text));
                Assert.Equal(result.Model is null, result.Diagnostics.Any(d => d.IsError));
                foreach (var found in result.Diagnostics)
                    AssertInside(found, text.Split('\n').Length);
                if (result.Model is { } model)
                    _ = EnvironmentModel.FromPlan(model.ToPlan());
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"seed {seed}, round {round}: {e.Message}\n{text}", e);
            }
        }
    }

    private static void AssertInside(Diagnostic found, int lines)
    {
        Assert.InRange(found.At.Line, 1, lines + 1);
        Assert.True(found.At.Column >= 1, found.ToString());
        Assert.True((found.At.EndLine, found.At.EndColumn).CompareTo((found.At.Line, found.At.Column)) >= 0, found.ToString());
        Assert.NotEmpty(found.Message);
    }

    private static string Mutate(string text, Random random)
    {
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            var at = random.Next(text.Length + 1);
            var length = Math.Min(random.Next(1, 30), text.Length - at);
            text = random.Next(4) switch
            {
                0 => text.Remove(at, length),
                1 => text.Insert(at, Pieces[random.Next(Pieces.Length)]),
                2 => text.Remove(at, length).Insert(at, Pieces[random.Next(Pieces.Length)]),
                _ => text.Insert(at, text.Substring(random.Next(text.Length - length + 1), length)),
            };
        }

        return text;
    }
}
