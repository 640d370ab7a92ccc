using RunbookEngine.Import.Cci;
using RunbookEngine.Testing;

namespace RunbookEngine.Import.Tests.Cci;

public class ImportFuzzTests
{
    /// <summary>Few in every build; <c>FUZZ_ROUNDS</c> asks for more.</summary>
    private static readonly int Rounds = int.TryParse(Environment.GetEnvironmentVariable("FUZZ_ROUNDS"), out var rounds) ? rounds : 300;

    private static readonly string[] Pieces =
        ["\n", "\"", "'", "`", "$(", ")", "${", "}", "{", "((", "))", "[[", "]]", "if ", "; then\n", "fi\n", "done\n", "do\n", "for x in a b; do\n", "case $1 in\n", "esac\n", ";;", "<<EOF\n", "EOF\n", "&&", "||", "|", "&", "$?", "$1", "$UNSET", "# ", "\t", "\\", "\\\n", "-t ", "-g ", "-IH", "é", "💾", "\u2028", "\0x", "${{ inputs.x }}", "*", "exit 0\n", "exit 1\n", "return\n", "f() {\n", "f\n", "!"];

    [Fact]
    public void Mutated_scripts_are_imported_whole_and_never_throw()
    {
        var seed = Seeds.FreshOr(207714681);
        var random = new Random(seed);
        var originals = ImportSamples.Scripts.Select(File.ReadAllText).ToList();
        for (var round = 0; round < Rounds; round++)
        {
            var text = Mutate(originals[random.Next(originals.Count)], random).Replace("\0", "");
            var context = $"seed {seed}, round {round}\n{text}";
            // A first line that names another interpreter is refused by name.
            if (CciImporter.Problem(new ImportRequest(new ImportText("fuzz.sh", text))) is not null)
                continue;
            try
            {
                var result = ImportSamples.Import("fuzz.sh", text);
                ImportSamples.AssertEveryLineIsAccountedFor(result, text, context);
                ImportSamples.AssertCompiles(result, context);
            }
            catch (Exception e) when (e is not Xunit.Sdk.XunitException)
            {
                throw new InvalidOperationException($"{context}\n{e.Message}", e);
            }
        }
    }

    [Fact]
    public void Mutated_horcm_files_are_read_and_never_throw()
    {
        var seed = Seeds.FreshOr(207714681);
        var random = new Random(seed);
        var script = File.ReadAllText(ImportSamples.Scripts[5]);
        var originals = ImportSamples.HorcmFor("xx");
        for (var round = 0; round < Rounds / 3; round++)
        {
            var files = originals.Select(f => f with { Text = Mutate(f.Text, random).Replace("\0", "") }).ToList();
            var context = $"seed {seed}, round {round}\n{files[0].Text}\n----\n{files[1].Text}";
            try
            {
                ImportSamples.AssertCompiles(ImportSamples.Import("fuzz.sh", script, files), context);
            }
            catch (Exception e) when (e is not Xunit.Sdk.XunitException)
            {
                throw new InvalidOperationException($"{context}\n{e.Message}", e);
            }
        }
    }

    private static string Mutate(string text, Random random)
    {
        for (var i = random.Next(1, 5); i > 0; i--)
        {
            var at = random.Next(text.Length + 1);
            var length = Math.Min(random.Next(1, 40), text.Length - at);
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
