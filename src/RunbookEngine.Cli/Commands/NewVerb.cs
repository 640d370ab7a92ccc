using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using RunbookEngine.Cli.Hosting;
using RunbookEngine.Cli.Output;
using RunbookEngine.Cli.Starters;
using RunbookEngine.Cli.Runs;
using RunbookEngine.Sinks;

namespace RunbookEngine.Cli.Commands;

internal sealed partial class NewVerb : Verb
{
    private readonly Argument<string?> _name = new("NAME")
    {
        Description = "Name of the runbook: a-z, 0-9 and -, up to 63 characters; a path may stand before it",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> _template = new("--template") { Description = $"What to begin with; default {Starter.Default}", HelpName = "TEMPLATE" };
    private readonly Option<bool> _list = new("--list") { Description = "List the templates, by technology and purpose" };

    public NewVerb(Desk desk)
        : base(desk, "new", "Write a starter runbook", "runbook new nightly-split", "runbook new --list", "runbook new move-erp --template truecopy-failover")
    {
        Add(_name);
        Add(_template);
        Add(_list);
        Validators.Add(result =>
        {
            if (result.GetValue(_list) == result.GetValue(_name) is not null)
                result.AddError("give the runbook's name, or --list");
        });
    }

    protected override Task<Exit> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        if (call.Get(_list))
            return Task.FromResult(List(call));
        var (given, starter) = (call.Get(_name)!, Starter.Find(call.Get(_template) ?? Starter.Default));
        var file = given.EndsWith(".yaml", StringComparison.Ordinal) || given.EndsWith(".yml", StringComparison.Ordinal) ? given : given + ".yaml";
        var name = Path.GetFileNameWithoutExtension(file);
        if (!Names().IsMatch(name))
            throw new CommandFailure(
                Exit.Usage, $"'{name}' is no runbook name", "a name has a-z, 0-9 and -, begins with a letter or digit and is at most 63 characters long");
        try
        {
            using var writer = new StreamWriter(file, new UTF8Encoding(false), new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write });
            writer.Write(starter.Text(name));
        }
        catch (IOException) when (File.Exists(file))
        {
            throw new CommandFailure(Exit.Usage, $"{file} exists already and is left as it is", "choose another name, or move that file away");
        }
        catch (DirectoryNotFoundException)
        {
            throw new CommandFailure(Exit.Usage, $"there is no folder {Path.GetDirectoryName(file)}", "make it first");
        }

        var quoted = Shell.Quote(file);
        var simulated = $"--simulate {starter.Topology}";
        string[] next = [$"runbook validate {quoted}", $"runbook plan {quoted} {simulated}", $"runbook run {quoted} {simulated}"];
        if (call.Json)
        {
            call.WriteJson(new JsonObject { ["file"] = file, ["template"] = starter.Name, ["next"] = new JsonArray([.. next.Select(n => (JsonNode)n)]) });
            return Task.FromResult(Exit.Done);
        }

        call.Out.WriteLine($"wrote {file} ({starter.Technology}: {starter.Purpose})");
        call.Out.WriteLine("next:");
        foreach (var command in next)
            call.Out.WriteLine($"  {command}");
        return Task.FromResult(Exit.Done);
    }

    private static Exit List(Invocation call)
    {
        if (call.Json)
        {
            call.WriteJson(new JsonObject
            {
                ["templates"] = new JsonArray([.. Starter.All.Select(t => (JsonNode)new JsonObject { ["name"] = t.Name, ["technology"] = t.Technology, ["purpose"] = t.Purpose })]),
            });
            return Exit.Done;
        }

        var table = new Columns("TEMPLATE", "TECHNOLOGY", "PURPOSE");
        foreach (var starter in Starter.All)
            table.Add(starter.Name, starter.Technology, starter.Purpose);
        table.Write(call.Out, call.Terminal.OutIsTerminal ? call.Terminal.Width : 0, call.Ink);
        call.Out.WriteLine("runbook new NAME --template TEMPLATE writes one");
        return Exit.Done;
    }

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{0,62}$")]
    private static partial Regex Names();
}
