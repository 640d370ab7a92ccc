namespace RunbookEngine.Import.Tests.Support;

/// <summary>Compares a text with an approved file. <c>UPDATE_GOLDEN=1</c> writes the file instead; the diff is what gets reviewed.</summary>
internal static class Golden
{
    public static void Matches(string path, string actual)
    {
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(path, actual);
            return;
        }

        Assert.True(File.Exists(path), $"{path} is missing; run the tests once with UPDATE_GOLDEN=1");
        Assert.Equal(File.ReadAllText(path), actual);
    }
}
