using RunbookEngine.Documents;
using RunbookEngine.Language.Compilation;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Model;
using RunbookEngine.Language.Rules;
using RunbookEngine.Language.Environments;
using RunbookEngine.Operations;
using RunbookEngine.Operations.Composition;
using RunbookEngine.Plans;

namespace RunbookEngine.Server.Running;

/// <summary>From an order to a plan bound to the arrays as they are: the same way for a look and for a start.</summary>
public sealed class PlanMaker(RunbookLibrary runbooks, EnvironmentLibrary environments, EngineRoom room, IEngineStore store)
{
    public async Task<PlanResult> MakeAsync(RunOrder order, CancellationToken cancellationToken)
    {
        if (await runbooks.FindAsync(order.Runbook, order.Version, cancellationToken) is not { } runbook)
            return new PlanResult.Failed(new OrderResult.Refused($"There is no runbook '{order.Runbook}'{(order.Version is { } v ? $" of version {v}" : "")}.", "PUT /api/v1/runbooks/NAME uploads one"));
        if (order.Version is not null && !order.MayAuthor && await LessAsync(runbook, order.MaySee, cancellationToken) is { } less)
            return new PlanResult.Failed(new OrderResult.Refused(less, "start the newest version; who may author the runbook may start this one"));
        if (await environments.FindAsync(order.Environment, cancellationToken) is not { } environment)
            return new PlanResult.Failed(new OrderResult.Refused($"There is no environment '{order.Environment}'.", "GET /api/v1/environments lists them"));
        EnvironmentModel model;
        try
        {
            model = environment.Model with { Without = DeclaredGone.In(environment.Model, order.Without) };
        }
        catch (CommandFailure e)
        {
            return new PlanResult.Failed(new OrderResult.Invalid(e.Message, []));
        }

        var compiled = await runbooks.CompileAsync(runbook.Name, runbook.Text, model,
            new CompileOptions { Inputs = order.Inputs, Mode = order.Mode, Actor = order.Actor }, cancellationToken, order.MaySee);
        if (compiled.Plan is not { } plan)
            return new PlanResult.Failed(new OrderResult.Invalid(First(compiled.Diagnostics), compiled.Diagnostics));
        try
        {
            var warnings = new List<string>();
            var absent = await new Preflight(room.Connections, warnings.Add).CheckAsync(plan, cancellationToken);
            var pinned = await new TargetPinning(room.Connections, store, warnings.Add).PinAsync(DisasterApproval.Of(plan, model), model, cancellationToken);
            return pinned.Plan is { } bound ? new PlanResult.Made(bound, compiled.Diagnostics, warnings) { Absent = absent, Environment = model }
                : new PlanResult.Failed(pinned.Diagnostics.Where(d => d.IsError).All(d => d.Code == Codes.FenceForbids)
                    ? new OrderResult.Refused(First(pinned.Diagnostics), "the environment's fence forbids it")
                    : new OrderResult.Invalid(First(pinned.Diagnostics), pinned.Diagnostics));
        }
        catch (CommandFailure e)
        {
            return new PlanResult.Failed(e.Exit == Exit.Unreachable ? new OrderResult.Unreachable(e.Message, e.Help) : new OrderResult.Invalid(e.Message, []));
        }
    }

    /// <summary>An older version that asks less of those who decide is no way around them.</summary>
    private async Task<string?> LessAsync(RunbookVersion older, Func<string, bool>? maySee, CancellationToken cancellationToken)
    {
        if (await runbooks.FindAsync(older.Name, null, cancellationToken) is not { } newest || newest.Version == older.Version)
            return null;
        var (before, now) = (await ReadAsync(older, maySee, cancellationToken), await ReadAsync(newest, maySee, cancellationToken));
        return before is null || now is null || Decisions.MissingIn(before, now) is not [var missing, ..] ? null
            : $"Version {older.Version} of {older.Name} does not ask for {missing}, which version {newest.Version} asks for.";
    }

    private async Task<Runbook?> ReadAsync(RunbookVersion version, Func<string, bool>? maySee, CancellationToken cancellationToken) =>
        (await runbooks.CompileAsync(version.Name, version.Text, null, new CompileOptions { RequireInputs = false }, cancellationToken, maySee)).Runbook;

    private static string First(IReadOnlyList<Diagnostic> found) => found.FirstOrDefault(d => d.IsError) is { } first ? $"{first.At}: {first.Message}" : "An input has no value.";
}

/// <summary>A plan, or why there is none.</summary>
public abstract record PlanResult
{
    private PlanResult() { }

    /// <param name="Diagnostics">Warnings.</param>
    public sealed record Made(Plan Plan, IReadOnlyList<Diagnostic> Diagnostics, IReadOnlyList<string> Warnings) : PlanResult
    {
        /// <summary>Aliases of the arrays that do not answer.</summary>
        public IReadOnlyList<string> Absent { get; init; } = [];

        public EnvironmentModel? Environment { get; init; }
    }

    public sealed record Failed(OrderResult Why) : PlanResult;
}
