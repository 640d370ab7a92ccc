using RunbookEngine.Sinks;

namespace RunbookEngine.Server.Api;

/// <summary>Names from outside, as they are said back.</summary>
internal static class Names
{
    /// <summary>Whether every store keeps them as they are.</summary>
    public static bool AreStorable(params ReadOnlySpan<string?> names)
    {
        foreach (var name in names)
        {
            if (name is not null && (name.Length > 400 || name.Any(char.IsControl)))
                return false;
        }

        return true;
    }

    /// <summary>Cut, and without control characters.</summary>
    public static string Shown(string name) => SinkText.Line(name.Length > 100 ? name[..100] : name);
}
