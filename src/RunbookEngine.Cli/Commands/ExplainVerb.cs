using RunbookEngine.Language.Expressions;
using System.CommandLine;
using System.Text.Json.Nodes;
using RunbookEngine.Cli.Hosting;
using RunbookEngine.Cli.Output;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Rules;

namespace RunbookEngine.Cli.Commands;

internal sealed class ExplainVerb : Verb
{
    private readonly Argument<string> _code = new("CODE")
    {
        Description = "Code of a rule, such as RB1503; without one, all rules are listed",
        Arity = ArgumentArity.ZeroOrOne,
        DefaultValueFactory = _ => "",
    };

    public ExplainVerb(Desk desk)
        : base(desk, "explain", "Print the page of a rule: what, why, a wrong and a right example", "runbook explain RB1503", "runbook explain") => Add(_code);

    protected override Task<Exit> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        if (call.Get(_code) is not { Length: > 0 } written)
        {
            List(call);
            return Task.FromResult(Exit.Done);
        }

        var code = written.ToUpperInvariant();
        if (RuleCatalog.Find(code) is not { } rule || RulePages.Find(code) is not { } page)
        {
            throw new CommandFailure(Exit.Usage, $"there is no rule {written}",
                Suggestion.Closest(code, RuleCatalog.All.Select(r => r.Code)) is { } meant ? $"did you mean {meant}?" : "runbook explain lists all rules");
        }

        if (call.Output == "json")
        {
            var json = ToJson(rule);
            json["page"] = page;
            call.Out.WriteLine(JsonText.Write(json));
        }
        else
        {
            call.Out.Write(page);
        }

        return Task.FromResult(Exit.Done);
    }

    private static void List(Invocation call)
    {
        if (call.Output == "json")
        {
            call.Out.WriteLine(JsonText.Write(new JsonObject { ["rules"] = new JsonArray([.. RuleCatalog.All.Select(ToJson)]) }));
            return;
        }

        foreach (var rule in RuleCatalog.All)
            call.Out.WriteLine($"{rule.Code}  {Word(rule),-7}  {rule.Title}");
    }

    private static JsonObject ToJson(RuleInfo rule) => new()
    {
        ["code"] = rule.Code,
        ["severity"] = Word(rule),
        ["canBeSilenced"] = rule.CanBeSilenced,
        ["title"] = rule.Title,
    };

    private static string Word(RuleInfo rule) => rule.Severity == Severity.Error ? "error" : "warning";
}
