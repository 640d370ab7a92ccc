using System.CommandLine;
using System.Text.Json;
using RunbookEngine.Activities.Connections;
using RunbookEngine.Activities.Forecasts;
using RunbookEngine.Arrays.Errors;
using RunbookEngine.Cli.Composition;
using RunbookEngine.Cli.Hosting;
using RunbookEngine.Cli.Remote;
using RunbookEngine.Language.Compilation;
using RunbookEngine.Cli.Output;
using RunbookEngine.Cli.Planning;
using RunbookEngine.Journal;
using RunbookEngine.Language.Predictions;
using RunbookEngine.Persistence;
using RunbookEngine.Plans;
using RunbookEngine.StartStates;

namespace RunbookEngine.Cli.Commands;

internal sealed class PlanVerb : Verb
{
    private readonly Argument<string> _file = new("FILE") { Description = "The runbook" };

    private readonly Option<string?> _assume = new("--assume")
    {
        Description = "Assume every pair to be in this status (PAIR, PSUS, PSUS/SSUS, SMPL ...) instead of reading the arrays; may stand beside --environment",
        HelpName = "STATUS",
    };

    private readonly Option<string?> _out = new("--out") { Description = "Draw the plan: a file that ends in .svg or .mmd (Mermaid)", HelpName = "FILE" };
    private readonly Option<string?> _save = new("--save") { Description = "Write the plan with its start state, to be carried out by runbook run --plan", HelpName = "FILE" };
    private readonly Option<string?> _saveState = new("--save-state") { Description = "Write the pairs as they were read, for runbook rehearse --from-state", HelpName = "FILE" };
    private readonly RunbookOptions _runbook = new();
    private readonly PersonOptions _person = new();
    private readonly PlaceOptions _place;

    public PlanVerb(Desk desk)
        : base(
            desk, "plan", "Predict what a run would do: every step, each request, the status of every pair, the way back, the time; changes nothing",
            "runbook plan nightly.yaml --environment env.yaml", "runbook plan nightly.yaml --assume PAIR --out plan.svg")
    {
        _place = new PlaceOptions(_runbook);
        Add(_file);
        _place.AddTo(this);
        Add(_assume);
        Add(_runbook.Inputs);
        Add(_runbook.Mode);
        Add(_out);
        Add(_save);
        Add(_saveState);
        Add(_person.As);
        Validators.Add(result =>
        {
            var (environment, simulated, assumed) = (result.GetValue(_runbook.Environment) is not null, result.GetValue(_place.Simulate) is not null, result.GetValue(_assume) is not null);
            if ((environment && simulated) || (simulated && assumed) || !(environment || simulated || assumed))
                result.AddError("give one of --environment, --simulate and --assume");
            if (assumed && (result.GetValue(_save) ?? result.GetValue(_saveState)) is not null)
                result.AddError("--save and --save-state need pairs that were read: give --environment or --simulate without --assume");
            if (result.GetValue(_out) is { } file && PlanDrawings.Kind(file) is null)
                result.AddError($"--out writes .svg or .mmd, not '{file}'");
        });
    }

    protected override bool WritesSarif => true;

    protected override Reach Reach => Reach.HereOrServer;

    protected override async Task<Exit> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        var options = _runbook.Read(call, _person.Actor(call), requireInputs: true);
        if (call.Server is not null)
            return await PlanThereAsync(call, options, cancellationToken);
        var anywhere = call.Get(_runbook.Environment) is not null || call.Get(_place.Simulate) is not null;
        await using var place = anywhere ? await _place.OpenAsync(call, cancellationToken) : null;
        if ((anywhere && place is null) || Loading.Compile(call, call.Get(_file), place?.Environment, options) is not { } plan)
            return Exit.Invalid;

        await using var connections = new ArrayConnections(call.Clock);
        PlanStartState start;
        DisasterDeclared? disaster = null;
        if (call.Get(_assume) is { } status)
        {
            (plan, start) = Assume(plan, status);
        }
        else
        {
            connections.News += news => call.Error.WriteLine(ArrayNewsText.Of(news));
            var absent = await new Preflight(connections, call.Error.WriteLine).CheckAsync(plan, cancellationToken);
            await using var memory = absent.Count > 0 ? await MemoryAsync(call, cancellationToken) : null;
            var pinned = await new TargetPinning(connections, memory, call.Error.WriteLine).PinAsync(plan, place!.Environment.Model!, cancellationToken);
            if (pinned.Plan is null)
                return Loading.Refuse(call, pinned.Diagnostics);
            (plan, start) = (pinned.Plan, await ReadAsync(call, connections, pinned.Plan, place, cancellationToken));
            if (plan.IsDisaster)
            {
                // What a declaration would say: who decides reads it here.
                await using var earlier = memory is null ? await MemoryAsync(call, cancellationToken) : null;
                disaster = await new DisasterDeclaration(connections, call.Clock, memory ?? earlier).DeclareAsync(plan, absent, "", null, cancellationToken);
            }
        }

        var history = await HistoryAsync(call, plan, cancellationToken);
        var forecast = call.Get(_assume) is null
            ? await new LiveForecasts(connections, call.Clock).MakeAsync(plan, start, history, here: false, cancellationToken)
            : Forecasts.Make(plan, start, call.Clock.GetUtcNow(), history);
        Show(call, forecast, new PlanRequests(connections, plan), disaster);
        Write(call, forecast, place);
        return forecast.Diagnostics.Any(d => d.IsError) ? Exit.Invalid : Exit.Done;
    }

    /// <summary>The server reads the arrays; what follows from that is shown here, as for arrays of one's own.</summary>
    private async Task<Exit> PlanThereAsync(Invocation call, CompileOptions options, CancellationToken cancellationToken)
    {
        if (call.Get(_runbook.Environment) is not { } environment || call.Get(_place.Simulate) is not null || call.Get(_assume) is not null)
            throw new CommandFailure(Exit.Usage, "a server plans on the arrays of an environment of its own: name it with --environment, and leave out --simulate and --assume");
        await using var store = await Stores.OpenRemoteAsync(call, cancellationToken);
        var order = new { runbook = RemoteOrders.Name(call.Get(_file)), environment, inputs = options.Inputs, mode = options.Mode, saved = true };
        try
        {
            var answer = await store.Server.PostAsync("plans", order, cancellationToken);
            var saved = answer.GetProperty("saved").Deserialize<SavedPlan>(PlanJson.Options)!;
            var history = answer.GetProperty("history").EnumerateObject().ToDictionary(h => h.Name, h => TimeSpan.FromSeconds(h.Value.GetDouble()));
            var forecast = Forecasts.Make(saved.Plan, saved.Start, call.Clock.GetUtcNow(), history);
            await using var connections = new ArrayConnections(call.Clock);
            Show(call, forecast, new PlanRequests(connections, saved.Plan));
            Write(call, forecast, null);
            return forecast.Diagnostics.Any(d => d.IsError) ? Exit.Invalid : Exit.Done;
        }
        catch (ServerProblem problem) when (problem.Diagnostics.Count > 0)
        {
            new DiagnosticPrinter(call).Print(problem.Diagnostics);
            return Exit.Invalid;
        }
    }

    internal static async Task<PlanStartState> ReadAsync(
        Invocation call, ArrayConnections connections, Plan plan, Place? place, CancellationToken cancellationToken)
    {
        try
        {
            var read = await new StartStateReader(connections, call.Clock).ReadAsync(plan, cancellationToken);
            // The arrays do not tell what their paths carry; a topology does.
            return place?.Links is { } links ? read with { Links = [.. links] } : read;
        }
        catch (ArrayApiException e)
        {
            throw new CommandFailure(Exit.Unreachable, e.Message, "nothing was changed; try again when the array answers", e);
        }
    }

    private static async Task<IReadOnlyDictionary<string, TimeSpan>> HistoryAsync(Invocation call, Plan plan, CancellationToken cancellationToken)
    {
        try
        {
            await using var store = await MemoryAsync(call, cancellationToken);
            return store is null ? new Dictionary<string, TimeSpan>() : await StepHistory.ReadAsync(store, plan, cancellationToken);
        }
        catch (Exception e) when (e is StoreUnavailableException or JournalCorruptException or ArgumentException)
        {
            call.Error.WriteLine($"note: earlier runs cannot be read, so the times are estimates: {e.Message}");
            return new Dictionary<string, TimeSpan>();
        }
    }

    /// <summary>The store of earlier runs; a plan makes none where there is none.</summary>
    private static async Task<IRunStore?> MemoryAsync(Invocation call, CancellationToken cancellationToken) =>
        (call.Store ?? RunStores.Default()) is var name && name.StartsWith("sqlite:", StringComparison.Ordinal) && !File.Exists(name["sqlite:".Length..])
            ? null : await Stores.OpenAsync(call, cancellationToken);

    private static (Plan, PlanStartState) Assume(Plan plan, string status)
    {
        try
        {
            return AssumedStart.Of(plan, status);
        }
        catch (ArgumentException e)
        {
            throw new CommandFailure(Exit.Usage, e.Message);
        }
    }

    private static void Show(Invocation call, PlanForecast forecast, PlanRequests requests, DisasterDeclared? disaster = null)
    {
        var printer = new DiagnosticPrinter(call);
        if (call.Output == "sarif")
        {
            printer.Print(forecast.Diagnostics);
            return;
        }

        if (call.Json)
            call.WriteJson(PlanDocument.Of(forecast, requests, disaster));
        else
            new PlanPage(call.Out, call.Ink, requests, call.Verbose, call.Terminal.OutIsTerminal ? call.Terminal.Size().Width : PlanPage.Width).Write(forecast, disaster);
        printer.PrintText(forecast.Diagnostics);
    }

    private void Write(Invocation call, PlanForecast forecast, Place? place)
    {
        if (call.Get(_out) is { } drawing)
            PlanFiles.Write(drawing, PlanDrawings.Draw(drawing, forecast));
        if (call.Get(_saveState) is { } state)
            PlanFiles.Write(state, StartStateJson.Write(forecast.Start, forecast.Plan.Environment.Name));
        if (call.Get(_save) is { } saved)
            PlanFiles.Write(saved, SavedPlan.Of(forecast, place is { IsSimulated: true }).ToJson());
        foreach (var written in new[] { call.Get(_out), call.Get(_saveState), call.Get(_save) }.OfType<string>())
            call.Error.WriteLine($"written: {written}");
    }
}
