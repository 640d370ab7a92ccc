using RunbookEngine.Activities.Steps;
using RunbookEngine.Arrays.Connections;
using RunbookEngine.Plans;
using RunbookEngine.Secrets;

namespace RunbookEngine.Activities.Connections;

/// <summary>From the environment's <c>arrays</c> and <c>limits</c> to connections.</summary>
internal static class ArrayConnectionReader
{
    /// <exception cref="InvalidArgumentsException">An entry cannot be a connection; the message names it.</exception>
    /// <param name="disaster">With the patience of a disaster: a silent array is soon taken for gone.</param>
    public static IReadOnlyList<ArrayConnection> Read(PlanEnvironment environment, bool disaster = false)
    {
        var without = environment.Without ?? [];
        var content = new StepArguments($"environment {environment.Name}", environment.Content, []);
        var limits = Limits(content.Section("limits"), disaster);
        var arrays = content.Section("arrays");
        return arrays is null ? []
            : [.. arrays.Value.EnumerateObject().Select(entry => Connection(entry.Name, arrays.Section(entry.Name)!, limits) with
            {
                DeclaredGone = without.Contains(entry.Name),
            })];
    }

    private static ArrayConnection Connection(string alias, StepArguments entry, ArrayLimits limits) => new()
    {
        Name = alias,
        StorageDeviceId = entry.Text("storageDeviceId"),
        Endpoints = [.. entry.Texts("endpoint").Concat(entry.Texts("endpoints"))
            .Select(text => Uri.TryCreate(text, UriKind.Absolute, out var url)
            ? url : throw entry.Wrong("endpoint", $"is '{text}'", "an address such as https://svp.example:443"))],
        Credentials = Credentials(entry),
        Tls = entry.Section("tls") is { } tls ? new ArrayTls { CaFile = tls.OptionalText("caFile"), Verify = tls.Flag("verify", true) }
            : new ArrayTls(),
        Limits = limits,
    };

    private static ReferencedCredentials Credentials(StepArguments entry)
    {
        try
        {
            return new ReferencedCredentials(new SecretReference(entry.Text("credentials")));
        }
        catch (ArgumentException e)
        {
            throw new InvalidArgumentsException($"{entry.Verb}: 'credentials': {e.Message}");
        }
    }

    private static ArrayLimits Limits(StepArguments? section, bool disaster)
    {
        var limits = new ArrayLimits { GoneAfter = disaster ? section?.Duration("goneAfterInDisaster") ?? ArrayLimits.GoneAfterInDisaster : null };
        return section is null ? limits : limits with
        {
            SessionsPerArray = section.OptionalNumber("sessionsPerArray", 1, 64) ?? limits.SessionsPerArray,
            RequestsInFlightPerArray = section.OptionalNumber("requestsInFlightPerArray", 1, 64) ?? limits.RequestsInFlightPerArray,
            PollInterval = section.Duration("pollInterval") ?? limits.PollInterval,
            RequestTimeout = section.Duration("requestTimeout") ?? limits.RequestTimeout,
            FailedJobLook = section.Duration("failedJobLook") ?? limits.FailedJobLook,
            ReadRetryFor = section.Duration("goneAfter") ?? limits.ReadRetryFor,
        };
    }
}
