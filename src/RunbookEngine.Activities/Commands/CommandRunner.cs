using System.ComponentModel;
using System.Diagnostics;
using RunbookEngine.Activities.Steps;

namespace RunbookEngine.Activities.Commands;

/// <summary>Runs one local program and captures the end of what it writes.</summary>
internal static class CommandRunner
{
    /// <summary>Characters kept of each stream.</summary>
    public const int MaxOutput = 64 * 1024;

    /// <summary>How long a finished program's pipes are read on; a grandchild may hold them open for ever.</summary>
    private static readonly TimeSpan Drain = TimeSpan.FromSeconds(2);

    /// <exception cref="Win32Exception">The program could not be started: nothing happened.</exception>
    /// <exception cref="OperationCanceledException">It was killed with everything it started.</exception>
    public static async Task<CommandResult> RunAsync(
        CommandArguments command, IReadOnlyDictionary<string, string> about, SecretMask mask, Action<string> line,
            CancellationToken cancellationToken)
    {
        using var process = new Process { StartInfo = Describe(command, about) };
        process.Start();
        var output = new OutputTail(MaxOutput + mask.Longest);
        var errors = new OutputTail(MaxOutput + mask.Longest);
        var reading = Task.WhenAll(
            ReadAsync(process.StandardOutput, output, text => line(mask.Apply(text))), ReadAsync(process.StandardError, errors, _ => { }));
        var writing = WriteAsync(process, command.StandardInput);
        try
        {
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            Kill(process);
            throw;
        }
        await Task.WhenAny(Task.WhenAll(reading, writing), Task.Delay(Drain, CancellationToken.None));
        return new CommandResult(process.ExitCode, Bounded(output, mask), Bounded(errors, mask), output.Cut || errors.Cut);
    }

    private static ProcessStartInfo Describe(CommandArguments command, IReadOnlyDictionary<string, string> about)
    {
        var start = new ProcessStartInfo(command.Run[0], command.Run.Skip(1))
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = command.WorkingDirectory ?? "",
        };
        foreach (var (name, value) in about.Concat(command.Environment))
        {
            start.Environment[name] = value;
        }
        return start;
    }

    private static async Task ReadAsync(StreamReader from, OutputTail into, Action<string> line)
    {
        var buffer = new char[4096];
        int count;
        while ((count = await from.ReadAsync(buffer)) > 0)
        {
            into.Add(buffer.AsSpan(0, count));
            if (new string(buffer, 0, count)
                .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is [.., var last])
            {
                line(last);
            }
        }
    }

    private static async Task WriteAsync(Process process, string? input)
    {
        try
        {
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The program ended, or closed its input, without reading everything: its own business.
        }
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception or AggregateException)
        {
            // Gone already, or partly out of our hands; the step ends as killed either way.
        }
    }

    private static string Bounded(OutputTail tail, SecretMask mask)
    {
        var text = mask.Apply(tail.ToString());
        return text.Length > MaxOutput ? text[^MaxOutput..] : text;
    }
}
