using System.Text.Json;
using RunbookEngine.Activities;
using RunbookEngine.Activities.Connections;
using RunbookEngine.Activities.Tickets;
using RunbookEngine.Activities.Web;
using RunbookEngine.Plans;
using RunbookEngine.Server.Tests.Standins;
using RunbookEngine.Testing;
using RunbookEngine.Testing.Steps;

namespace RunbookEngine.Server.Tests.Tickets;

/// <summary>The ticket verbs as the engine has them, against a stand-in, with a clock of the test's.</summary>
internal sealed class TicketBench : IDisposable
{
    private readonly WebClients _web = new();

    static TicketBench()
    {
        Environment.SetEnvironmentVariable("STANDIN_SNOW_USER", ServiceNowStandIn.User);
        Environment.SetEnvironmentVariable("STANDIN_SNOW_PASSWORD", ServiceNowStandIn.Password);
        Environment.SetEnvironmentVariable("STANDIN_SNOW_TOKEN", ServiceNowStandIn.Token);
        Environment.SetEnvironmentVariable("STANDIN_WRONG_USER", "runbook");
        Environment.SetEnvironmentVariable("STANDIN_WRONG_PASSWORD", "wrong-s3cret");
        Environment.SetEnvironmentVariable("STANDIN_JIRA_USER", JiraStandIn.User);
        Environment.SetEnvironmentVariable("STANDIN_JIRA_PASSWORD", JiraStandIn.Password);
        Environment.SetEnvironmentVariable("STANDIN_JIRA_TOKEN", JiraStandIn.Token);
    }

    public TicketBench(object connection, ITicketOutbox? outbox = null)
    {
        Environment_ = new PlanEnvironment("lab", JsonSerializer.SerializeToElement(new
        {
            connections = new Dictionary<string, object> { ["tickets"] = connection },
            arrays = new { tokyo = new { storageDeviceId = "900000040014" }, osaka = new { storageDeviceId = "900000040015" } },
        }));
        Systems = new TicketSystems(Clock, TicketConnections.Over(_web, Clock), outbox);
        Catalog = new ActivityCatalog(new ArrayConnections(Clock), _web, Systems);
    }

    public static DateTimeOffset Begin { get; } = new(2026, 11, 21, 14, 0, 0, TimeSpan.Zero);

    public ManualClock Clock { get; } = new(Begin);

    public PlanEnvironment Environment_ { get; }

    public TicketSystems Systems { get; }

    public ActivityCatalog Catalog { get; }

    public static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ITicketSystem System => TicketConnections.Over(_web, Clock)(PlanOf([]), "tickets")!;

    public Plan PlanOf(PlanStep[] steps) => new()
    {
        Runbook = "change",
        Steps = [.. steps],
        Environment = Environment_,
        Targets = [new PlanTarget { Name = "mirrors", Technology = "truecopy", Array = "tokyo", RemoteArray = "osaka", Patterns = ["erp"], CopyGroups = [new PlanCopyGroup("erp-tc-01", "P_", "S_")] }],
    };

    public ScriptedStep Step(string verb, object arguments)
    {
        var step = ScriptedStep.Describe(verb, arguments);
        return new ScriptedStep(step, Clock, PlanOf([step]));
    }

    public Task<StepOutcome> RunAsync(ScriptedStep step) => Catalog.Find(step.Step.Verb).ExecuteAsync(step, Stop);

    /// <summary>Longest time of one request by default. A timer that is due in exactly this time means that a request is under way: time stands still for it.</summary>
    private static readonly TimeSpan Request = TimeSpan.FromSeconds(30);

    /// <summary>Timers further ahead are deadlines, not what a step waits for next.</summary>
    private static readonly TimeSpan Reach = TimeSpan.FromHours(2);

    public Task<StepOutcome> DriveAsync(ScriptedStep step) => DriveAsync(RunAsync(step));

    /// <summary>Moves the time from timer to timer while the work waits, but not while a request is under way.</summary>
    /// <param name="until">Stops there; null: drives to the end of the work.</param>
    public async Task<T> DriveAsync<T>(Task<T> work, Func<bool>? until = null, TimeSpan? reach = null)
    {
        while (!work.IsCompleted && until?.Invoke() != true)
        {
            await Task.Yield();
            if (Clock.NextDue is { } due && due - Clock.GetUtcNow() is var left && left != Request && left <= (reach ?? Reach) && ThreadPool.PendingWorkItemCount == 0 && await QuietAsync(due))
                Clock.AdvanceToNext();
        }

        return work.IsCompleted ? await work : default!;
    }

    /// <summary>Whether nobody sets a nearer timer meanwhile: what ran has come to rest.</summary>
    private async Task<bool> QuietAsync(DateTimeOffset due)
    {
        for (var turn = 0; turn < 50; turn++)
        {
            await Task.Yield();
            if (Clock.NextDue != due || due - Clock.GetUtcNow() == Request)
                return false;
        }

        return true;
    }

    public void Dispose() => _web.Dispose();

    public static Failure Failed(StepOutcome outcome) => Assert.IsType<StepOutcome.Failed>(outcome).Failure;

    public static JsonElement Succeeded(StepOutcome outcome) =>
        outcome is StepOutcome.Failed failed ? throw new InvalidOperationException(failed.Failure.Message) : Assert.IsType<StepOutcome.Succeeded>(outcome).Outputs!.Value;
}
