namespace RunbookEngine.Simulator.Tests.Support;

internal static class Repository
{
    public static string Root { get; } = Find();

    public static string File(string path) => Path.Combine(Root, path);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (folder.GetFiles("RunbookEngine.sln").Length > 0)
                return folder.FullName;
        }
        throw new InvalidOperationException("The repository root was not found above the test assembly.");
    }
}
