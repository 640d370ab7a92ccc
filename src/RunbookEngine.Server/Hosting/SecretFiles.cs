using RunbookEngine.Language.Environments;
using RunbookEngine.Operations;
using RunbookEngine.Secrets;
using RunbookEngine.Server.Approvals;
using RunbookEngine.Sinks;

namespace RunbookEngine.Server.Hosting;

/// <summary>Files with keys and secrets that others than their owner and group can read. Looked at by <c>--check</c> alone: some platforms mount secrets so.</summary>
internal static class SecretFiles
{
    public static IEnumerable<ServerFinding> Of(ServerSettings settings, IEnumerable<EnvironmentModel> environments)
    {
        if (OperatingSystem.IsWindows())
            yield break;
        var named = new List<(string What, string Path)>();
        // Without a file of its own the key is in the certificate's.
        if (settings.Get<ServerOptions>("server").Tls is { } tls && (tls.Key ?? tls.Certificate) is { } key)
            named.Add(("server: tls: key", settings.PathOf(key)));
        foreach (var signing in settings.Get<ApprovalOptions>("approvals").SigningKeys.Where(SecretReference.IsReference).Select(k => new SecretReference(k)).Where(k => k.Kind == "file"))
            named.Add(("approvals: signingKeys", signing.Where));
        foreach (var environment in environments)
            named.AddRange(EnvironmentReferences.FilesOf(environment.ToPlan().Content).Select(path => ($"environment {environment.Name}", path)));
        foreach (var (what, path) in named.Distinct())
        {
            if (IsOpen(path))
                yield return new ServerFinding(Exit.Invalid, $"{what}: {path} can be read by every user of this machine", $"chmod 600 {Shell.Quote(path)}");
        }
    }

    private static bool IsOpen(string path)
    {
        try
        {
            return !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & UnixFileMode.OtherRead) != 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
