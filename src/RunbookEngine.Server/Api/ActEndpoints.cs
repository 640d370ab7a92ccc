using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RunbookEngine.Approvals;
using RunbookEngine.Documents;
using RunbookEngine.Journal;
using RunbookEngine.Operations.Telling;
using RunbookEngine.Runs;
using RunbookEngine.Server.Access;
using RunbookEngine.Server.Approvals;
using RunbookEngine.Server.Running;
using System.Text.Json.Nodes;

namespace RunbookEngine.Server.Api;

/// <summary>What people say to a run. Each is an event in the run's journal, with the caller as its actor.</summary>
internal static class ActEndpoints
{
    /// <summary>Characters of a reason or an answer.</summary>
    private const int MaxText = 4000;

    /// <summary>Steps of one request to resume.</summary>
    private const int MaxSteps = 1000;

    public static void MapActs(this IEndpointRouteBuilder api)
    {
        var run = api.MapGroup("/runs/{id}").WithTags("Runs");
        run.MapPost("/cancel", CancelAsync).Needs(Permission.Operate).Conditional()
            .Says<JsonNode>("Cancel a run", "No request that changes an array is sent after this. With rollback what was done is taken back first. A run that is ending or has ended is not cancelled.")
            .Example("""{ "rollback": true, "reason": "wrong copy group" }""");
        run.MapPost("/resume", ResumeAsync).Needs(Permission.Operate).Conditional()
            .Says<JsonNode>("Let a run go on", "With what was decided about steps: try again, skip, or take as done. Skipping and taking as done need a reason.")
            .Example("""{ "retry": ["resync[erp-ur-01]"], "reason": "path is up again" }""");
        run.MapGet("/undo-plan", UndoPlanAsync).Needs(Permission.Operate)
            .Says<JsonNode>("Look at a rollback", "What taking the run back would do now: its undos in order with their requests, data that is lost, gates that ask again, and what speaks against it: pairs that are not as the run left them, and later runs. Reads the arrays, changes nothing.");
        run.MapPost("/rollback", RollbackAsync).Needs(Permission.Operate).Conditional()
            .Says<JsonNode>("Take a run back", "To its start (or its point of no return), or to a named checkpoint. A run that is being driven is refused: cancel it with rollback. A run that has ended needs the fingerprint of its undo plan, is refused (409) when its pairs are not as it left them or a later run has worked on them, and asks its approvals and tickets again.")
            .Example("""{ "to": "split-done", "reason": "backup is not usable", "fingerprint": "3f2a...9c" }""");
        run.MapPost("/notes", NoteAsync).Needs(Permission.Operate).Conditional()
            .Says<JsonNode>("Write something down about a run", "A comment, a remediation with its owner and date, or that it was done; about the run or one of the report's findings. Also after the run's end.")
            .Example("""{ "kind": "remediation", "text": "second path ordered", "finding": "objective:rpo", "owner": "ben", "due": "2027-03-31" }""");
        run.MapPost("/legal-hold", LegalHoldAsync).Needs(Permission.Administer).Conditional()
            .Says<JsonNode>("Put a run under legal hold, or end it", "While it is held no retention removes the run.")
            .Example("""{ "held": true, "reason": "audit 2027-04" }""");
        var people = api.MapGroup("/runs/{id}/steps/{step}").WithTags("People");
        people.MapPost("/approval", ApproveAsync).Needs(Permission.Approve).Conditional()
            .Says<JsonNode>("Decide on an approval", "Grants or denies, for oneself or by delegation for another. Nobody decides on a run that they started or stand behind, and nobody twice.")
            .Example("""{ "granted": true, "reason": "checked with the DBA" }""");
        people.MapPost("/break-glass", BreakGlassAsync).Needs(Permission.BreakGlass).Conditional()
            .Says<JsonNode>("Break the glass", "In an emergency: sets an approval or a required ticket aside. Two people with the role say so within an hour, each with a reason; one of them at least does not stand behind the run. People are told, and it stands first in the evidence.")
            .Example("""{ "reason": "Tokyo is lost, the coordinators cannot be reached" }""");
        people.MapPost("/answer", AnswerAsync).Needs(Permission.Operate).Conditional()
            .Says<JsonNode>("Answer a step", "For a step that asks a question of people.")
            .Example("""{ "text": "yes" }""");
    }

    private static Task<IResult> CancelAsync(string id, CancelBody? body, HttpContext context, RunActs acts) =>
        acts.DoAsync(context, id, Permission.Operate, body?.Reason, (people, run, actor, stop) => people.CancelAsync(run, actor, body?.Rollback ?? false, body?.Reason, stop));

    private static Task<IResult> RollbackAsync(string id, RollbackBody? body, HttpContext context, RunActs acts) =>
        acts.DoAsync(context, id, Permission.Operate, body?.Reason, async (people, run, actor, stop) =>
        {
            await acts.RefuseDrivenAsync(run, stop);
            await acts.RefreshAsync(run, actor, stop);
            return await people.RollbackAsync(run, actor, body?.To, body?.Reason, stop, body?.Fingerprint);
        });

    private static async Task<IResult> UndoPlanAsync(string id, string? to, HttpContext context, RunAccess runs, RunOperator people)
    {
        if (!Names.AreStorable(to))
            return Problems.Bad("The name of the checkpoint holds a control character, or is longer than 400.");
        var (run, problem) = await runs.FindAsync(context, id, Permission.Operate);
        return run is null ? problem! : Results.Ok((JsonNode)UndoPlanJson.Of(await people.ReviewAsync(run.Id, to, context.RequestAborted)));
    }

    private static Task<IResult> ResumeAsync(string id, ResumeBody? body, HttpContext context, RunActs acts) =>
        (body?.Retry?.Count ?? 0) + (body?.Skip?.Count ?? 0) + (body?.MarkDone?.Count ?? 0) > MaxSteps
        ? Task.FromResult(Problems.Bad($"One request decides about at most {MaxSteps} steps."))
        : acts.DoAsync(context, id, Permission.Operate, body?.Reason, async (people, run, actor, stop) =>
        {
            var overrides = new List<(StepKey, StepOverride)>();
            foreach (var (steps, what) in new[] { (body?.Retry, StepOverride.Retry), (body?.Skip, StepOverride.Skip), (body?.MarkDone, StepOverride.MarkDone) })
            {
                overrides.AddRange((await acts.StepsAsync(run, steps ?? [], stop)).Select(step => (step, what)));
            }

            await acts.RefreshAsync(run, actor, stop);
            return await people.ResumeAsync(run, actor, overrides, body?.Reason, stop);
        });

    private static Task<IResult> ApproveAsync(string id, string step, ApprovalBody body, HttpContext context, RunActs acts, KeyMakers makers) => !Names.AreStorable(body.For, body.Fingerprint)
        ? Task.FromResult(Problems.Bad("A name or the fingerprint holds a control character, or is longer than 400."))
        : acts.DoAsync(context, id, Permission.Approve, body.Reason, async (people, run, actor, stop) =>
        {
            await makers.RefuseAsync(context.User, run, stop);
            return await people.ApproveAsync(run, await acts.StepAsync(run, step, stop), new ApprovalDecision(actor, body.Granted, body.Reason, body.For, body.Fingerprint), stop);
        });

    private static Task<IResult> BreakGlassAsync(string id, string step, BreakGlassBody body, HttpContext context, RunActs acts, BreakGlassActs glass, KeyMakers makers) => string.IsNullOrWhiteSpace(body.Reason)
        ? Task.FromResult(Problems.Bad("Breaking the glass needs a reason: it stands first in the evidence of the run."))
        : acts.DoAsync(context, id, Permission.BreakGlass, body.Reason, async (people, run, actor, stop) =>
        {
            await makers.RefuseAsync(context.User, run, stop);
            return await glass.DoAsync(people, run, await acts.StepAsync(run, step, stop), actor, body.Reason, stop);
        });

    private static Task<IResult> AnswerAsync(string id, string step, AnswerBody body, HttpContext context, RunActs acts) =>
        acts.DoAsync(context, id, Permission.Operate, body.Text, async (people, run, actor, stop) =>
            await people.AnswerAsync(run, await acts.StepAsync(run, step, stop), actor, body.Text, stop));

    private static Task<IResult> NoteAsync(string id, NoteBody body, HttpContext context, RunActs acts)
    {
        DateOnly? due = null;
        if (body.Due is { } text)
        {
            if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.None, out var date))
                return Task.FromResult(Problems.Bad("The date is not written as 2027-03-31."));
            due = date;
        }

        return acts.DoAsync(context, id, Permission.Operate, body.Text, (people, run, actor, stop) =>
            people.NoteAsync(run, new NoteAdded(actor, body.Kind ?? NoteAdded.Comment, body.Text ?? "", body.Finding, body.Owner, due), stop));
    }

    private static Task<IResult> LegalHoldAsync(string id, LegalHoldBody body, HttpContext context, RunActs acts) =>
        acts.DoAsync(context, id, Permission.Administer, body.Reason, (people, run, actor, stop) => people.LegalHoldAsync(run, body.Held, actor, body.Reason, stop));

    internal static bool IsTooLong(string? text) => text is { Length: > MaxText } || text?.Contains('\0') == true;
}

public sealed record CancelBody(bool Rollback = false, string? Reason = null);

/// <param name="To">Name of a checkpoint that the run reached.</param>
/// <param name="Fingerprint">Of the undo plan that was looked at; needed for a run that has ended.</param>
public sealed record RollbackBody(string? To = null, string? Reason = null, string? Fingerprint = null);

/// <param name="Retry">Steps to try again, as <c>split</c> or <c>split[erp-ur-01]</c>.</param>
/// <param name="Skip">Steps to leave out; needs a reason.</param>
/// <param name="MarkDone">Steps that were done by other means; needs a reason.</param>
public sealed record ResumeBody(IReadOnlyList<string>? Retry = null, IReadOnlyList<string>? Skip = null, IReadOnlyList<string>? MarkDone = null, string? Reason = null);

/// <param name="For">In whose place, by delegation.</param>
/// <param name="Fingerprint">Of the plan that was looked at; another one than the run's is refused.</param>
public sealed record ApprovalBody(bool Granted, string? Reason = null, string? For = null, string? Fingerprint = null);

public sealed record BreakGlassBody(string Reason);

/// <param name="Kind">comment (default), remediation or done.</param>
/// <param name="Finding">Id of a finding as the report gives it; left out: the run as a whole.</param>
/// <param name="Due">yyyy-mm-dd.</param>
public sealed record NoteBody(string? Text, string? Kind = null, string? Finding = null, string? Owner = null, string? Due = null);

public sealed record LegalHoldBody(bool Held, string? Reason = null);

public sealed record AnswerBody(string Text);
