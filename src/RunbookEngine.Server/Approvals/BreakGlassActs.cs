using RunbookEngine.Server.Access;
using RunbookEngine.Approvals;
using Microsoft.Extensions.Logging;
using RunbookEngine.Activities.Notices;
using RunbookEngine.Operations.People;
using RunbookEngine.Runs;
using RunbookEngine.Server.Records;
using RunbookEngine.Server.Schedules.Alerts;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace RunbookEngine.Server.Approvals;

/// <summary>Breaking the glass on a server: it goes on record in the run and at the server, and people are told over the channels of the environment and of the server.</summary>
internal sealed partial class BreakGlassActs(BreakGlassAlert alert, NoticeSender sender, NamedRights named, AlertOptions options, IServerRecord record, TimeProvider clock, ILogger<BreakGlassActs> log)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public async Task<RunState> DoAsync(RunOperator people, RunId run, StepKey step, string actor, string? reason, CancellationToken cancellationToken)
    {
        var callers = await named.LookAsync(cancellationToken);
        var state = await people.BreakGlassAsync(run, step, actor, reason, byRole: true, cancellationToken, (s, person) => callers.May(
            name => PeopleBook.Of(s.Plan).Same(name, person), Permission.BreakGlass, s.Plan.Runbook, s.Plan.Environment.Name, s.Plan.Mode ?? Grant.NoMode));
        var notice = BreakGlassAlert.Notice(state, step, clock.GetUtcNow());
        Said(notice.Subject, run, step);
        // It is on record in the run: whoever asked may go, and people are told all the same.
        await record.WriteAsync(actor, state.StepOrPending(step).Glass is null ? "glass.asked" : "glass.broken", $"run {run}, step {step}", reason, CancellationToken.None);
        var told = await alert.TellAsync(state, step, notice.At, CancellationToken.None);
        foreach (var (channel, problem) in told)
            state = await people.RecordAsync(run, BreakGlassAlert.Told(state, step, channel, problem), CancellationToken.None);
        foreach (var (channel, problem) in told.Concat(await TellServerAsync(notice)).Where(t => t.Problem is not null))
        {
            Undelivered(channel, run, problem!);
            await record.WriteAsync(actor, "alert.undelivered", channel, problem, CancellationToken.None);
        }

        return state;
    }

    private async Task<IEnumerable<(string Channel, string? Problem)>> TellServerAsync(Notice notice) => await Task.WhenAll(options.Channels.Select(async channel =>
        (channel.Key, await sender.SendAsync(
            JsonSerializer.SerializeToElement(channel.Value, Json), notice.Subject, notice.Text, notice.Severity, notice.Runbook, $"run:{notice.Run}", notice.Key, notice.At, CancellationToken.None))));

    [LoggerMessage(6641, LogLevel.Critical, "{What}: run {RunId}, step {StepId}")]
    private partial void Said(string what, RunId runId, StepKey stepId);

    [LoggerMessage(6642, LogLevel.Error, "The channel {Channel} could not be told of the broken glass in run {RunId}: {Problem}")]
    private partial void Undelivered(string channel, RunId runId, string problem);
}
