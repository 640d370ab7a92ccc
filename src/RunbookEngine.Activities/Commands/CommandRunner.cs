using System.ComponentModel;
using System.Diagnostics;
using RunbookEngine.Activities.Steps;
using RunbookEngine.Secrets;

namespace RunbookEngine.Activities.Commands;

/// <summary>Runs one local program and captures the end of what it writes.</summary>
internal static class CommandRunner
{
    /// <summary>Characters kept of each stream.</summary>
    public const int MaxOutput = 64 * 1024;

    /// <summary>How long a finished program's pipes are read on; a grandchild may hold them open for ever.</summary>
    private static readonly TimeSpan Drain = TimeSpan.FromSeconds(2);

    /// <exception cref="Win32Exception">The program could not be started: nothing happened.</exception>
    /// <exception cref="ProgramStoppedException">It was asked to end, and killed with everything it had started when it did not.</exception>
    public static async Task<CommandResult> RunAsync(
        CommandArguments command, IReadOnlyDictionary<string, string> about, SecretMask mask, Action<string> line,
            CancellationToken cancellationToken)
    {
        using var process = new Process { StartInfo = Describe(command, about) };
        process.Start();
        var output = new OutputTail(MaxOutput, mask);
        var errors = new OutputTail(MaxOutput, mask);
        var reading = Task.WhenAll(
            ReadAsync(process.StandardOutput, output, new LastLine(mask, line)), ReadAsync(process.StandardError, errors, null));
        var writing = WriteAsync(process, command.StandardInput);
        try
        {
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            throw new ProgramStoppedException(await ProgramStop.StopAsync(process, about, command.Grace), cancellationToken);
        }
        await Task.WhenAny(Task.WhenAll(reading, writing), Task.Delay(Drain, CancellationToken.None));
        return new CommandResult(process.ExitCode, output.End(), errors.End(), output.Cut || errors.Cut);
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
        WithheldVariables.RemoveFrom(start.Environment);
        foreach (var (name, value) in about.Concat(command.Environment))
        {
            start.Environment[name] = value;
        }
        return start;
    }

    private static async Task ReadAsync(StreamReader from, OutputTail into, LastLine? last)
    {
        var buffer = new char[4096];
        int count;
        while ((count = await from.ReadAsync(buffer)) > 0)
        {
            into.Add(buffer.AsSpan(0, count));
            last?.Add(buffer.AsSpan(0, count));
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
}
