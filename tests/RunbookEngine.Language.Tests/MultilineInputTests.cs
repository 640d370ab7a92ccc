using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Model;
using RunbookEngine.Language.Values;

namespace RunbookEngine.Language.Tests;

public class MultilineInputTests
{
    [Theory]
    [InlineData("a\nb", false)]
    [InlineData("a\r\nb", false)]
    [InlineData("a\tb", false)]
    [InlineData("a\0b", true)]
    [InlineData("a\eb", true)]
    [InlineData("a\u009bb", true)]
    public void A_text_with_a_control_character_is_refused_and_lines_are_taken_where_the_input_says_so(string value, bool never)
    {
        foreach (var type in (InputType[])[InputType.String, InputType.List])
        {
            var input = new InputDefinition(new("note", SourceSpan.StartOf("a.yaml")), type);
            Assert.Contains("the value holds", InputValue.FromText(input, value).Problem);
            Assert.Equal(never, InputValue.FromText(input with { Multiline = true }, value).Problem is not null);
        }
    }

    [Fact]
    public void Half_of_a_surrogate_pair_is_no_text()
    {
        var half = $"a{(char)0xD800}b";
        Assert.Contains("surrogate", InputValue.FromText(new InputDefinition(new("x", SourceSpan.StartOf("a.yaml")), InputType.String) { Multiline = true }, half).Problem);
    }

    [Fact]
    public void Every_type_refuses_what_is_no_text_of_it()
    {
        foreach (var type in Enum.GetValues<InputType>())
            Assert.NotNull(InputValue.FromText(new InputDefinition(new("x", SourceSpan.StartOf("a.yaml")), type), "1\0").Problem);
    }
}
