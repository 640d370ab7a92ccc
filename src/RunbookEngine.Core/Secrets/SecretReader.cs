using System.ComponentModel;
using System.Diagnostics;
using RunbookEngine.Files;

namespace RunbookEngine.Secrets;

/// <summary>Reads what a reference points to, anew at every call, so that a changed secret is found. What it gave is masked from then on, see <see cref="KnownSecrets"/>.</summary>
public static class SecretReader
{
    /// <summary>Characters of a secret, or of a user and a password together; bytes of a file.</summary>
    public const int MaxLength = 64 * 1024;

    /// <summary>A program that prints a secret must have ended by then. Real time: a program knows no other.</summary>
    public static readonly TimeSpan CommandLimit = TimeSpan.FromSeconds(30);

    /// <summary>One secret: the variable, the whole file or the whole output; one last line break is dropped.</summary>
    /// <exception cref="SecretUnavailableException">There is none; the message says where it was looked for and what to do.</exception>
    public static Task<string> ReadAsync(string reference, CancellationToken cancellationToken) => ReadAsync(Parse(reference), cancellationToken);

    /// <inheritdoc cref="ReadAsync(string, CancellationToken)"/>
    public static async Task<string> ReadAsync(SecretReference reference, CancellationToken cancellationToken)
    {
        WithheldVariables.Add(reference);
        var text = reference.Kind == "env" ? Variable(reference, reference.Where) : WithoutLastBreak(await TextAsync(reference, cancellationToken));
        KnownSecrets.Add(reference.ToString(), text);
        return text;
    }

    /// <summary>User and password: variables <c>NAME_USER</c> and <c>NAME_PASSWORD</c>, or the first two lines of a file or of a program's output.</summary>
    /// <exception cref="SecretUnavailableException">Either is missing; the message says where it was looked for and what to do.</exception>
    public static Task<(string User, string Password)> ReadPairAsync(string reference, CancellationToken cancellationToken) =>
        ReadPairAsync(Parse(reference), cancellationToken);

    /// <inheritdoc cref="ReadPairAsync(string, CancellationToken)"/>
    public static async Task<(string User, string Password)> ReadPairAsync(SecretReference reference, CancellationToken cancellationToken)
    {
        WithheldVariables.Add(reference);
        var pair = reference.Kind == "env"
            ? (Variable(reference, SecretReference.UserOf(reference.Where)), Variable(reference, SecretReference.PasswordOf(reference.Where)))
            : FirstTwoLines(reference, await TextAsync(reference, cancellationToken));
        KnownSecrets.Add(reference.ToString(), pair.Item2, pair.Item1);
        return pair;
    }

    /// <summary>Reads a variable or a plain file for <see cref="KnownSecrets"/> alone. A pipe is left: what is read from it is gone.</summary>
    internal static void Learn(SecretReference reference, bool pair)
    {
        try
        {
            var text = reference.Kind == "file" ? RegularFile.ReadTextAsync(reference.Where, MaxLength, CancellationToken.None).GetAwaiter().GetResult() : null;
            if (reference.Kind == "env" && !pair)
                KnownSecrets.Add(reference.ToString(), Variable(reference, reference.Where));
            else if (reference.Kind == "env")
                KnownSecrets.Add(reference.ToString(), Variable(reference, SecretReference.PasswordOf(reference.Where)), Environment.GetEnvironmentVariable(SecretReference.UserOf(reference.Where)));
            else if (text is not null && pair)
                KnownSecrets.Add(reference.ToString(), FirstTwoLines(reference, text).Password, FirstTwoLines(reference, text).User);
            else if (text is not null)
                KnownSecrets.Add(reference.ToString(), WithoutLastBreak(text));
        }
        catch (Exception e) when (e is SecretUnavailableException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            // Not there now.
        }
    }

    private static SecretReference Parse(string reference)
    {
        try
        {
            return new SecretReference(reference);
        }
        catch (ArgumentException e)
        {
            throw new SecretUnavailableException("the reference", e.Message, e);
        }
    }

    private static string Variable(SecretReference reference, string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value
        ? value
        : throw new SecretUnavailableException(reference.ToString(), $"the environment variable {name} is not set; set it for the process that runs the runbook");

    private static (string User, string Password) FirstTwoLines(SecretReference reference, string text) =>
        text.Split('\n') is [var user, var password, ..] && user.Trim().Length > 0 && password.TrimEnd('\r').Length > 0
            ? (user.Trim(), password.TrimEnd('\r'))
            : throw new SecretUnavailableException(
                reference.ToString(), "it gives no user and password; two lines are needed, the user on the first and the password on the second");

    private static Task<string> TextAsync(SecretReference reference, CancellationToken cancellationToken) =>
        reference.Kind == "file" ? FileAsync(reference, cancellationToken) : OutputAsync(reference, cancellationToken);

    private static async Task<string> FileAsync(SecretReference reference, CancellationToken cancellationToken)
    {
        try
        {
            return await RegularFile.ReadTextAsync(reference.Where, MaxLength, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SecretUnavailableException(reference.ToString(), $"the file cannot be read: {e.Message}", e);
        }
    }

    private static async Task<string> OutputAsync(SecretReference reference, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(CommandLimit);
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo(reference.Words[0], reference.Words.Skip(1))
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardInput = true,
            },
        };
        var started = false;
        try
        {
            started = process.Start();
            process.StandardInput.Close();
            var buffer = new char[MaxLength + 1];
            var count = await process.StandardOutput.ReadBlockAsync(buffer, limit.Token);
            if (count > MaxLength)
                throw new SecretUnavailableException(reference.ToString(), $"it prints more than {MaxLength} characters; that is no secret");
            await process.WaitForExitAsync(limit.Token);
            return process.ExitCode == 0
                ? new string(buffer, 0, count)
                : throw new SecretUnavailableException(reference.ToString(), $"it ended with exit code {process.ExitCode} instead of printing a secret");
        }
        catch (Win32Exception e)
        {
            throw new SecretUnavailableException(reference.ToString(), $"it could not be started: {e.Message}", e);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new SecretUnavailableException(reference.ToString(), $"it gave no secret within {CommandLimit.TotalSeconds:0} s");
        }
        finally
        {
            if (started)
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
        catch (Exception e) when (e is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It ended in between, or is out of our hands.
        }
    }

    private static string WithoutLastBreak(string text) =>
        text.EndsWith("\r\n", StringComparison.Ordinal) ? text[..^2] : text.EndsWith('\n') ? text[..^1] : text;
}
