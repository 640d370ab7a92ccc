using RunbookEngine.Language.Expressions;
using Xunit;

namespace RunbookEngine.Language.Tests.Expressions;

public class FunctionExampleTests
{
    [Fact]
    public void Each_example_of_each_function_gives_the_result_beside_it()
    {
        foreach (var function in FunctionCatalogue.All)
        {
            Assert.NotEmpty(function.Examples);
            Assert.All(function.Examples, e => Assert.Equal($"{e.Expression} → {e.Result}", $"{e.Expression} → {Expr.Value(e.Expression).ToText()}"));
        }
    }

    [Fact]
    public void Every_function_is_named_in_a_known_namespace_and_says_what_it_does()
    {
        Assert.All(FunctionCatalogue.All, f =>
        {
            Assert.True(FunctionCatalogue.IsNamespace(f.Name[..f.Name.IndexOf('.')]), f.Name);
            Assert.EndsWith(".", f.Summary);
            Assert.Same(f, FunctionCatalogue.Find(f.Name));
        });
    }
}
