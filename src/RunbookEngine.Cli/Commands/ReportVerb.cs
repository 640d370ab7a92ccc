using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;
using RunbookEngine.Cli.Hosting;
using RunbookEngine.Cli.Output;
using RunbookEngine.Cli.Reports;
using RunbookEngine.Cli.Runs;

namespace RunbookEngine.Cli.Commands;

internal sealed class ReportVerb : Verb
{
    private readonly Argument<string> _run = RunArgument.Create();

    private readonly Option<string?> _format =
        new Option<string?>("--format") { Description = "html, markdown, csv or json; default markdown, or json with --output json", HelpName = "FORMAT" }
            .AcceptOnlyFromAmong("html", "markdown", "csv", "json");

    private readonly Option<string?> _out = new("--out") { Description = "Write it to this file instead of standard output; .html, .md, .json or .pdf says the format", HelpName = "FILE" };

    public ReportVerb(Desk desk)
        : base(desk, "report", "The evidence of a run: who, when, every request and its answer, pairs, measures, approvals, hash chain", "runbook report latest --out run.html")
    {
        Add(_run);
        Add(_format);
        Add(_out);
    }

    protected override Reach Reach => Reach.HereOrServer;

    protected override async Task<Exit> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        await using var store = await Stores.OpenAsync(call, cancellationToken);
        var id = await RunFinder.FindAsync(store, call.Get(_run), cancellationToken);
        var report = RunReport.Of(await store.ReadAsync(id, 0, cancellationToken));
        var format = call.Get(_format) ?? ReportFiles.FormatOf(call.Get(_out)) ?? (call.Json ? "json" : "markdown");
        if (format == "pdf")
            return await WritePdfAsync(call, report, cancellationToken);
        var text = format switch
        {
            "html" => ReportHtml.Write(report, call.Clock.LocalTimeZone),
            "json" => EvidenceJson.Of(report).ToJsonString(JsonText.Indented) + "\n",
            _ => ReportMarkdown.Write(report, call.Clock.LocalTimeZone),
        };
        if (call.Get(_out) is not { } file)
        {
            if (call.Json && format != "json")
                call.WriteJson(new JsonObject { ["format"] = format, ["report"] = text });
            else
                call.Out.Write(text);
            return Exit.Done;
        }

        await File.WriteAllTextAsync(file, text, new UTF8Encoding(false), cancellationToken);
        if (call.Json)
            call.WriteJson(new JsonObject { ["file"] = file, ["format"] = format });
        else
            call.Out.WriteLine($"wrote {file}");
        return Exit.Done;
    }

    private async Task<Exit> WritePdfAsync(Invocation call, RunReport report, CancellationToken cancellationToken)
    {
        var file = call.Get(_out) ?? throw new CommandFailure(Exit.Usage, "a PDF is written to a file", "name it with --out run.pdf");
        await PdfPrinter.PrintAsync(ReportHtml.Write(report, call.Clock.LocalTimeZone), file, cancellationToken);
        if (call.Json)
            call.WriteJson(new JsonObject { ["file"] = file, ["format"] = "pdf" });
        else
            call.Out.WriteLine($"wrote {file}");
        return Exit.Done;
    }
}
