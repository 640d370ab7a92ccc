using System.Text.Json.Nodes;
using RunbookEngine.Activities;
using RunbookEngine.Journal;
using RunbookEngine.Reviews;
using RunbookEngine.Runs;
using RunbookEngine.Sinks;

namespace RunbookEngine.Cli.Hosting;

/// <summary>What a person is told when a command ends by an exception: one line what, one line what to do, never a stack trace.</summary>
internal static class Failures
{
    /// <param name="exitOf">The exit code that the command has for it.</param>
    public static int Report(Invocation call, Exception error, Func<Exit, int> exitOf)
    {
        var failure = Explain(error);
        call.Error.WriteLine($"error: {SinkText.Line(failure.Message)}");
        if (failure.Help is { } help)
            call.Error.WriteLine($"help: {SinkText.Line(help)}");
        if (call.Verbose && error is not CommandFailure { InnerException: null })
            call.Error.WriteLine(error);
        if (call.Json)
            call.WriteJson(new JsonObject
            {
                ["error"] = new JsonObject { ["message"] = failure.Message, ["help"] = failure.Help, ["exitCode"] = exitOf(failure.Exit) },
            });
        return exitOf(failure.Exit);
    }

    public static CommandFailure Explain(Exception error) => error switch
    {
        CommandFailure failure => failure,
        OperationCanceledException => new(Exit.Stopped, "stopped"),
        StoreUnavailableException => new(Exit.Unreachable, error.Message),
        JournalCorruptException => new(Exit.Failed, $"the run's journal cannot be trusted: {error.Message}", "runbook verify RUN says where it breaks; nothing was sent"),
        RunBusyException => new(Exit.Refused, error.Message, "wait for it, stop that process, or follow it with runbook show RUN --follow"),
        RunTakenOverException => new(Exit.Refused, error.Message, "this process has stopped acting on the run; follow it with runbook show RUN --follow"),
        OperatorRefusedException => new(Exit.Refused, error.Message),
        RollbackUnconfirmedException { Changed: true } => new(Exit.Refused, error.Message, "look at it again: runbook rollback RUN --dry-run"),
        RollbackUnconfirmedException => new(Exit.Usage, error.Message, "look at it with runbook rollback RUN --dry-run, and say --yes"),
        UnauthorizedAccessException or IOException => new(Exit.Failed, error.Message, "check the path, its permissions and the space on the disk"),
        _ => new(
            Exit.Failed, $"unexpected: {error.GetType().Name}: {error.Message}",
            "this is a defect; run the command again with --verbose and report what it prints", error),
    };
}
