using System.Globalization;
using System.Security.Cryptography;
using RunbookEngine.Secrets;

namespace RunbookEngine.Activities.Commands;

/// <summary>Runs one command on a host of the environment through the system's <c>ssh</c>: by key only, and only when the host shows the key that is pinned.</summary>
/// <remarks>Why the system's program and not a library: <c>src/decisions/0039</c>.</remarks>
internal static class HostCommandRunner
{
    /// <summary>The name under which the host's key is pinned, so that it holds for the address whatever that is.</summary>
    private const string Alias = "runbook-host";

    /// <summary>Silence after which the connection counts as lost: 4 times 15 s.</summary>
    private const int AliveInterval = 15;

    private const int AliveCount = 4;

    /// <summary>What <c>ssh</c> itself writes into its log, on this machine, once the host has let it in.</summary>
    private const string LetIn = "Authenticated to ";

    /// <summary>What <c>ssh</c> ends with when it is at fault, and not the command.</summary>
    private const int SshFailed = 255;

    /// <exception cref="HostCommandException">Its end is not known, or it never began.</exception>
    /// <exception cref="System.ComponentModel.Win32Exception">There is no <c>ssh</c> on this machine: nothing happened.</exception>
    /// <exception cref="ProgramStoppedException">The connection was closed before the command's end.</exception>
    public static async Task<CommandResult> RunAsync(
        CommandArguments command, IReadOnlyDictionary<string, string> about, SecretMask mask, Action<string> line, CancellationToken cancellationToken)
    {
        var host = command.Host!;
        using var folder = new PrivateFolder();
        var log = folder.PathOf("log");
        var knownHosts = folder.Write("known_hosts", string.Concat(host.HostKeys.Select(k => $"{Alias} {k}\n")));
        string key;
        try
        {
            key = host.Key.Kind == "file" ? host.Key.Where : folder.Write("key", (await SecretReader.ReadAsync(host.Key, cancellationToken)).TrimEnd() + "\n");
        }
        catch (SecretUnavailableException e)
        {
            throw new HostCommandException(e.Message, "mend 'credentials' of the host in the environment", began: false);
        }
        var script = new HostScript(command, about, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)));
        var local = command with
        {
            Host = null,
            Run = ["ssh", "-E", log, .. Options(host, knownHosts, key), "--", host.Address, "sh"],
            Environment = new Dictionary<string, string>(),
            WorkingDirectory = null,
            StandardInput = script.Text(),
        };
        var result = await CommandRunner.RunAsync(local, new Dictionary<string, string>(), mask, line, cancellationToken);
        var (began, code, noFolder, errors) = script.Read(result.Stderr);
        if (code is not null)
        {
            return result with { ExitCode = code, Stderr = errors };
        }
        var told = File.Exists(log) ? await File.ReadAllTextAsync(log, CancellationToken.None) : "";
        // The mark may have been lost on its way. An orderly end delivers it; after another one whoever was let in may have begun.
        began |= result.ExitCode == SshFailed && told.Contains(LetIn, StringComparison.Ordinal);
        var said = (Last(errors) ?? Last(told)) is { } last ? $": {last}" : "";
        throw noFolder ? new HostCommandException($"host {host}: its folder {command.WorkingDirectory} (cwd) is not there{said}", "make the folder there, or mend 'cwd'", began: false)
            : !began ? new HostCommandException($"host {host} could not be worked on (ssh ended with {result.ExitCode}){said}", HelpOf(told + errors, result.ExitCode), began: false)
            : new HostCommandException($"the connection to host {host} was lost while the command ran{said}",
                "look on the host whether it ran to its end, then resume with --mark-done or --retry", began: true);
    }

    private static string? Last(string text) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .LastOrDefault(l => !l.StartsWith(LetIn, StringComparison.Ordinal) && !l.StartsWith("Transferred: ", StringComparison.Ordinal) && !l.StartsWith("Bytes per second", StringComparison.Ordinal));

    private static IEnumerable<string> Options(HostTarget host, string knownHosts, string key)
    {
        string[] options =
        [
            "BatchMode=yes", "StrictHostKeyChecking=yes", $"UserKnownHostsFile={Quoted(knownHosts)}", "GlobalKnownHostsFile=/dev/null", $"HostKeyAlias={Alias}", "CheckHostIP=no",
            "IdentitiesOnly=yes", "IdentityAgent=none", $"IdentityFile={Quoted(key)}", "PreferredAuthentications=publickey", "PasswordAuthentication=no",
            "KbdInteractiveAuthentication=no", "ForwardAgent=no", "ForwardX11=no", "ClearAllForwardings=yes", "PermitLocalCommand=no", "ControlPath=none", "EscapeChar=none",
            "UpdateHostKeys=no", "LogLevel=VERBOSE",
            string.Create(CultureInfo.InvariantCulture, $"ConnectTimeout={Math.Max(1, (int)host.ConnectTimeout.TotalSeconds)}"), $"ServerAliveInterval={AliveInterval}", $"ServerAliveCountMax={AliveCount}",
        ];
        return ["-F", "none", "-T", "-p", host.Port.ToString(CultureInfo.InvariantCulture), "-l", host.User, .. options.SelectMany(o => new[] { "-o", o })];
    }

    /// <summary>As the configuration of ssh takes a path with blanks.</summary>
    private static string Quoted(string path) => $"\"{path}\"";

    private static string HelpOf(string errors, int? code) =>
        errors.Contains("Host key verification failed", StringComparison.Ordinal) || errors.Contains("host key", StringComparison.OrdinalIgnoreCase)
            ? "the host shows another key than 'hostKey' in the environment: find out why before you change it; ssh-keyscan -t ed25519 ADDRESS prints the present one"
        : errors.Contains("Permission denied", StringComparison.Ordinal) ? "the host does not take this user with this key: look at 'user' and 'credentials', and at authorized_keys there"
        : code == SshFailed ? "check 'address' and 'port', and that sshd runs there" : "the user's login shell must start 'sh'";

    /// <summary>A folder that nobody else can look into; gone with what is in it.</summary>
    private sealed class PrivateFolder : IDisposable
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("runbook-ssh-");

        public string PathOf(string name) => Path.Combine(_folder.FullName, name);

        public string Write(string name, string text)
        {
            var path = PathOf(name);
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }
            using var writer = new StreamWriter(path, options);
            writer.Write(text);
            return path;
        }

        public void Dispose()
        {
            try
            {
                _folder.Delete(true);
            }
            catch (IOException)
            {
                // Only its owner can read what is left.
            }
        }
    }
}
