using RunbookEngine.Language.Compilation;
using RunbookEngine.Language.Documents;
using RunbookEngine.Language.Triggers;
using RunbookEngine.Server.Running;
using RunbookEngine.Server.Schedules.Calendars;
using RunbookEngine.Server.Triggers;

namespace RunbookEngine.Server.Schedules;

/// <summary>Whether what a trigger names exists on this server, before anybody relies on it.</summary>
internal sealed class TriggerChecks(RunbookLibrary runbooks, EnvironmentLibrary environments, CalendarBook calendars, ScheduleOptions options, TimeProvider clock)
{
    /// <returns>What is wrong, with its mend; null when nothing is.</returns>
    /// <param name="maySee">Runbooks that may be called; null: all.</param>
    public async Task<(string What, string? Help)?> ProblemAsync(string runbook, TriggerDefinition trigger, CancellationToken cancellationToken, Func<string, bool>? maySee = null)
    {
        if (await runbooks.FindAsync(runbook, null, cancellationToken) is not { } version)
            return ($"there is no runbook '{Api.Names.Shown(runbook)}'", "PUT /api/v1/runbooks/NAME uploads one");
        if ((trigger.Environment ?? options.Environment) is not { } name)
            return ("it names no environment, and the server's configuration names none for triggers", "add environment: NAME to the trigger, or schedules: { environment: NAME } to the configuration");
        if (await environments.FindAsync(name, cancellationToken) is not { } environment)
            return ($"there is no environment '{Api.Names.Shown(name)}'", "GET /api/v1/environments lists them");
        if (trigger.Alert.FirstOrDefault(c => !environment.Model.Notify.ContainsKey(c)) is { } channel)
            return ($"the environment {name} has no channel '{Api.Names.Shown(channel)}'", "add it under notify, or leave alert out");
        var known = await calendars.AllAsync(cancellationToken);
        if (trigger.Calendars.FirstOrDefault(c => !known.ContainsKey(c)) is { } missing)
            return ($"there is no calendar '{Api.Names.Shown(missing)}'", "PUT /api/v1/calendars/NAME makes one");
        if (trigger.Timetable() is { } timetable && new FireTimes(timetable, [.. trigger.Calendars.Select(c => known[c])]).NextAfter(clock.GetUtcNow()) is null)
            return ("it is never due again", "its year is over, or its calendars allow none of its times");
        return await InputsAsync(version, environment, trigger, maySee, cancellationToken);
    }

    private async Task<(string, string?)?> InputsAsync(RunbookVersion version, ServerEnvironment environment, TriggerDefinition trigger, Func<string, bool>? maySee, CancellationToken cancellationToken)
    {
        // What comes with a request is not known yet; its names are.
        var mapped = trigger.Webhook is not null || trigger.Ticket is not null;
        var compiled = await runbooks.CompileAsync(version.Name, version.Text, environment.Model, new CompileOptions
        {
            Inputs = mapped ? new Dictionary<string, string>() : InputTexts.Of(trigger.Inputs),
            RequireInputs = !mapped,
            Mode = trigger.Mode,
        }, cancellationToken, maySee);
        if (compiled.Diagnostics.FirstOrDefault(d => d.IsError) is { } error)
            return ($"its runs would not start: {error.Message}", error.Help);
        var inputs = compiled.Runbook?.Inputs ?? [];
        if (mapped && trigger.Inputs.Keys.FirstOrDefault(k => inputs.All(i => i.Name.Value != k)) is { } odd)
            return ($"the runbook {version.Name} has no input '{Api.Names.Shown(odd)}'", null);
        return mapped && inputs.FirstOrDefault(i => i is { Required: true, Default: null } && !trigger.Inputs.ContainsKey(i.Name.Value)) is { } wanting
            ? ($"its runs would not start: the input '{wanting.Name.Value}' has no default and is given no value", $"add inputs: {{ {wanting.Name.Value}: \"${{{{ body.… }}}}\" }}")
            : null;
    }
}
