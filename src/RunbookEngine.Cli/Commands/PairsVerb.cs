using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using RunbookEngine.Activities.Connections;
using RunbookEngine.Cli.Composition;
using RunbookEngine.Cli.Hosting;
using RunbookEngine.Cli.Output;
using RunbookEngine.Cli.Remote;
using RunbookEngine.Language.Environments;
using RunbookEngine.Language.Targets;
using RunbookEngine.Operations.PairHealth;
using RunbookEngine.Plans;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Cli.Commands;

/// <summary>The health report on pairs. Its exit codes are those of monitoring plug-ins, not those of the other commands.</summary>
internal sealed class PairsVerb : Verb
{
    private readonly Argument<string[]> _groups = new("COPYGROUP") { Description = "Names or globs of copy groups; none: all of the environment", Arity = ArgumentArity.ZeroOrMore };
    private readonly RunbookOptions _runbook = new();
    private readonly PlaceOptions _place;
    private readonly Option<string?> _technology = new Option<string?>("--technology") { Description = "Only this technology", HelpName = "NAME" }
        .AcceptOnlyFromAmong([.. Enum.GetValues<Technology>().Select(t => t.RunbookName())]);
    private readonly Option<bool> _each = new("--pairs") { Description = "Every pair of each copy group" };
    private readonly Option<bool> _plugin = new("--summary") { Description = "One line with performance data, for a monitoring system" };
    private readonly Option<int> _warning = Percent("--warning", 50, "Journal usage in percent from which on a group that nothing is expected of is a warning");
    private readonly Option<int> _critical = Percent("--critical", 80, "Likewise, critical");
    private readonly Option<string?> _watch = new("--watch") { Description = "Look again and again until stopped; the pause is 10s unless given", HelpName = "PAUSE", Arity = ArgumentArity.ZeroOrOne };

    public PairsVerb(Desk desk)
        : base(
            desk, "pairs", "How all copy groups are: statuses, progress, journals, what differs from what the environment expects; ends with 0 ok, 1 warning, 2 critical, 3 unknown",
            "runbook pairs --environment tokyo-osaka.yaml", "runbook pairs 'erp-*' --environment tokyo-osaka.yaml --summary", "runbook pairs --simulate every-technology --watch 5s")
    {
        _place = new PlaceOptions(_runbook);
        Add(_groups);
        _place.AddTo(this);
        foreach (var option in new Option[] { _technology, _each, _plugin, _warning, _critical, _watch })
            Add(option);
    }

    protected override Reach Reach => Reach.HereOrServer;

    /// <summary>A report that cannot be made is an unknown state; a wrong command line and a stop have the codes that they have everywhere.</summary>
    protected override int ExitOf(Exit failure) => failure is Exit.Stopped or Exit.Usage ? (int)failure : (int)Health.Unknown;

    protected override async Task<Exit> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        var query = new PairsQuery(call.Get(_groups), call.Get(_technology), call.Get(_each));
        if (query.CopyGroups.FirstOrDefault(g => Glob.Problem(g) is not null) is { } wrong)
            throw new CommandFailure(Exit.Usage, $"{wrong}: {Glob.Problem(wrong)}");
        var pause = Pause(call);
        if (call.Server is not null)
            return await AskServerAsync(call, query, pause, cancellationToken);
        if ((call.Get(_place.Simulate) is null) == (call.Get(_runbook.Environment) is null))
            throw new CommandFailure(Exit.Usage, "the report is of one place", "name it with --environment FILE, or --simulate TOPOLOGY");
        await using var place = await _place.OpenAsync(call, cancellationToken);
        if (place?.Environment.Model is not { } environment)
        {
            if (place is not null)
                new DiagnosticPrinter(call).Print(place.Environment.Diagnostics);
            throw new CommandFailure(Exit.Invalid, "the environment cannot be used");
        }

        await using var connections = new ArrayConnections(call.Clock);
        return await RepeatAsync(call, pause, page => LookAsync(call, connections, environment, query, page, cancellationToken), cancellationToken);
    }

    private async Task<PairsAnswer> LookAsync(
        Invocation call, ArrayConnections connections, EnvironmentModel environment, PairsQuery query, PairsPage? page, CancellationToken cancellationToken)
    {
        var reader = new PairsReader(connections, environment, query, new HealthJudge(call.Get(_warning), call.Get(_critical)));
        var groups = new List<CopyGroupAnswer>();
        try
        {
            await foreach (var group in reader.ReadAsync(cancellationToken))
            {
                page?.Write(group);
                groups.Add(group);
            }
        }
        catch (ArgumentException e)
        {
            throw new CommandFailure(Exit.Invalid, e.Message, "mend the environment file", e);
        }

        return PairsAnswer.Of(environment.Name, call.Clock.GetUtcNow(), groups, reader.Troubles);
    }

    private async Task<Exit> AskServerAsync(Invocation call, PairsQuery query, TimeSpan? pause, CancellationToken cancellationToken)
    {
        if (call.Get(_place.Simulate) is not null || call.Get(_runbook.Environment) is not { } name)
            throw new CommandFailure(Exit.Usage, "a server has its environments", "name one of them with --environment NAME, and leave out --simulate");
        if (call.Has(_warning) || call.Has(_critical) || call.Has(_runbook.Without))
            throw new CommandFailure(Exit.Usage, "--warning, --critical and --without are for an environment file on this machine", "leave them out with --server");
        await using var store = await Stores.OpenRemoteAsync(call, cancellationToken);
        var path = $"pairs?environment={Uri.EscapeDataString(name)}{(query.EachPair ? "&pairs=true" : "")}"
            + (query.Technology is null ? "" : $"&technology={query.Technology}") + string.Concat(query.CopyGroups.Select(g => $"&copyGroup={Uri.EscapeDataString(g)}"));
        return await RepeatAsync(call, pause, async page =>
        {
            var answer = (await store.Server.GetAsync(path, cancellationToken)).Deserialize<PairsAnswer>(JsonSerializerOptions.Web)!;
            foreach (var group in answer.Items)
                page?.Write(group);
            return answer;
        }, cancellationToken);
    }

    private async Task<Exit> RepeatAsync(Invocation call, TimeSpan? pause, Func<PairsPage?, Task<PairsAnswer>> look, CancellationToken cancellationToken)
    {
        var before = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var round = 1; ; round++)
        {
            var plugin = call.Get(_plugin);
            if (pause is not null && call.Terminal.OutIsTerminal && !plugin && !call.Json)
                call.Terminal.Out.Write("\u001b[H\u001b[2J");
            // A pipe gets what is new; a person sees the whole.
            var page = call.Json || plugin ? null : new PairsPage(call, pause is not null && !call.Terminal.OutIsTerminal ? before : null);
            page?.Head(repeat: round > 1);
            var answer = await look(page);
            var count = PairsCount.Of(answer.Items, answer.Troubles);
            if (call.Json)
                call.WriteJson(JsonSerializer.SerializeToNode(answer, JsonSerializerOptions.Web)!);
            else if (plugin)
                call.Out.WriteLine(count.PluginLine);
            page?.End(answer, count);
            call.Terminal.Out.Flush();
            if (pause is not { } wait)
                return (Exit)(int)count.Health;
            await Task.Delay(wait, call.Clock, cancellationToken);
        }
    }

    private TimeSpan? Pause(Invocation call)
    {
        if (!call.Has(_watch))
            return null;
        if (call.Get(_watch) is not { } written)
            return TimeSpan.FromSeconds(10);
        return DurationText.TryParse(written) is { } pause && pause >= TimeSpan.FromSeconds(1) ? pause
            : throw new CommandFailure(Exit.Usage, $"--watch takes a pause of at least 1s, not '{written}'", "write 10s or 1m");
    }

    private static Option<int> Percent(string name, int standard, string description)
    {
        var option = new Option<int>(name) { Description = description, HelpName = "PERCENT", DefaultValueFactory = _ => standard };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }] && (!int.TryParse(text, out var percent) || percent is < 0 or > 100))
                result.AddError($"{name} takes a percentage from 0 to 100, not '{text}'");
        });
        return option;
    }
}
