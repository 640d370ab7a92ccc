namespace RunbookEngine.Cli.Reports;

/// <summary>The format that a file's name asks for.</summary>
internal static class ReportFiles
{
    /// <returns>Null when nothing is written to a file, or its name has no ending.</returns>
    /// <exception cref="CommandFailure">No report has that ending.</exception>
    public static string? FormatOf(string? file) => Path.GetExtension(file)?.ToLowerInvariant() switch
    {
        null or "" => null,
        ".html" or ".htm" => "html",
        ".md" or ".markdown" or ".txt" => "markdown",
        ".json" => "json",
        ".pdf" => "pdf",
        var other => throw new CommandFailure(
            Exit.Usage, $"no report is written as {other}: {file}", "end the name in .html, .md, .json or .pdf, or say --format html, markdown, json or pdf"),
    };
}
