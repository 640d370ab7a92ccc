using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using RunbookEngine.Cli.Hosting;
using RunbookEngine.Cli.Output;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Expressions;
using RunbookEngine.Language.Templates;

namespace RunbookEngine.Cli.Commands;

internal sealed class EvalVerb : Verb
{
    private const int MaxValuesBytes = 16 * 1024 * 1024;

    private readonly Argument<string> _text = new("TEXT") { Description = "An expression, or a text with ${{ expressions }} and blocks" };
    private readonly Option<string?> _values = new("--values") { Description = "JSON file whose members are the names the text can use", HelpName = "FILE.json" };

    public EvalVerb(Desk desk)
        : base(
            desk, "eval", "What an expression or a text gives for some values, exactly as a run would see it",
            "runbook eval 'split ${{ groups | array.size }} groups of ${{ inputs.app }}' --values values.json")
    {
        Add(_text);
        Add(_values);
    }

    protected override Task<Exit> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        var text = call.Get(_text);
        var scope = call.Get(_values) is { } file ? Scope.Of(ReadValues(file)) : Scope.Empty;
        var isTemplate = TemplateParser.HasExpressions(text);
        IReadOnlyList<ExpressionDiagnostic> found;
        EvaluationResult? result = null;
        if (isTemplate)
        {
            var template = TemplateParser.ParseText(text);
            found = template.Diagnostics;
            if (template.IsValid)
                result = TemplateRenderer.Render(template, scope);
        }
        else
        {
            var expression = ExpressionParser.Parse(text);
            found = expression.Diagnostics;
            if (expression.IsValid)
                result = Evaluator.Evaluate(expression, scope);
        }

        if (result is EvaluationResult.Failed failed)
            found = [.. found, failed.Error];
        if (result is not EvaluationResult.Succeeded { Value: var value })
        {
            Refuse(call, text, found);
            return Task.FromResult(Exit.Invalid);
        }

        if (call.Json)
            call.WriteJson(new JsonObject { ["value"] = value.ToJson(), ["kind"] = $"{value.Kind}".ToLowerInvariant() });
        else
            call.Out.WriteLine(value.IsNull ? "null" : value.ToText());
        return Task.FromResult(Exit.Done);
    }

    private static void Refuse(Invocation call, string text, IReadOnlyList<ExpressionDiagnostic> found)
    {
        var diagnostics = found.Select(d => new Diagnostic(d.Code, d.IsError ? Severity.Error : Severity.Warning, At(text, d), d.Message, d.Help)).ToList();
        if (call.Json)
            call.Out.WriteLine(DiagnosticJson.Write(diagnostics));
        else
            DiagnosticText.Write(call.Error, diagnostics, _ => text);
    }

    private static SourceSpan At(string text, ExpressionDiagnostic d)
    {
        var (line, column) = Place(text, d.Offset);
        var (endLine, endColumn) = Place(text, d.Offset + d.Length);
        return new SourceSpan("TEXT", line, column, endLine, endColumn);
    }

    private static (int Line, int Column) Place(string text, int offset)
    {
        var before = text.AsSpan(0, Math.Clamp(offset, 0, text.Length));
        return (before.Count('\n') + 1, before.Length - before.LastIndexOf('\n'));
    }

    private static JsonObject ReadValues(string file)
    {
        try
        {
            if (new FileInfo(file) is { Exists: true, Length: > MaxValuesBytes })
                throw new CommandFailure(Exit.Invalid, $"{file} is larger than {MaxValuesBytes} bytes");
            return JsonNode.Parse(File.ReadAllText(file)) as JsonObject
                ?? throw new CommandFailure(Exit.Invalid, $"{file} is no JSON object", "its members are the names that the text can use");
        }
        catch (JsonException e)
        {
            throw new CommandFailure(Exit.Invalid, $"{file}:{e.LineNumber + 1}:{e.BytePositionInLine + 1}: {file} is no JSON: {e.Message.Split(" Path:")[0].Split(" LineNumber:")[0]}");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CommandFailure(Exit.Usage, $"there is no file {file}", "check the path; it starts from the current folder");
        }
    }
}
