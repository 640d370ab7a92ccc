using RunbookEngine.Cli.Hosting;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Documents;

namespace RunbookEngine.Cli.Output;

/// <summary>Prints diagnostics in the form the invocation asked for.</summary>
internal sealed class DiagnosticPrinter(Invocation call)
{
    private readonly Dictionary<string, string?> _texts = [];

    /// <summary>Text goes to standard error; a document goes to standard output.</summary>
    public void Print(IReadOnlyList<Diagnostic> diagnostics)
    {
        if (call.Json)
            call.Out.WriteLine(DiagnosticJson.Write(diagnostics));
        else if (call.Output == "sarif")
            call.Out.WriteLine(DiagnosticJson.WriteSarif(diagnostics, Product.Version));
        else
            PrintText(diagnostics);
    }

    /// <summary>As text, whatever was asked for: warnings of a command whose document is something else.</summary>
    public void PrintText(IReadOnlyList<Diagnostic> diagnostics) => DiagnosticText.Write(call.Error, diagnostics, TextOf);

    private string? TextOf(string file)
    {
        if (!_texts.TryGetValue(file, out var text))
            _texts[file] = text = SourceFile.Read(file) is { Problem: null, Text: var read } ? read : null;
        return text;
    }
}
