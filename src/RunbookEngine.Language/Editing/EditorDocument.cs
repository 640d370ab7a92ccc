using RunbookEngine.Language.Binding;
using RunbookEngine.Language.Compilation;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Documents;
using RunbookEngine.Language.Environments;
using RunbookEngine.Language.Expressions;
using RunbookEngine.Language.Model;
using RunbookEngine.Language.Shape;
using RunbookEngine.Language.Typing;

namespace RunbookEngine.Language.Editing;

/// <summary>A runbook open in an editor: diagnostics, hover, completion, definitions and outline. Finished or not, it never throws for what is written.</summary>
/// <param name="environment">Null leaves unchecked what depends on arrays and people.</param>
/// <param name="readFile">Reads called runbooks; an editor gives those that are open as they stand there.</param>
public sealed class EditorDocument(SourceFile file, EnvironmentModel? environment, Func<string, SourceFile> readFile)
{
    private EditorModel? _model;
    private TextMap? _map;
    private CompileResult? _compiled;
    private EditorForecast? _forecast;

    public SourceFile File => file;

    public TextMap Map => _map ??= new TextMap(file.Text);

    /// <summary>What the compiler says of the file and of those it calls; inputs need no values.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics => Compiled.Diagnostics;

    public EditorHover? Hover(int offset)
    {
        if (Model is not { } model || NodePath.Find(model.Runbook.Root, Map, offset) is not { } at)
            return null;
        if (ExpressionSpot.Find(at, Map, offset) is { } spot)
        {
            var known = EditorDescriptions.Referenced(model, spot);
            return ExpressionHover.At(spot.Expression, spot.Cursor, model.ScopeAt(Map, offset)) is { } hover
                ? new EditorHover(spot.Range(hover.Offset, hover.Length), known ?? hover.Text)
                : known is null ? null : new EditorHover(new TextRange(offset, offset), known);
        }

        var (start, end) = Map.Offsets(at.Node.At);
        if (at is { IsKey: false, Path: [.., SchemaGuide.Item, "id"] } && model.Tree.Find(at.Node.Raw) is { } step)
            return new EditorHover(new TextRange(start, end), string.Join("\n\n", new[] { EditorDescriptions.Of(step, model), Forecast?.About(at.Node.Raw) }.OfType<string>()));
        var text = at.IsKey ? SchemaGuide.Runbook.About(at.Path) : EditorDescriptions.OfValue(model, at, Map, offset) ?? SchemaGuide.Runbook.About(at.Path);
        return text is null ? null : new EditorHover(new TextRange(start, end), text);
    }

    /// <summary>What can be written at a place.</summary>
    /// <param name="earlier">The same document as it last was whole: names come from it while this one cannot be read.</param>
    public IReadOnlyList<EditorCompletion> Complete(int offset, EditorDocument? earlier = null)
    {
        var context = LineContext.At(file.Text, offset);
        var model = Model ?? Healed(offset) ?? earlier?.Model;
        return EditorCompletions.At(this, model, environment, context, offset);
    }

    public EditorLocation? Definition(int offset)
    {
        if (Model is not { } model || NodePath.Find(model.Runbook.Root, Map, offset) is not { IsKey: false } at)
            return null;
        if (ExpressionSpot.Find(at, Map, offset) is { } spot)
            return EditorDefinitions.OfReference(model, spot, Map, offset);
        return EditorDefinitions.OfValue(model, at, file, Map);
    }

    public IReadOnlyList<EditorSymbol> Symbols() => Model is { } model ? EditorOutline.Of(model.Runbook, Map) : [];

    /// <summary>The document can be read far enough to have names.</summary>
    public bool IsReadable => Model is not null;

    private CompileResult Compiled => _compiled ??= RunbookCompiler.Compile(file, environment, new CompileOptions { RequireInputs = false, ReadFile = readFile });

    // There is none while the runbook has errors, or an input without a default.
    private EditorForecast? Forecast => Compiled.Plan is { } plan ? _forecast ??= EditorForecast.Of(plan) : null;

    private EditorModel? Model => _model ??= Bind(file);

    // Without the line that is being typed; its key stays, so that the step keeps its verb.
    private EditorModel? Healed(int offset)
    {
        var text = file.Text;
        var start = offset == 0 ? 0 : text.LastIndexOf('\n', offset - 1) + 1;
        var end = text.IndexOf('\n', offset);
        end = end < 0 ? text.Length : end;
        var line = text[start..end];
        var colon = line.IndexOf(": ", StringComparison.Ordinal);
        foreach (var instead in (string[])[colon > 0 ? line[..colon] + ": x" : line.TrimEnd() + ": x", ""])
        {
            if (Bind(file with { Text = text[..start] + instead + text[end..] }) is { } model)
                return model;
        }

        return null;
    }

    private EditorModel? Bind(SourceFile source)
    {
        var (root, _) = DocumentLoader.Load(source);
        if (root is not MapNode map)
            return null;
        var runbook = RunbookBinder.Bind(source.Name, map);
        var tree = new StepTree(runbook);
        return new EditorModel(runbook, tree, new StepScopes(runbook, tree, environment));
    }
}

/// <summary>A runbook that could be read, with the names its places see.</summary>
internal sealed record EditorModel(Runbook Runbook, StepTree Tree, StepScopes Scopes)
{
    /// <summary>The step a place belongs to; null before the first one.</summary>
    public StepPlace? PlaceAt(TextMap map, int offset)
    {
        var line = map.Position(offset).Line + 1;
        return Tree.All.Where(p => p.Step.Node.At.Line <= line).LastOrDefault(p => p.Step.Node.At.EndLine >= line)
            ?? Tree.All.LastOrDefault(p => p.Step.Node.At.Line <= line);
    }

    public TypeScope ScopeAt(TextMap map, int offset) => PlaceAt(map, offset) is { } place ? Scopes.Of(place) : Scopes.Constant;
}
