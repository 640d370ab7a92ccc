using RunbookEngine.Server.Hosting;
using RunbookEngine.Server.Tests.Api;

namespace RunbookEngine.Server.Tests.Hosting;

public class DocumentedSettingsTests
{
    [Fact]
    public void Every_key_of_the_configuration_is_in_the_docs()
    {
        var docs = File.ReadAllText(Repository.File("docs/server.md"));

        var missing = ServerComposition.Sections.SelectMany(s => Keys(s.Value, $"{s.Key}: ")).Where(key => !docs.Contains($"| `{key}` |", StringComparison.Ordinal)).ToList();

        Assert.True(missing.Count == 0, $"docs/server.md lacks rows for:\n{string.Join("\n", missing.Select(m => $"| `{m}` | |"))}");
    }

    private static IEnumerable<string> Keys(Type type, string prefix)
    {
        foreach (var property in type.GetProperties().Where(p => p.SetMethod is not null))
        {
            var name = prefix + char.ToLowerInvariant(property.Name[0]) + property.Name[1..];
            var (inner, between) = Inner(property.PropertyType);
            if (inner is null || between.Length > 0)
                yield return name;
            foreach (var key in inner is null ? [] : Keys(inner, $"{name}: {between}"))
                yield return key;
        }
    }

    /// <summary>The options inside a property, and what stands between the names.</summary>
    private static (Type? Options, string Between) Inner(Type type)
    {
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>))
            return IsOptions(type.GenericTypeArguments[0]) ? (type.GenericTypeArguments[0], "- ") : (null, "");
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>))
            return IsOptions(type.GenericTypeArguments[1]) ? (type.GenericTypeArguments[1], "NAME: ") : (null, "");
        return IsOptions(type) ? (type, "") : (null, "");
    }

    private static bool IsOptions(Type type) => type.Namespace?.StartsWith("RunbookEngine", StringComparison.Ordinal) == true && !type.IsEnum;
}
