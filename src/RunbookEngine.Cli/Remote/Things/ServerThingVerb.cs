using System.CommandLine;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using RunbookEngine.Cli.Hosting;
using RunbookEngine.Cli.Output;
using RunbookEngine.Sinks;

namespace RunbookEngine.Cli.Remote.Things;

/// <summary>Lists what a server keeps of one kind; under it are commands for one of them.</summary>
internal sealed class ServerThingVerb : Verb
{
    private readonly ServerThing _thing;

    public ServerThingVerb(Desk desk, ServerThing thing, string description, string[] examples, params Command[] commands)
        : base(desk, thing.Plural, description, [$"runbook {thing.Plural} --server https://runbooks.example:8642", .. examples])
    {
        _thing = thing;
        foreach (var command in commands)
            Add(command);
    }

    protected override Reach Reach => Reach.ServerOnly;

    protected override async Task<Exit> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        await using var store = await Stores.OpenRemoteAsync(call, cancellationToken);
        var items = await AllAsync(store.Server, _thing.Plural, cancellationToken);
        if (call.Json)
            call.WriteJson(new JsonObject { [_thing.Plural] = new JsonArray([.. items.Select(i => JsonNode.Parse(i.GetRawText()))]) });
        else if (items.Count == 0)
            call.Out.WriteLine($"no {_thing.Plural}");
        else
            Table(call, items, _thing.Columns);
        return Exit.Done;
    }

    /// <summary>All pages of a list.</summary>
    public static async Task<IReadOnlyList<JsonElement>> AllAsync(ServerClient server, string path, CancellationToken cancellationToken)
    {
        var found = new List<JsonElement>();
        for (string? cursor = null; ;)
        {
            var page = await server.GetAsync($"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}limit=1000{(cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}")}", cancellationToken);
            found.AddRange(page.GetProperty("items").EnumerateArray());
            if (!page.TryGetProperty("next", out var next) || next.ValueKind != JsonValueKind.String || next.GetString() == cursor)
                return found;
            cursor = next.GetString();
        }
    }

    public static void Table(Invocation call, IReadOnlyList<JsonElement> items, IReadOnlyList<(string Head, string Property)> columns)
    {
        var table = new Columns([.. columns.Select(c => c.Head)]);
        foreach (var item in items)
            table.Add([.. columns.Select(c => SinkText.Line(ServerThing.Cell(item.TryGetProperty(c.Property, out var value) ? value : default, call.Clock.LocalTimeZone)))]);
        table.Write(call.Out, call.Terminal.OutIsTerminal ? call.Terminal.Width : 0, call.Ink);
    }

    /// <summary>One thing: its text where it has one, else its properties.</summary>
    public static void Page(Invocation call, JsonElement item)
    {
        if (call.Json)
        {
            call.WriteJson(JsonNode.Parse(item.GetRawText())!);
            return;
        }

        foreach (var property in item.EnumerateObject().Where(p => p.Name != "text" && p.Value.ValueKind != JsonValueKind.Null))
            call.Out.WriteLine($"{call.Ink.Dim(property.Name.PadRight(15))} {SinkText.Line(ServerThing.Cell(property.Value, call.Clock.LocalTimeZone))}");
        if (item.TryGetProperty("text", out var text) && text.ValueKind == JsonValueKind.String)
            call.Out.WriteLine($"\n{SinkText.Terminal(text.GetString()).TrimEnd()}");
    }
}

/// <summary>One thing of a server: show it, put it from a file, delete it, or what else the API has for it.</summary>
internal sealed class ServerActVerb : Verb
{
    private readonly ServerThing _thing;
    private readonly Func<Invocation, ServerClient, string, CancellationToken, Task> _act;
    private readonly Argument<string> _name;

    private ServerActVerb(
        Desk desk, ServerThing thing, string name, string description, string example, Func<Invocation, ServerClient, string, CancellationToken, Task> act, Symbol[] more, string what = "NAME")
        : base(desk, name, description, $"runbook {thing.Plural} {name} {example}")
    {
        (_thing, _act, _name) = (thing, act, new Argument<string>(what) { Description = $"The {thing.Singular}" });
        Add(_name);
        foreach (var one in more)
        {
            if (one is Argument argument)
                Add(argument);
            else
                Add((Option)one);
        }
    }

    protected override Reach Reach => Reach.ServerOnly;

    protected override async Task<Exit> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        await using var store = await Stores.OpenRemoteAsync(call, cancellationToken);
        try
        {
            await _act(call, store.Server, call.Get(_name), cancellationToken);
            return Exit.Done;
        }
        catch (ServerProblem problem) when (problem.Diagnostics.Count > 0)
        {
            new DiagnosticPrinter(call).Print(problem.Diagnostics);
            return problem.Exit;
        }
    }

    public static Verb Show(Desk desk, ServerThing thing) => new ServerActVerb(desk, thing, "show", $"One {thing.Singular}, with its text", "nightly", async (call, server, name, stop) =>
        ServerThingVerb.Page(call, await server.GetAsync(thing.PathOf(name), stop)), []);

    public static Verb Put(Desk desk, ServerThing thing)
    {
        var file = new Argument<string>("FILE") { Description = "YAML or JSON; - reads standard input" };
        return new ServerActVerb(desk, thing, "put", $"Put a {thing.Singular} from a file, in place of the one of that name", $"nightly {thing.Singular}.yaml", async (call, server, name, stop) =>
        {
            var answer = await server.PutTextAsync(thing.PathOf(name), await ReadAsync(call.Get(file), stop), stop);
            if (call.Json)
                call.WriteJson(JsonNode.Parse(answer.GetRawText())!);
            else
                call.Out.WriteLine($"{thing.Singular} {SinkText.Line(name)} is stored{(answer.TryGetProperty("version", out var version) ? $": version {version.GetRawText()}" : "")}");
        }, [file]);
    }

    public static Verb Delete(Desk desk, ServerThing thing, string word = "delete", string done = "deleted") =>
        new ServerActVerb(desk, thing, word, $"{char.ToUpperInvariant(word[0])}{word[1..]} a {thing.Singular}", thing.Columns[0].Head == "ID" ? "a2b3c4d5e6" : "nightly", async (call, server, name, stop) =>
        {
            await server.DeleteAsync(thing.PathOf(name), stop);
            Say(call, thing, name, done);
        }, [], thing.Columns[0].Head);

    /// <summary>A POST below the thing that has no body.</summary>
    public static Verb Post(Desk desk, ServerThing thing, string word, string description, string done) => new ServerActVerb(desk, thing, word, description, "nightly", async (call, server, name, stop) =>
    {
        await server.PostAsync($"{thing.PathOf(name)}/{word}", new { }, stop);
        Say(call, thing, name, done);
    }, []);

    /// <summary>A list below the thing.</summary>
    public static Verb List(Desk desk, ServerThing thing, string word, string description, bool post, params (string Head, string Property)[] columns) =>
        new ServerActVerb(desk, thing, word, description, "nightly", async (call, server, name, stop) =>
        {
            var path = $"{thing.PathOf(name)}/{word}";
            var items = post ? [.. (await server.PostAsync(path, new { }, stop)).GetProperty("items").EnumerateArray()] : await ServerThingVerb.AllAsync(server, path, stop);
            if (call.Json)
                call.WriteJson(new JsonObject { [word] = new JsonArray([.. items.Select(i => JsonNode.Parse(i.GetRawText()))]) });
            else if (items.Count == 0)
                call.Out.WriteLine("none");
            else
                ServerThingVerb.Table(call, items, columns);
        }, []);

    public static Verb MakeKey(Desk desk)
    {
        var role = new Option<string>("--role") { Description = "viewer, operator, approver, author or admin", HelpName = "ROLE", Required = true };
        role.AcceptOnlyFromAmong("viewer", "operator", "approver", "author", "admin");
        var (runbooks, environments, modes) = (Many("--runbook", "Only for these runbooks; globs", "NAME"), Many("--environment", "Only in these environments; globs", "NAME"), Many("--mode", "Only in these modes", "MODE"));
        var expires = new Option<string?>("--expires") { Description = "How long it is good: 1h to 3650d; default 365d", HelpName = "SPAN" };
        return new ServerActVerb(desk, ServerThing.Keys, "make", "Make a key; it is shown once, on standard output, and never again", "ben --role approver --expires 90d", async (call, server, name, stop) =>
        {
            var grant = new { role = call.Get(role), runbooks = call.Get(runbooks) ?? [], environments = call.Get(environments) ?? [], modes = call.Get(modes) ?? [] };
            var made = await server.PostAsync("keys", new { name, grants = new[] { grant }, expires = call.Get(expires) }, stop);
            if (call.Json)
                call.WriteJson(JsonNode.Parse(made.GetRawText())!);
            else
            {
                call.Out.WriteLine(made.GetProperty("key").GetString());
                call.Error.WriteLine(SinkText.Line($"key {made.GetProperty("about").GetProperty("id").GetString()} of {name} is good until {Spans.DateTime(made.GetProperty("about").GetProperty("expiresAt").GetDateTimeOffset(), call.Clock.LocalTimeZone)}; keep it now"));
            }
        }, [role, runbooks, environments, modes, expires]);
    }

    public static Verb Delegate(Desk desk)
    {
        var until = new Option<DateTimeOffset>("--until") { Description = "When it is over, at most 180 days from its start", HelpName = "TIME", Required = true };
        var start = new Option<DateTimeOffset?>("--from-time") { Description = "From when on; default now", HelpName = "TIME" };
        var from = new Option<string?>("--from") { Description = "In whose place; default your own", HelpName = "USER" };
        var reason = new Option<string?>("--reason") { Description = "Why, for the record", HelpName = "TEXT" };
        return new ServerActVerb(desk, ServerThing.Delegations, "add", "Let somebody decide in your place for a time", "ben --until 2031-02-17T00:00Z --reason 'on leave'", async (call, server, to, stop) =>
        {
            var made = await server.PostAsync("delegations", new { to, end = call.Get(until), from = call.Get(from), start = call.Get(start), reason = call.Get(reason) }, stop);
            if (call.Json)
                call.WriteJson(JsonNode.Parse(made.GetRawText())!);
            else
                call.Out.WriteLine(SinkText.Line($"{to} decides for {made.GetProperty("from").GetString()} until {Spans.DateTime(made.GetProperty("end").GetDateTimeOffset(), call.Clock.LocalTimeZone)}: delegation {made.GetProperty("id").GetString()}"));
        }, [until, start, from, reason], "USER");
    }

    private static Option<string[]> Many(string name, string description, string help) => new(name) { Description = $"{description}; may be repeated", HelpName = help };

    private static void Say(Invocation call, ServerThing thing, string name, string done)
    {
        if (call.Json)
            call.WriteJson(new JsonObject { [thing.Singular] = name, ["done"] = done });
        else
            call.Out.WriteLine($"{thing.Singular} {SinkText.Line(name)} is {done}");
    }

    private static async Task<string> ReadAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            return file == "-" ? await Console.In.ReadToEndAsync(cancellationToken) : await File.ReadAllTextAsync(file, new UTF8Encoding(false, throwOnInvalidBytes: true), cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or DecoderFallbackException)
        {
            throw new CommandFailure(Exit.Usage, $"{file} cannot be read: {e.Message}", "give a UTF-8 file, or - for standard input");
        }
    }
}
