using System.CommandLine;
using RunbookEngine.Cli.Hosting;
using RunbookEngine.Cli.Simulation;
using RunbookEngine.Language.Shape;

namespace RunbookEngine.Cli.Commands;

internal sealed class SchemaVerb : Verb
{
    private readonly Argument<string> _kind = new("KIND") { Description = "runbook, environment, topology or rules" };

    public SchemaVerb(Desk desk)
        : base(desk, "schema", "Print the JSON Schema of a kind of file, for editors and scanners", "runbook schema runbook > runbook.schema.json")
    {
        _kind.AcceptOnlyFromAmong("runbook", "environment", "topology", "rules");
        Add(_kind);
    }

    protected override Task<Exit> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        call.Out.Write(call.Get(_kind) switch
        {
            "runbook" => Schemas.RunbookText,
            "environment" => Schemas.EnvironmentText,
            "rules" => Schemas.RulesText,
            _ => TopologySchema.Text,
        });
        return Task.FromResult(Exit.Done);
    }
}
