using System.CommandLine;
using RunbookEngine.Cli.Hosting;
using RunbookEngine.Cli.Output;
using RunbookEngine.Documents;
using RunbookEngine.Persistence;
using RunbookEngine.Persistence.Backups;
using RunbookEngine.Server.Access;
using RunbookEngine.Server.Hosting;

namespace RunbookEngine.Cli.Commands;

internal sealed class ServeVerb : Verb
{
    private readonly Option<string?> _urls = new("--urls") { Description = $"Where to listen; several with ';'. Default: {ServerOptions.DefaultUrl}, this machine only", HelpName = "URLS" };
    private readonly Option<string[]> _environment = new("--environment") { Description = "An environment file that runs may take place in; may be repeated", HelpName = "F" };
    private readonly Option<string?> _config = new("--config") { Description = $"Configuration file; default: {ServerSetup.Variable}, else none", HelpName = "FILE" };
    private readonly Option<bool> _check = new("--check") { Description = "Look at store, configuration, environments with their arrays, and certificates, say what is wrong, and do not serve" };
    private readonly Option<string?> _newKey = new("--new-key") { Description = "Make an API key for this person or program, print it once, and do not serve", HelpName = "NAME" };
    private readonly Option<string[]> _role = new("--role") { Description = "Role of the new key; may be repeated: viewer, operator, approver, author, admin", HelpName = "ROLE" };
    private readonly Option<int> _days = new("--days") { Description = "How long the new key lasts, 1 to 3650 days", DefaultValueFactory = _ => (int)ApiKeys.DefaultLife.TotalDays, HelpName = "N" };

    public ServeVerb(Desk desk)
        : base(
            desk, "serve", "The server: HTTP API, schedules, tickets, approvals",
            "runbook serve --new-key akiko --role admin", "runbook serve --config server.yaml --check", "runbook serve --config server.yaml")
    {
        _role.AcceptOnlyFromAmong([.. Enum.GetValues<Role>().Select(Roles.Word)]);
        foreach (var option in (Option[])[_urls, _environment, _config, _check, _newKey, _role, _days])
            Add(option);
        Validators.Add(result =>
        {
            if (result.GetValue(_newKey) is null != (result.GetValue(_role) is not { Length: > 0 }))
                result.AddError("--new-key and --role go together");
        });
        _days.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 3650)
                result.AddError("--days is 1 to 3650");
        });
    }

    protected override async Task<Exit> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        var settings = ServerSetup.Read(call.Get(_config), call.Get(_urls), call.Store, call.Get(_environment) ?? []);
        if (settings.HasErrors)
        {
            new DiagnosticPrinter(call).Print(settings.Diagnostics);
            return Exit.Invalid;
        }

        var found = ServerCheck.OfSettings(settings, call.Clock).ToList();
        if (found.Count > 0 && !call.Get(_check))
            return Tell(call, found);
        await using var store = await RunStores.OpenAsync(ServerSetup.StoreOf(settings), call.Clock, cancellationToken);
        if (call.Get(_newKey) is { } name)
            return await MakeKeyAsync(call, store, name, cancellationToken);
        if (call.Get(_check))
        {
            found.AddRange(await ServerCheck.OfSurroundingsAsync(settings, store, call.Clock, cancellationToken));
            if (found.Count == 0)
                call.Out.WriteLine($"all is well: store {store.Name}");
            return Tell(call, found);
        }

        using var claim = ServeClaim.Take(SqliteBackups.FileOf(ServerSetup.StoreOf(settings)));
        await ServeAsync(call, settings, store, cancellationToken);
        return Exit.Done;
    }

    private static async Task ServeAsync(Invocation call, ServerSettings settings, IEngineStore store, CancellationToken cancellationToken)
    {
        await using var host = ServerHost.Create(settings, store, call.Clock);
        try
        {
            await host.StartAsync(cancellationToken);
        }
        catch (IOException e)
        {
            throw new CommandFailure(Exit.Failed, $"the server cannot listen: {e.Message}", "choose another address with --urls, or stop what listens there", e);
        }

        foreach (var address in host.Addresses)
            call.Out.WriteLine($"listening at {address}");
        call.Out.Flush();
        SystemdNotice.Send(SystemdNotice.Ready);
        await using var leaving = cancellationToken.Register(() => SystemdNotice.Send(SystemdNotice.Stopping));
        await host.WaitAsync(cancellationToken);
    }

    private async Task<Exit> MakeKeyAsync(Invocation call, IEngineStore store, string name, CancellationToken cancellationToken)
    {
        if (!KeyNames.AreGood(name))
            throw new CommandFailure(Exit.Usage, $"'{name}' is no name of a person or program", KeyNames.Rule);
        var grants = call.Get(_role)!.Distinct().Select(r => new Grant(Roles.Parse(r)!.Value)).ToList();
        var (key, text) = await new ApiKeys(store, call.Clock).CreateAsync(name, grants, TimeSpan.FromDays(call.Get(_days)), call.Terminal.User, cancellationToken);
        await new Server.Records.ServerRecord(store, call.Clock).WriteAsync(
            call.Terminal.User, "key.made", key.Id, $"for {name}: {string.Join(", ", grants.Select(g => g.Role.Word()))}", cancellationToken);
        if (call.Json)
            call.WriteJson(new System.Text.Json.Nodes.JsonObject { ["id"] = key.Id, ["key"] = text, ["expiresAt"] = JsonText.Time(key.ExpiresAt) });
        else
        {
            call.Error.WriteLine($"key {key.Id} for {name}, until {key.ExpiresAt:yyyy-MM-dd}; it is shown this once:");
            call.Out.WriteLine(text);
        }

        return Exit.Done;
    }

    private static Exit Tell(Invocation call, IReadOnlyList<ServerFinding> found)
    {
        foreach (var finding in found)
        {
            call.Error.WriteLine($"error: {finding.Message}");
            if (finding.Help is { } help)
                call.Error.WriteLine($"help: {help}");
        }

        if (call.Json)
            call.WriteJson(new System.Text.Json.Nodes.JsonObject
            {
                ["findings"] = new System.Text.Json.Nodes.JsonArray([.. found.Select(f => new System.Text.Json.Nodes.JsonObject { ["message"] = f.Message, ["help"] = f.Help })]),
            });
        return found.Count == 0 ? Exit.Done : found.Any(f => f.Exit == Exit.Invalid) ? Exit.Invalid : found[0].Exit;
    }
}
