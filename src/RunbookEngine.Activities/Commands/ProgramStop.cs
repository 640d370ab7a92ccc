using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using RunbookEngine.Plans;

namespace RunbookEngine.Activities.Commands;

/// <summary>Ends a program: it and everything it has started is asked to, has some time to release what it holds, and is killed then.</summary>
internal static class ProgramStop
{
    private const int Terminate = 15, Kill = 9;

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    /// <summary>Looks after the first kill: what was started while the others were killed.</summary>
    private const int MostRounds = 20;

    /// <param name="about">Variables that only this program and its descendants have, so that those are found which have left its tree.</param>
    /// <returns>How it went, for people. Real time: a program knows no other.</returns>
    public static async Task<string> StopAsync(Process process, IReadOnlyDictionary<string, string> about, TimeSpan grace)
    {
        if (OperatingSystem.IsWindows())
        {
            KillTree(process);
            return ProgramStoppedException.Killed;
        }

        var asked = ProcessFamily.Of(process.Id, about);
        foreach (var member in asked)
            Send(member, Terminate);
        var began = Stopwatch.GetTimestamp();
        while (asked.Any(m => m.IsAlive()) && Stopwatch.GetElapsedTime(began) < grace)
            await Task.Delay(Look, CancellationToken.None);
        var left = ProcessFamily.Of(process.Id, about);
        if (left.Count == 0 && HasEnded(process))
            return "it was asked to end (SIGTERM) and did";
        for (var round = 0; round < MostRounds && left.Count > 0; round++)
        {
            foreach (var member in left)
                Send(member, Kill);
            await Task.Delay(Look, CancellationToken.None);
            left = ProcessFamily.Of(process.Id, about);
        }

        KillTree(process);
        return $"it did not end within {DurationText.Write(grace)} of SIGTERM and was killed with everything it had started";
    }

    private static bool HasEnded(Process process)
    {
        try
        {
            return process.HasExited;
        }
        catch (InvalidOperationException)
        {
            return true;
        }
    }

    private static void Send(FamilyMember member, int signal)
    {
        // A number is given to another process once its owner is gone.
        if (member.IsAlive())
            _ = Signal(member.Id, signal);
    }

    private static void KillTree(Process process)
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

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int Signal(int process, int signal);
}
