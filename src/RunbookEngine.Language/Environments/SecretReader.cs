using System.ComponentModel;
using System.Diagnostics;

namespace RunbookEngine.Language.Environments;

/// <summary>Reads what a reference points to: <c>env:NAME</c>, <c>file:PATH</c> or <c>command:PROGRAM ARGS</c>. Keeps nothing.</summary>
public static class SecretReader
{
    /// <summary>Characters of a secret.</summary>
    public const int Longest = 16_384;

    /// <summary>A program that prints a secret must have ended by then.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>The secret's text, its last line break dropped.</summary>
    /// <exception cref="SecretUnavailableException">There is none there; the message names the reference and the mend, never a value.</exception>
    public static async Task<string> ReadAsync(string reference, TimeProvider clock, CancellationToken cancellationToken) =>
        Split(reference) switch
        {
            ("env", var name) => Environment.GetEnvironmentVariable(name)
                ?? throw new SecretUnavailableException(reference, $"the environment variable {name} is not set"),
            ("file", var path) => await FromFileAsync(reference, path, cancellationToken),
            ("command", var line) => await FromCommandAsync(reference, line, clock, cancellationToken),
            _ => throw new SecretUnavailableException("the reference", "it must start with env:, file: or command:"),
        };

    /// <summary>User and password: variables <c>NAME_USER</c> and <c>NAME_PASSWORD</c>, or the first two lines of a file or of a program's output.</summary>
    /// <exception cref="SecretUnavailableException">Either is missing.</exception>
    public static async Task<(string User, string Password)> ReadCredentialsAsync(
        string reference, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (Split(reference) is ("env", var name))
        {
            return (await ReadAsync($"env:{name}_USER", clock, cancellationToken), await ReadAsync($"env:{name}_PASSWORD", clock, cancellationToken));
        }

        var lines = (await ReadAsync(reference, clock, cancellationToken)).Split('\n').Select(l => l.TrimEnd('\r')).ToList();
        return lines is [{ Length: > 0 } user, { Length: > 0 } password, ..]
            ? (user, password)
            : throw new SecretUnavailableException(reference, "two lines are needed: the user, then the password");
    }

    private static (string Kind, string Where) Split(string reference) =>
        reference.IndexOf(':') is > 0 and var colon ? (reference[..colon], reference[(colon + 1)..]) : ("", reference);

    private static async Task<string> FromFileAsync(string reference, string path, CancellationToken cancellationToken)
    {
        try
        {
            if (new FileInfo(path).Length > Longest)
                throw new SecretUnavailableException(reference, $"the file has more than {Longest} bytes");
            return WithoutLastBreak(await File.ReadAllTextAsync(path, cancellationToken));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SecretUnavailableException(reference, $"the file cannot be read: {e.Message}");
        }
    }

    private static async Task<string> FromCommandAsync(string reference, string line, TimeProvider clock, CancellationToken cancellationToken)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0)
            throw new SecretUnavailableException(reference, "a program is missing after command:");
        // The name only: arguments may be confidential.
        var shown = $"command:{words[0]}";
        using var patience = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo(words[0], words[1..]) { RedirectStandardOutput = true, RedirectStandardInput = true, UseShellExecute = false },
        };
        try
        {
            process.Start();
            process.StandardInput.Close();
            var buffer = new char[Longest + 1];
            var count = await process.StandardOutput.ReadBlockAsync(buffer, either.Token);
            if (count > Longest)
                throw new SecretUnavailableException(shown, $"it prints more than {Longest} characters");
            await process.WaitForExitAsync(either.Token);
            return process.ExitCode == 0
                ? WithoutLastBreak(new string(buffer, 0, count))
                : throw new SecretUnavailableException(shown, $"it ended with code {process.ExitCode}");
        }
        catch (Win32Exception e)
        {
            throw new SecretUnavailableException(shown, $"it cannot be started: {e.Message}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new SecretUnavailableException(shown, $"it did not end within {Patience.TotalSeconds:0} seconds");
        }
        finally
        {
            Stop(process);
        }
    }

    private static void Stop(Process process)
    {
        try
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It never started, or ended in between.
        }
    }

    private static string WithoutLastBreak(string text) =>
        text.EndsWith("\r\n", StringComparison.Ordinal) ? text[..^2] : text.EndsWith('\n') ? text[..^1] : text;
}
