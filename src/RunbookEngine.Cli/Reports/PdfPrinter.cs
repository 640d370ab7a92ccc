using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using RunbookEngine.Secrets;

namespace RunbookEngine.Cli.Reports;

/// <summary>Prints a page to PDF with a Chromium that is installed; nothing of it is part of this product.</summary>
internal static class PdfPrinter
{
    /// <summary>Programs that print alike, in the order they are looked for.</summary>
    private static readonly string[] Programs = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge", "msedge", "chrome"];

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    /// <exception cref="CommandFailure">No such program is installed, or it printed nothing.</exception>
    public static async Task PrintAsync(string html, string file, CancellationToken cancellationToken)
    {
        var program = Find() ?? throw new CommandFailure(
            Exit.Failed, "a PDF is printed by Chromium, and none is on the PATH",
            $"install it (Debian: apt install chromium), or write {Path.ChangeExtension(file, ".html")} and print that in a browser");
        var folder = Directory.CreateTempSubdirectory("runbook-report-");
        try
        {
            var (page, made) = (Path.Combine(folder.FullName, "report.html"), Path.Combine(folder.FullName, "report.pdf"));
            await File.WriteAllTextAsync(page, html, new UTF8Encoding(false), cancellationToken);
            var said = await RunAsync(program, folder.FullName, page, made, cancellationToken);
            if (!File.Exists(made) || new FileInfo(made).Length == 0)
                throw new CommandFailure(
                    Exit.Failed, $"{program} has printed no PDF{(said.Length == 0 ? "" : $": {said}")}",
                    $"write {Path.ChangeExtension(file, ".html")} and print that in a browser");
            File.Move(made, file, overwrite: true);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string? Find() =>
        (from folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
         from program in Programs
         let path = Path.Combine(folder, OperatingSystem.IsWindows() ? program + ".exe" : program)
         where File.Exists(path)
         orderby Array.IndexOf(Programs, program)
         select path).FirstOrDefault();

    /// <returns>The last line that it said on standard error.</returns>
    private static async Task<string> RunAsync(string program, string folder, string page, string made, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardError = true, RedirectStandardOutput = true, WorkingDirectory = folder };
        WithheldVariables.RemoveFrom(start.Environment);
        // The page is ours and runs no script; the sandbox cannot be had by root.
        foreach (var option in (string[])["--headless", "--disable-gpu", "--no-pdf-header-footer", .. Environment.UserName == "root" ? ["--no-sandbox"] : (string[])[],
            $"--user-data-dir={Path.Combine(folder, "profile")}", $"--print-to-pdf={made}", new Uri(page).AbsoluteUri])
            start.ArgumentList.Add(option);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Longest);
        try
        {
            using var process = Process.Start(start)!;
            try
            {
                var (said, _) = (process.StandardError.ReadToEndAsync(limit.Token), process.StandardOutput.ReadToEndAsync(limit.Token));
                await process.WaitForExitAsync(limit.Token);
                return (await said).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault() ?? "";
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                process.Kill(entireProcessTree: true);
                return $"nothing within {Longest.TotalMinutes:0} minutes";
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                throw;
            }
        }
        catch (Win32Exception e)
        {
            return e.Message;
        }
    }
}
