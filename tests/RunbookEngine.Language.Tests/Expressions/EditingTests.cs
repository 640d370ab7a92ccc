using RunbookEngine.Language.Expressions;
using Xunit;

namespace RunbookEngine.Language.Tests.Expressions;

public class EditingTests
{
    private static readonly TypeScope Scope = TypeScope.Of(("inputs", ExprType.ObjectOf(("app", ExprType.String), ("maxLag", ExprType.Int))), ("groups", ExprType.ListOf(ExprType.ObjectOf(("name", ExprType.String)))))
        .With("steps", ExprType.ObjectOf(new Dictionary<string, ExprMember>
        {
            ["split"] = new(ExprType.ObjectOf(("status", ExprType.String)), "splits"),
            ["split-done"] = new(ExprType.OpenObject),
            ["later"] = new(ExprType.Any, null, "runs later"),
        }));

    // The bar marks the cursor.
    [Theory]
    [InlineData("|", "groups")]
    [InlineData("inp|", "inputs")]
    [InlineData("inputs.|", "app")]
    [InlineData("inputs.m|", "maxLag")]
    [InlineData("1 + inputs?.|", "app")]
    [InlineData("steps.|", "split-done")]
    [InlineData("steps.split.|", "status")]
    [InlineData("steps[\"split\"].|", "status")]
    [InlineData("groups[0].|", "name")]
    [InlineData("groups.|", "size")]
    [InlineData("inputs.app | |", "string.upcase")]
    [InlineData("inputs.app | string.|", "string.upcase")]
    [InlineData("(inputs.app + steps.split.|", "status")]
    public void Completion_offers_what_fits(string text, string expected)
    {
        var cursor = text.LastIndexOf('|');
        var items = ExpressionCompletion.At(text.Remove(cursor, 1), 0, cursor, Scope);
        var item = Assert.Single(items, i => i.Label == expected);
        Assert.DoesNotContain(items, i => i.Label == "later");
        Assert.InRange(item.ReplaceFrom, 0, cursor);
    }

    [Fact]
    public void A_name_with_a_dash_is_completed_in_brackets_in_place_of_the_dot()
    {
        var item = Assert.Single(ExpressionCompletion.At("steps.sp", 0, 8, Scope), i => i.Label == "split-done");
        Assert.Equal(("[\"split-done\"]", 5), (item.Insert, item.ReplaceFrom));
    }

    [Theory]
    [InlineData("inputs.ap^p | string.upcase", "app: string")]
    [InlineData("inputs.app | string.up^case", "string.upcase text")]
    [InlineData("steps.spl^it.status", "splits")]
    [InlineData("inp^uts.app", "inputs: object")]
    [InlineData("1 ^+ 2", "whole number")]
    public void Hover_tells_what_a_word_is(string text, string expected)
    {
        var cursor = text.IndexOf('^');
        var parsed = ExpressionParser.Parse(text.Remove(cursor, 1));
        Assert.Contains(expected, ExpressionHover.At(parsed.Root!, cursor, Scope)?.Text);
    }

    [Fact]
    public void References_are_listed_with_their_whole_path_and_place()
    {
        var found = Reference.In(ExpressionParser.Parse("steps.split.outputs[\"file\"] + (inputs.app | string.upcase) + list[n].x").Root!);
        Assert.Equal(["steps/split/outputs/file@0+27", "inputs/app@31+10", "list@61+4", "n@66+1"], found.Select(r => $"{string.Join('/', r.Path)}@{r.Offset}+{r.Length}"));
    }
}
