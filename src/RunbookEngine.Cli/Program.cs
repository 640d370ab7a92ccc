using RunbookEngine.Arrays.Sessions;
using RunbookEngine.Cli.Hosting;

namespace RunbookEngine.Cli;

internal static class Program
{
    public static async Task<int> Main(string[] arguments)
    {
        StandardStreams.Fill();
        // Must precede the first use of Regex in the process: schema patterns come from files and carry no limit of their own.
        AppContext.SetData("REGEX_DEFAULT_MATCH_TIMEOUT", TimeSpan.FromMilliseconds(500));
        if (arguments is ["run" or "resume" or "rollback" or "serve", ..])
            SessionNotes.Folder = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "runbook", "sessions");
        var terminal = Terminal.OfProcess();
        using var stop = new StopSignals(terminal.Error);
        return await App.RunAsync(arguments, terminal, stop.Token);
    }
}
