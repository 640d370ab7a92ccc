using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;
using RunbookEngine.Activities.Connections;
using RunbookEngine.Activities.Pairs;
using RunbookEngine.Journal;
using RunbookEngine.Language.Environments;
using RunbookEngine.Plans;
using RunbookEngine.Runs;
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

    private readonly Option<string?> _paper =
        new Option<string?>("--paper") { Description = "Paper of HTML and PDF: a4 or letter; default a4", HelpName = "SIZE" }.AcceptOnlyFromAmong("a4", "letter");

    private readonly Option<string?> _environment = new("--environment")
    {
        Description = "Environment file as it is now: the report has the pairs as these arrays tell them now, beside what the journal says",
        HelpName = "F",
    };

    public ReportVerb(Desk desk)
        : base(desk, "report", "The evidence of a run: who, when, every request and its answer, pairs, measures, approvals, hash chain", "runbook report latest --out run.html")
    {
        Add(_run);
        Add(_format);
        Add(_out);
        Add(_environment);
        Add(_paper);
    }

    protected override Reach Reach => Reach.HereOrServer;

    protected override async Task<Exit> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        await using var store = await Stores.OpenAsync(call, cancellationToken);
        var id = await RunFinder.FindAsync(store, call.Get(_run), cancellationToken);
        var report = RunReport.Of(await store.ReadAsync(id, 0, cancellationToken));
        if (call.Get(_environment) is { } environment)
            report = report with { PairsNow = await PairsNowAsync(call, report.Run, environment, cancellationToken) };
        var format = call.Get(_format) ?? ReportFiles.FormatOf(call.Get(_out)) ?? (call.Json ? "json" : "markdown");
        if (format == "pdf")
            return await WritePdfAsync(call, report, cancellationToken);
        var zone = Zone(call, report);
        var text = format switch
        {
            "html" => ReportHtml.Write(report, zone, call.Get(_paper) ?? "a4"),
            "csv" => ReportCsv.Write(report, zone),
            "json" => EvidenceJson.Of(report).ToJsonString(JsonText.Indented) + "\n",
            _ => ReportMarkdown.Write(report, zone),
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

    /// <summary>The environment's zone where it names one, else this machine's.</summary>
    private static TimeZoneInfo Zone(Invocation call, RunReport report) =>
        Operations.Bundles.EvidenceSettings.Of(report.Run.Plan.Environment)?.Zone is not null ? Operations.Bundles.EvidenceSettings.Zone(report.Run.Plan.Environment) : call.Clock.LocalTimeZone;

    /// <summary>Reads the pairs of the run's targets at the arrays of today. Changes nothing, the journal neither.</summary>
    /// <exception cref="CommandFailure">The file is no environment, or of other arrays.</exception>
    private static async Task<IReadOnlyList<PairReading>> PairsNowAsync(Invocation call, RunState run, string file, CancellationToken cancellationToken)
    {
        var loaded = EnvironmentLoader.Load(file);
        if (loaded.Model is not { } today)
        {
            new DiagnosticPrinter(call).Print(loaded.Diagnostics);
            throw new CommandFailure(Exit.Invalid, $"{file} is no environment that can be used", "mend it, or leave out --environment: the report is made from the journal alone");
        }

        try
        {
            var (environment, _) = TodaysEnvironment.Of(run.Plan.Environment, today.ToPlan(), run.Plan.Environment.Without ?? []);
            await using var connections = new ArrayConnections(call.Clock);
            connections.News += news => call.Error.WriteLine(ArrayNewsText.Of(news));
            return await new PairDriftReader(connections).ReadAsync(run with { Plan = run.Plan.On(environment) }, cancellationToken)
                ?? throw new CommandFailure(Exit.Unreachable, "the pairs cannot be read now", "leave out --environment: the report is made from the journal alone");
        }
        catch (ArgumentException e)
        {
            throw new CommandFailure(Exit.Refused, e.Message, "name the environment of the run's own arrays", e);
        }
    }

    private async Task<Exit> WritePdfAsync(Invocation call, RunReport report, CancellationToken cancellationToken)
    {
        var file = call.Get(_out) ?? throw new CommandFailure(Exit.Usage, "a PDF is written to a file", "name it with --out run.pdf");
        await PdfPrinter.PrintAsync(ReportHtml.Write(report, Zone(call, report), call.Get(_paper) ?? "a4"), file, cancellationToken);
        if (call.Json)
            call.WriteJson(new JsonObject { ["file"] = file, ["format"] = "pdf" });
        else
            call.Out.WriteLine($"wrote {file}");
        return Exit.Done;
    }
}
