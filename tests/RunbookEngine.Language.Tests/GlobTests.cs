using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using RunbookEngine.Language.Targets;

namespace RunbookEngine.Language.Tests;

public class GlobTests
{
    private const int Seed = 20311;

    [Fact]
    public void A_pattern_matches_what_the_same_regular_expression_matches()
    {
        var random = new Random(Seed);
        for (var i = 0; i < 50_000; i++)
        {
            var (glob, name) = (Text(random, "ab*?[]!-cz", 9), Text(random, "abcz-]!", 7));
            if (Glob.Malformed(glob) is not null)
            {
                Assert.True(!Glob.IsPattern(glob) || !Glob.Matches(glob, name));
                continue;
            }

            Assert.True(Regex.IsMatch(name, Translated(glob), RegexOptions.NonBacktracking) == Glob.Matches(glob, name), $"seed {Seed}: '{glob}' on '{name}'");
        }
    }

    [Fact]
    public void No_pattern_costs_more_than_a_moment()
    {
        var glob = string.Concat(Enumerable.Repeat("*a", 50));
        var name = new string('a', 400) + "b";
        var took = Stopwatch.StartNew();
        for (var i = 0; i < 1000; i++)
            Assert.False(Glob.Matches(glob, name));
        Assert.True(took.Elapsed < TimeSpan.FromSeconds(5), $"{took.Elapsed}");
    }

    [Theory]
    [InlineData("erp-[", "not closed")]
    [InlineData("erp-[]", "empty")]
    [InlineData("erp-[!]", "empty")]
    [InlineData("erp-[z-a]", "backwards")]
    [InlineData("[a-c][z-a]", "backwards")]
    public void A_bad_pattern_says_what_is_wrong_and_matches_nothing(string glob, string says)
    {
        Assert.Contains(says, Glob.Malformed(glob));
        Assert.Contains(says, Glob.Problem(glob));
        Assert.False(Glob.Matches(glob, "erp-a"));
    }

    private static string Text(Random random, string letters, int longest) =>
        new([.. Enumerable.Range(0, random.Next(longest)).Select(_ => letters[random.Next(letters.Length)])]);

    private static string Translated(string glob)
    {
        var regex = new StringBuilder("^");
        for (var i = 0; i < glob.Length; i++)
        {
            if (glob[i] == '[')
            {
                var close = glob.IndexOf(']', glob[i + 1] == '!' ? i + 2 : i + 1);
                var inside = glob[(i + 1)..close];
                var negated = inside.StartsWith('!');
                regex.Append(negated ? "[^" : "[").Append((negated ? inside[1..] : inside).Replace("\\", "\\\\").Replace("[", "\\[").Replace("^", "\\^")).Append(']');
                i = close;
            }
            else
                regex.Append(glob[i] switch { '*' => ".*", '?' => ".", var c => Regex.Escape(c.ToString()) });
        }

        return regex.Append(@"\z").ToString();
    }
}
