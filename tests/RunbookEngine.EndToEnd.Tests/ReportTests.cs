using System.Text.Json;

namespace RunbookEngine.EndToEnd.Tests;

public sealed class ReportTests
{
    [Fact]
    public async Task The_name_of_the_file_says_the_format_unless_a_format_is_given()
    {
        await using var workshop = await RunAsync();
        (string File, string[] Options, Func<string, bool> Is)[] wanted =
        [
            ("a.html", [], IsHtml), ("a.HTM", [], IsHtml), ("a.md", [], IsMarkdown), ("a.markdown", [], IsMarkdown), ("a.txt", [], IsMarkdown), ("plain", [], IsMarkdown),
            ("a.json", [], IsJson), ("b.txt", ["--format", "html"], IsHtml), ("b.md", ["--format", "json"], IsJson), ("c.html", ["--output", "json"], IsHtml),
        ];
        foreach (var (file, options, matches) in wanted)
        {
            var result = await workshop.RunAsync(["report", "latest", "--out", file, .. options]);
            Assert.True(result.Exit == 0, $"{file}: {result}");
            Assert.True(matches(File.ReadAllText(workshop.File(file))), $"{file} {string.Join(' ', options)}");
        }

        var unknown = await workshop.RunAsync("report", "latest", "--out", "a.docx");
        Assert.True(unknown.Exit == 2 && unknown.Error.Contains(".html, .md, .json or .pdf", StringComparison.Ordinal) && !File.Exists(workshop.File("a.docx")), $"{unknown}");
    }

    [Fact]
    public async Task A_pdf_is_printed_by_a_chromium_on_the_path_and_without_one_it_is_said_how_to_get_it()
    {
        await using var workshop = await RunAsync();
        var dotnet = Path.GetDirectoryName(Environment.ProcessPath)!;
        workshop.Variables["PATH"] = $"{workshop.Folder}:{dotnet}:/nowhere";
        var none = await workshop.RunAsync("report", "latest", "--out", "run.pdf");
        Assert.True(none.Exit == 1 && none.Error.Contains("apt install chromium", StringComparison.Ordinal) && !File.Exists(workshop.File("run.pdf")), $"{none}");

        Program(workshop, "for a in \"$@\"; do case $a in --print-to-pdf=*) out=${a#--print-to-pdf=};; file:*) page=${a#file://};; esac; done; { echo %PDF-1.7; /bin/cat \"$page\"; } > \"$out\"");
        var made = await workshop.RunAsync("report", "latest", "--out", "run.pdf");
        Assert.True(made.Exit == 0, $"{made}");
        Assert.StartsWith("%PDF-1.7\n<!DOCTYPE html>", File.ReadAllText(workshop.File("run.pdf")));

        Program(workshop, "echo no display >&2; exit 1");
        var failed = await workshop.RunAsync("report", "latest", "--out", "other.pdf");
        Assert.True(failed.Exit == 1 && failed.Error.Contains("no display", StringComparison.Ordinal) && !File.Exists(workshop.File("other.pdf")), $"{failed}");
    }

    private static bool IsHtml(string text) => text.StartsWith("<!DOCTYPE html>", StringComparison.Ordinal);

    private static bool IsMarkdown(string text) => text.StartsWith("# ", StringComparison.Ordinal);

    private static bool IsJson(string text) => JsonElement.Parse(text).TryGetProperty("journal", out _);

    private static void Program(Workshop workshop, string script)
    {
        var file = workshop.Write("chromium", $"#!/bin/sh\n{script}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static async Task<Workshop> RunAsync()
    {
        var workshop = new Workshop();
        var run = await workshop.RunAsync("run", workshop.Write("small.yaml", "runbook: v1\nname: small\nsteps:\n  - id: work\n    command: { run: [/bin/true], onUnknown: hold }\n    rollback: { none: \"does nothing\" }\n"),
            "--simulate", "two-site");
        Assert.True(run.Exit == 0, $"{run}");
        return workshop;
    }
}
