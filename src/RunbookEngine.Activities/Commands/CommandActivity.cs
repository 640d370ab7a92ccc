using System.ComponentModel;
using System.Text.Json;
using RunbookEngine.Activities.Steps;
using RunbookEngine.Journal;
using RunbookEngine.Plans;
using RunbookEngine.Secrets;

namespace RunbookEngine.Activities.Commands;

/// <summary><c>command</c>: a local program, started once. When the engine died while it ran, <c>onUnknown</c> decides.</summary>
internal sealed class CommandActivity(StartCommand? starts = null) : Activity
{
    private readonly StartCommand _start = starts ?? (static (command, about, mask, line, cancellationToken) => command.Host is null
        ? CommandRunner.RunAsync(command, about, mask, line, cancellationToken) : HostCommandRunner.RunAsync(command, about, mask, line, cancellationToken));

    protected override async Task<StepOutcome> RunAsync(StepContext step, CancellationToken cancellationToken)
    {
        var arguments = StepArguments.Of(step);
        var command = CommandArguments.Read(arguments, step.Step.With);
        if (arguments.OptionalText("host") is { Length: > 0 } host)
        {
            command = command with { Host = HostTarget.Read(step.Plan, host) };
        }
        if (await Unknowns.SettleAsync(step, command.OnUnknown, Named(command), cancellationToken) is { } settled)
        {
            return settled;
        }
        if (step.LastOfAttempt() is { Result: OperationResult.Done or OperationResult.Failed, Detail: { } detail })
        {
            return Read(detail) is { } before ? Judge(command, before) : StepOutcome.Fail(FailureKind.Refused, detail);
        }
        EnvironmentReferences.Learn(step.Plan.Environment.Content);
        command = step.Step.Grace is { } grace ? command with { Grace = grace } : command;
        return await StartAsync(step, command, KnownSecrets.MaskWith(arguments.Secrets), cancellationToken);
    }

    protected override Task<StepOutcome> TakeBackAsync(StepContext step, CancellationToken cancellationToken) =>
        Task.FromResult(Unknowns.CannotTakeBack(step, "a command"));

    private async Task<StepOutcome> StartAsync(StepContext step, CommandArguments command, SecretMask mask,
        CancellationToken cancellationToken)
    {
        using var limits = new StepLimits(step, cancellationToken);
        if (limits.Reason("before the command was started") is { } early)
        {
            return new StepOutcome.Failed(early);
        }
        var operation = step.NextOperation();
        var request = new OperationRequest("exec", mask.Apply(command.Run[0]),
            mask.Apply(JsonSerializer.Serialize(command.Run.Skip(1), PlanJson.Options)));
        await step.JournalAsync(new OperationIntended(step.Key, operation, "command", "", command.Host?.Name ?? "", request, []), cancellationToken);
        try
        {
            SendPermit.Demand();
            var result = await _start(
                command, About(step), mask, line => step.Report(new StepProgress(line, [], null)), limits.Token);
            result = command.Capture == "none" ? result with { Stdout = "", Truncated = false } : result;
            var good = command.ExitCodes.Contains(result.ExitCode ?? -1);
            await step.ConcludeAsync(
                operation, good ? OperationResult.Done : OperationResult.Failed, JsonSerializer.Serialize(result, PlanJson.Options),
                    cancellationToken);
            return Judge(command, result);
        }
        catch (Exception e) when (e is Win32Exception or DirectoryNotFoundException)
        {
            var (why, help) = StartTrouble.Of(command, e);
            await step.ConcludeAsync(operation, OperationResult.NoEffect, mask.Apply(why), cancellationToken);
            return StepOutcome.Fail(FailureKind.Refused, mask.Apply($"{command.Run[0]} could not be started: {why}"), help);
        }
        catch (HostCommandException e) when (!e.Began)
        {
            await step.ConcludeAsync(operation, OperationResult.NoEffect, mask.Apply(e.Message), cancellationToken);
            return StepOutcome.Fail(FailureKind.Unreachable, mask.Apply(e.Message), e.Help);
        }
        catch (HostCommandException e)
        {
            // What was announced stays open until it is settled, here or after a restart.
            return await Unknowns.SettleAsync(step, command.OnUnknown, Named(command), cancellationToken)
                ?? StepOutcome.Fail(FailureKind.Unreachable, mask.Apply(e.Message), "with onUnknown: retry, 'retry' does it again");
        }
        catch (OperationCanceledException) when (command.Host is { } away && limits.Reason($"while the command ran on host {away.Name}, where it may run on") is { } cut)
        {
            // Closing the connection ends no program there: whether this one came to its end is settled before it is done again.
            return new StepOutcome.Failed(cut with { Help = cut.Help ?? $"look on host {away.Name} whether it still runs" });
        }
        catch (OperationCanceledException e) when (
            limits.Reason($"while the command ran; {(e as ProgramStoppedException)?.How ?? ProgramStoppedException.Killed}") is { } reason)
        {
            await step.ConcludeAsync(operation, OperationResult.Failed, reason.Message, cancellationToken);
            return new StepOutcome.Failed(reason);
        }
    }

    private static string Named(CommandArguments command) => $"the command {command.Run[0]}{(command.Host is null ? "" : $" on host {command.Host.Name}")}";

    private static StepOutcome Judge(CommandArguments command, CommandResult result)
    {
        if (!command.ExitCodes.Contains(result.ExitCode ?? -1))
        {
            var last = LastLine(result.Stderr) ?? LastLine(result.Stdout);
            // 126 and 127 are what `env` and shells say when they cannot start what they were asked to.
            var wrong = result.ExitCode is 126 or 127 && StartTrouble.Find(command) is { } file ? ScriptFile.Wrong(file, withPath: true) : null;
            return new StepOutcome.Failed(
                new Failure(FailureKind.CommandFailed,
                    $"{command.Run[0]} ended with exit code {result.ExitCode}{(last is null ? "" : $": {last}")}{(wrong is { } seen ? $"; {seen.Why}" : "")}")
                {
                    Code = $"exit {result.ExitCode}",
                    Help = wrong?.Help,
                });
        }
        JsonElement? json = null;
        if (command.Capture == "json")
        {
            try
            {
                json = JsonElement.Parse(result.Stdout);
            }
            catch (JsonException e)
            {
                return StepOutcome.Fail(FailureKind.CommandFailed, $"{command.Run[0]} wrote no JSON: {e.Message}",
                    $"the program ended well; with 'capture: json' its standard output must be one JSON value of at most {CommandRunner.MaxOutput} characters");
            }
        }
        return new StepOutcome.Succeeded(
            JsonSerializer.SerializeToElement(new { result.ExitCode, result.Stdout, result.Stderr, result.Truncated, json },
                PlanJson.Options));
    }

    /// <summary>Lets the program say for itself whether it has done this work already.</summary>
    private static Dictionary<string, string> About(StepContext step) => new()
    {
        ["RUNBOOK_RUN"] = step.Run.ToString(),
        ["RUNBOOK_STEP"] = step.Key.ToString(),
        ["RUNBOOK_ATTEMPT"] = step.Attempt.ToString(System.Globalization.CultureInfo.InvariantCulture),
    };

    private static string? LastLine(string text) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is [.., var last]
            ? last[..Math.Min(last.Length, 300)] : null;

    private static CommandResult? Read(string detail) =>
        detail.StartsWith('{') ? JsonSerializer.Deserialize<CommandResult>(detail, PlanJson.Options) : null;
}
