using System.Text.Json;
using RunbookEngine.Cli.Commands;
using RunbookEngine.Cli.Hosting;
using RunbookEngine.Cli.Output;
using RunbookEngine.Operations.Planning;
using RunbookEngine.Plans;
using RunbookEngine.Runs;

namespace RunbookEngine.Cli.Remote;

/// <summary>Orders to a server: what it plans and starts.</summary>
internal static class RemoteOrders
{
    /// <param name="options">Inputs and mode as given.</param>
    public static object Body(
        string runbook, string environment, Language.Compilation.CompileOptions options, string? ticket, string? fingerprint, string? forcePlan, string? reason, string[]? without) =>
        new { runbook = Name(runbook), environment, inputs = options.Inputs, mode = options.Mode, ticket, fingerprint, forcePlan, reason, without };

    /// <summary>The order that a saved plan was made from; the server makes the plan anew and refuses another.</summary>
    public static object Body(SavedPlan saved, string? ticket, string? forcePlan, string? reason) => new
    {
        runbook = saved.Plan.Runbook,
        environment = saved.Plan.Environment.Name,
        inputs = saved.Plan.Inputs.EnumerateObject().ToDictionary(i => i.Name, i => i.Value),
        mode = saved.Plan.Mode,
        ticket,
        fingerprint = PlanJson.Fingerprint(saved.Plan),
        forcePlan,
        reason,
        without = saved.Plan.Environment.Without,
    };

    /// <returns>Null when the runbook is invalid; what is wrong was printed.</returns>
    public static async Task<RunId?> StartAsync(Invocation call, HttpRunStore store, object order, CancellationToken cancellationToken)
    {
        try
        {
            // The key makes a repetition inside the client harmless; another command is another run.
            var started = await store.Server.PostAsync("runs", order, cancellationToken, Guid.NewGuid().ToString());
            return RunId.TryParse(started.GetProperty("id").GetString()!);
        }
        catch (ServerProblem problem) when (problem.Diagnostics.Count > 0)
        {
            new DiagnosticPrinter(call).Print(problem.Diagnostics);
            return null;
        }
    }

    /// <exception cref="CommandFailure">A file was named.</exception>
    public static string Name(string runbook) =>
        runbook.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) || runbook.EndsWith(".yml", StringComparison.OrdinalIgnoreCase) || runbook.Contains(Path.DirectorySeparatorChar)
            ? throw new CommandFailure(Exit.Usage, $"a server is told the name of an uploaded runbook, not a file: {runbook}", "upload it first: runbook upload FILE")
            : runbook;
}
