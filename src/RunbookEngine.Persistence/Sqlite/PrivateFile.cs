namespace RunbookEngine.Persistence.Sqlite;

/// <summary>An empty file that only its owner can read.</summary>
internal static class PrivateFile
{
    public static void Create(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new FileStream(path, options);
    }
}
