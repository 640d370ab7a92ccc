using System.Globalization;

namespace RunbookEngine.Cli.Hosting;

/// <summary>One server to a SQLite file: two would both drive its runs, fire its schedules and answer its people. The claim is a lock on a file beside the
/// store; it ends with the process, however that ends.</summary>
internal sealed class ServeClaim : IDisposable
{
    private readonly FileStream _file;
    private readonly string _told;

    private ServeClaim(FileStream file, string told) => (_file, _told) = (file, told);

    /// <returns>Null for a store that several nodes share.</returns>
    /// <exception cref="CommandFailure">Another process serves it.</exception>
    public static ServeClaim? Take(string? store)
    {
        if (store is null)
            return null;
        var path = store + ".serve";
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            var file = new FileStream(path, options);
            // In a file of its own: one that is locked cannot be read.
            File.WriteAllText(path + ".pid", Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            return new ServeClaim(file, path + ".pid");
        }
        catch (IOException e) when (File.Exists(path))
        {
            throw new CommandFailure(
                Exit.Refused, $"another runbook serve has the store sqlite:{store}{(Holder(path) is { } process ? $": process {process}" : "")}",
                "stop that one first, or give each its own store; several servers share a PostgreSQL store (docs/cluster.md)", e);
        }
    }

    public void Dispose()
    {
        File.Delete(_told);
        _file.Dispose();
    }

    private static string? Holder(string path)
    {
        try
        {
            return File.ReadAllText(path + ".pid") is { Length: > 0 and < 12 } text && text.All(char.IsAsciiDigit) ? text : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
