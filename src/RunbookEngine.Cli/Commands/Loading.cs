using RunbookEngine.Cli.Hosting;
using RunbookEngine.Cli.Output;
using RunbookEngine.Language.Compilation;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Documents;
using RunbookEngine.Language.Environments;
using RunbookEngine.Plans;

namespace RunbookEngine.Cli.Commands;

/// <summary>From files to a plan; whatever is wrong is printed.</summary>
internal static class Loading
{
    /// <returns>Null when there is an error.</returns>
    public static Plan? Compile(Invocation call, string file, EnvironmentResult? environment, CompileOptions options)
    {
        var compiled = RunbookCompiler.Compile(SourceFile.Read(file), environment?.Model, options);
        var found = Diagnostic.Sort([.. environment?.Diagnostics ?? [], .. compiled.Diagnostics]);
        var plan = environment is { Model: null } ? null : compiled.Plan;
        if (plan is null)
            new DiagnosticPrinter(call).Print(found);
        else
            new DiagnosticPrinter(call).PrintText(found);
        return plan;
    }

    /// <summary>Targets that are not there are a mistake; copy groups behind the environment's fence are a refusal.</summary>
    public static Exit Refuse(Invocation call, IReadOnlyList<Diagnostic> found)
    {
        new DiagnosticPrinter(call).Print(found);
        return found.Where(d => d.IsError).All(d => d.Code == Codes.FenceForbids) ? Exit.Refused : Exit.Invalid;
    }
}
