using System.Xml.Linq;
using Xunit;

namespace RunbookEngine.Architecture.Tests;

/// <summary>Who may use which package, and what its licence asks for.</summary>
public class PackageTests
{
    [Fact]
    public void Only_the_room_of_the_language_leans_on_scriban()
    {
        var found = Repository.SourceFiles("src", "*.csproj")
            .Where(f => XDocument.Load(f).Descendants("PackageReference").Any(p => $"{p.Attribute("Include")?.Value}".StartsWith("Scriban", StringComparison.Ordinal)))
            .Select(Path.GetFileNameWithoutExtension);

        Assert.Equal(["RunbookEngine.Language"], found);
    }

    [Fact]
    public void Scriban_is_named_in_the_rooms_of_expressions_and_texts_only()
    {
        var allowed = new[] { Path.Combine("RunbookEngine.Language", "Expressions"), Path.Combine("RunbookEngine.Language", "Templates") };
        var found = Repository.SourceFiles("src")
            .Where(f => !allowed.Any(folder => f.Contains(folder, StringComparison.Ordinal)))
            .Where(f => File.ReadLines(f).Any(line => line.StartsWith("using Scriban", StringComparison.Ordinal) || line.Contains("Scriban.", StringComparison.Ordinal)));

        Assert.Empty(found);
    }

    [Fact]
    public void Every_package_is_named_in_the_third_party_notices()
    {
        var notices = File.ReadAllText(Path.Combine(Repository.Root, "THIRD-PARTY-NOTICES.txt"));
        var missing = XDocument.Load(Path.Combine(Repository.Root, "Directory.Packages.props")).Descendants("PackageVersion")
            .Select(p => p.Attribute("Include")!.Value).Where(name => !notices.Contains(name, StringComparison.Ordinal));

        Assert.Empty(missing);
    }
}
