using System.Runtime.CompilerServices;

namespace RunbookEngine.Cli.Tests;

/// <summary>Compares what people read with approved files; <c>UPDATE_GOLDEN=1</c> renews them.</summary>
internal static class Golden
{
    public static void Matches(string name, string actual, [CallerFilePath] string here = "")
    {
        var path = Path.Combine(Path.GetDirectoryName(here)!, "golden", name);
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
            File.WriteAllText(path, actual);
        Assert.True(File.Exists(path), $"{name} is not approved yet; run with UPDATE_GOLDEN=1 and read the difference");
        Assert.Equal(File.ReadAllText(path), actual);
    }
}
