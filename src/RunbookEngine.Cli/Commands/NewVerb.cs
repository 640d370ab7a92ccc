using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using RunbookEngine.Cli.Hosting;
using RunbookEngine.Cli.Runs;
using RunbookEngine.Sinks;

namespace RunbookEngine.Cli.Commands;

internal sealed partial class NewVerb : Verb
{
    private readonly Argument<string> _name = new("NAME") { Description = "Name of the runbook: a-z, 0-9 and -, up to 63 characters; a path may stand before it" };

    public NewVerb(Desk desk)
        : base(desk, "new", "Write a starter runbook", "runbook new nightly-split") => Add(_name);

    protected override Task<Exit> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        var given = call.Get(_name);
        var file = given.EndsWith(".yaml", StringComparison.Ordinal) || given.EndsWith(".yml", StringComparison.Ordinal) ? given : given + ".yaml";
        var name = Path.GetFileNameWithoutExtension(file);
        if (!Names().IsMatch(name))
            throw new CommandFailure(
                Exit.Usage, $"'{name}' is no runbook name", "a name has a-z, 0-9 and -, begins with a letter or digit and is at most 63 characters long");
        try
        {
            using var writer = new StreamWriter(file, new UTF8Encoding(false), new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write });
            writer.Write(Starter.Text.Replace("{{name}}", name));
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
        string[] next = [$"runbook validate {quoted}", $"runbook plan {quoted} --simulate examples/topologies/two-site.yaml", $"runbook run {quoted} --simulate examples/topologies/two-site.yaml"];
        if (call.Json)
        {
            call.WriteJson(new JsonObject { ["file"] = file, ["next"] = new JsonArray([.. next.Select(n => (JsonNode)n)]) });
            return Task.FromResult(Exit.Done);
        }

        call.Out.WriteLine($"wrote {file}");
        call.Out.WriteLine("next:");
        foreach (var command in next)
            call.Out.WriteLine($"  {command}");
        return Task.FromResult(Exit.Done);
    }

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{0,62}$")]
    private static partial Regex Names();
}
