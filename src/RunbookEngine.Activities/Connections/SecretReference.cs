using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace RunbookEngine.Activities.Connections;

/// <summary>Where a secret is found: <c>env:NAME</c>, <c>file:PATH</c> or <c>command:PROGRAM ARGS</c>. Read when it is needed, never kept.</summary>
public sealed class SecretReference
{
    /// <summary>A secret, or a pair of them, is no longer than this many characters.</summary>
    public const int MaxLength = 64 * 1024;

    private static readonly TimeSpan CommandLimit = TimeSpan.FromSeconds(30);

    private readonly string _kind;
    private readonly string _rest;

    /// <exception cref="ArgumentException">It is none of the three forms. The text is not repeated: it may be the secret itself.</exception>
    public SecretReference(string text)
    {
        var colon = text.IndexOf(':');
        (_kind, _rest) = colon < 0 ? ("", text) : (text[..colon], text[(colon + 1)..].Trim());
        if (_kind is not ("env" or "file" or "command") || _rest.Length == 0)
        {
            throw new ArgumentException("a secret is given as env:NAME, file:PATH or command:PROGRAM ARGS, never as itself");
        }
    }

    /// <summary>The reference itself, fit for messages.</summary>
    public override string ToString() => $"{_kind}:{_rest}";

    /// <summary>One secret: the variable, the whole file or the whole output; one last line break is dropped.</summary>
    /// <exception cref="InvalidOperationException">It cannot be had; the message says where it was looked for and what to do.</exception>
    public async Task<string> ReadAsync(CancellationToken cancellationToken) => _kind switch
    {
        "env" => Variable(_rest),
        "file" => WithoutBreak(await FileAsync(cancellationToken)),
        _ => WithoutBreak(await OutputAsync(cancellationToken)),
    };

    /// <summary>User and password: <c>NAME_USER</c> and <c>NAME_PASSWORD</c>, or the first two lines.</summary>
    /// <exception cref="InvalidOperationException">They cannot be had; the message says where they were looked for and what to do.</exception>
    public async Task<(string User, string Password)> ReadPairAsync(CancellationToken cancellationToken)
    {
        if (_kind == "env")
        {
            return (Variable(_rest + "_USER"), Variable(_rest + "_PASSWORD"));
        }
        var lines = (_kind == "file" ? await FileAsync(cancellationToken) : await OutputAsync(cancellationToken)).Split('\n');
        return lines.Length >= 2 && lines[0].Trim().Length > 0 && lines[1].TrimEnd('\r').Length > 0
            ? (lines[0].Trim(), lines[1].TrimEnd('\r'))
            : throw new InvalidOperationException(
            $"{this} gives no user and password; expected the user on the first line and the password on the second");
    }

    private static string Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value
        ? value
        : throw new InvalidOperationException($"the environment variable {name} is not set; set it for the process that runs the runbook");

    private async Task<string> FileAsync(CancellationToken cancellationToken)
    {
        try
        {
            return new FileInfo(_rest).Length <= MaxLength
                ? await File.ReadAllTextAsync(_rest, cancellationToken)
                : throw new InvalidOperationException($"{this} is larger than {MaxLength} bytes; that is no secret");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidOperationException($"{this} cannot be read: {e.Message}", e);
        }
    }

    private async Task<string> OutputAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(CommandLimit);
        var words = Words(_rest);
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo(words[0], words.Skip(1))
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardInput = true
            },
        };
        try
        {
            process.Start();
            process.StandardInput.Close();
            var buffer = new char[MaxLength];
            var read = await process.StandardOutput.ReadBlockAsync(buffer, limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return process.ExitCode == 0
                ? new string(buffer, 0, read)
                : throw new InvalidOperationException(
                $"command:{words[0]} ended with exit code {process.ExitCode} instead of printing a secret");
        }
        catch (Win32Exception e)
        {
            throw new InvalidOperationException($"command:{words[0]} could not be started: {e.Message}", e);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            process.Kill(entireProcessTree: true);
            throw new InvalidOperationException($"command:{words[0]} gave no secret within {CommandLimit.TotalSeconds:0} s");
        }
    }

    /// <summary>Splits at blanks; double quotes keep blanks inside a word.</summary>
    private static List<string> Words(string text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var (quoted, begun) = (false, false);
        foreach (var c in text)
        {
            if (c == '"')
            {
                (quoted, begun) = (!quoted, true);
            }
            else if (c == ' ' && !quoted)
            {
                if (begun)
                {
                    words.Add(word.ToString());
                }
                word.Clear();
                begun = false;
            }
            else
            {
                word.Append(c);
                begun = true;
            }
        }
        if (begun)
        {
            words.Add(word.ToString());
        }
        return words;
    }

    private static string WithoutBreak(string text) =>
        text.EndsWith("\r\n", StringComparison.Ordinal) ? text[..^2] : text.EndsWith('\n') ? text[..^1] : text;
}
