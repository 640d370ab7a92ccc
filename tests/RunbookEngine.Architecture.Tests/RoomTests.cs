using System.Xml.Linq;
using Xunit;

namespace RunbookEngine.Architecture.Tests;

/// <summary>Which room may lean on which. Status model, client and simulator stay separate readings of the manual,
/// so that a mistake in one cannot hide in the other.</summary>
public class RoomTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Core"] = [],
        ["Replication"] = [],
        ["Simulator"] = [],
        ["Language"] = ["Core", "Replication"],
        ["Import"] = ["Core", "Replication", "Language"],
        ["Arrays"] = ["Replication"],
        ["Activities"] = ["Core", "Replication", "Arrays"],
        ["Persistence"] = ["Core"],
        ["Operations"] = ["Core", "Replication", "Language", "Arrays", "Activities", "Persistence"],
        ["Server"] = ["Core", "Replication", "Language", "Arrays", "Activities", "Persistence", "Operations"],
        ["Cli"] = ["Core", "Replication", "Language", "Import", "Arrays", "Activities", "Persistence", "Operations", "Rehearsal", "Server", "Simulator"],
        ["Rehearsal"] = ["Core", "Replication", "Language", "Arrays", "Activities", "Persistence", "Operations", "Simulator"],
    };

    public static TheoryData<string> Rooms => [.. Repository.SourceFiles("src", "*.csproj").Select(f => Path.GetFileNameWithoutExtension(f)!)];

    [Theory]
    [MemberData(nameof(Rooms))]
    public void A_room_leans_only_on_those_it_may(string project)
    {
        var room = project.Replace("RunbookEngine.", "");
        Assert.True(Allowed.ContainsKey(room), $"{project} is not in the table of rooms: add it, with what it may lean on.");
        var file = Repository.SourceFiles("src", $"{project}.csproj").Single();
        var found = XDocument.Load(file).Descendants("ProjectReference")
            .Select(r => Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value).Replace("RunbookEngine.", ""));

        Assert.Empty(found.Except(Allowed[room]));
    }

    [Theory]
    [MemberData(nameof(Rooms))]
    public void A_room_says_in_a_readme_what_it_is_for(string project) =>
        Assert.True(File.Exists(Path.Combine(Repository.Root, "src", project, "README.md")), $"src/{project}/README.md is missing.");

    [Fact]
    public void Versions_stand_in_one_file()
    {
        var withVersion = Repository.SourceFiles(".", "*.csproj")
            .Where(f => XDocument.Load(f).Descendants("PackageReference").Any(p => p.Attribute("Version") is not null));

        Assert.Empty(withVersion);
    }
}
