using System.Globalization;
using System.Text;

namespace RunbookEngine.Activities.Commands;

/// <param name="Started">In clock ticks since the machine started; with the number it names one process for ever. 0: unknown.</param>
internal readonly record struct FamilyMember(int Id, long Started)
{
    public bool IsAlive() => Started == 0 ? Directory.Exists($"/proc/{Id}") || !OperatingSystem.IsLinux() : ProcessFamily.Read(Id) is { IsZombie: false } now && now.Started == Started;
}

/// <summary>A program and everything it has started, also what has left for a session of its own or was handed to another parent.</summary>
internal static class ProcessFamily
{
    /// <summary>The living ones, oldest first. Where there is no <c>/proc</c>: the program alone.</summary>
    public static IReadOnlyList<FamilyMember> Of(int root, IReadOnlyDictionary<string, string> about)
    {
        if (!Directory.Exists("/proc/self"))
            return [new FamilyMember(root, 0)];
        var all = Directory.EnumerateDirectories("/proc").Select(d => Path.GetFileName(d))
            .Select(n => int.TryParse(n, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? Read(id) : null).OfType<ProcessFacts>().ToList();
        var family = all.Where(p => p.Id == root || HasAll(p.Id, about)).Select(p => p.Id).ToHashSet();
        // Parents first is not the order of numbers, so until nobody joins.
        while (all.Count(p => family.Contains(p.Parent) && family.Add(p.Id)) > 0)
        {
        }

        return [.. all.Where(p => family.Contains(p.Id) && !p.IsZombie && p.Id != Environment.ProcessId).OrderBy(p => p.Started).Select(p => new FamilyMember(p.Id, p.Started))];
    }

    /// <summary>Null when it is gone.</summary>
    public static ProcessFacts? Read(int id)
    {
        try
        {
            // The name in brackets may hold anything; the fields behind it are numbers: state, parent …, the 20th is the start.
            var text = File.ReadAllText($"/proc/{id}/stat");
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return new ProcessFacts(id, int.Parse(fields[1], CultureInfo.InvariantCulture), long.Parse(fields[19], CultureInfo.InvariantCulture), fields[0] is "Z" or "X");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException or IndexOutOfRangeException or ArgumentException)
        {
            return null;
        }
    }

    private static bool HasAll(int id, IReadOnlyDictionary<string, string> about)
    {
        try
        {
            var variables = Encoding.UTF8.GetString(File.ReadAllBytes($"/proc/{id}/environ")).Split('\0').ToHashSet(StringComparer.Ordinal);
            return about.Count > 0 && about.All(a => variables.Contains($"{a.Key}={a.Value}"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}

internal sealed record ProcessFacts(int Id, int Parent, long Started, bool IsZombie);
