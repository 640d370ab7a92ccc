using System.CommandLine;
using RunbookEngine.Cli.Hosting;
using RunbookEngine.Secrets;

namespace RunbookEngine.Cli.Remote;

/// <summary>Which server a command is for, and the key to it.</summary>
internal static class ServerAddress
{
    public const string Variable = "RUNBOOK_SERVER";

    public const string KeyVariable = WithheldVariables.ServerKey;

    /// <summary>PEM file of the authority that signed the server's certificate, where the system does not know it.</summary>
    public const string AuthorityVariable = "RUNBOOK_SERVER_CA";

    /// <summary>Characters of a key file that are read.</summary>
    private const int MaxKeyFile = 16_384;

    /// <returns>The server's address; null when the command is for the store.</returns>
    public static Uri? Of(ParseResult parsed, CommonOptions common)
    {
        var given = parsed.GetValue(common.Server);
        // A store that is named is meant, whatever the surroundings say.
        if (given is null && parsed.GetResult(common.Store) is { Implicit: false })
            return null;
        if ((given ?? Environment.GetEnvironmentVariable(Variable)) is not { Length: > 0 } text)
            return null;
        if (!Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            throw new CommandFailure(Exit.Usage, $"'{text}' is no address of a server", "as in https://runbooks.example:8642");
        if (address is { Scheme: "http", IsLoopback: false })
            throw new CommandFailure(Exit.Usage, $"{address} is another machine without TLS: the key could be read on the wire", "use its https address");
        return address;
    }

    /// <exception cref="CommandFailure">There is no key.</exception>
    public static string Key(string? keyFile)
    {
        if (keyFile is null)
            return Environment.GetEnvironmentVariable(KeyVariable) is { Length: > 0 } key ? key.Trim()
                : throw new CommandFailure(Exit.Usage, "a server is asked with a key, and there is none", $"put it into {KeyVariable}, or into a file and name it with --key-file");
        try
        {
            if (new FileInfo(keyFile).Length > MaxKeyFile)
                throw new CommandFailure(Exit.Usage, $"{keyFile} is too long for a key");
            return File.ReadAllText(keyFile).Trim() is { Length: > 0 } text ? text : throw new CommandFailure(Exit.Usage, $"{keyFile} is empty");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(Exit.Usage, $"the key file {keyFile} cannot be read: {e.Message}");
        }
    }
}
