using System.Collections.Concurrent;
using RunbookEngine.Activities.Steps;
using RunbookEngine.Arrays;
using RunbookEngine.Arrays.Connections;
using RunbookEngine.Arrays.Errors;
using RunbookEngine.Plans;

namespace RunbookEngine.Activities.Connections;

/// <summary>The arrays of every environment that this process works in. Runs in the same environment share sessions, limits and polls.</summary>
/// <param name="clock">Tells the time and waits.</param>
/// <param name="handlers">Makes the HTTP side of an array, for simulators in the same process; null for sockets.</param>
public sealed class ArrayConnections(TimeProvider clock, Func<ArrayConnection, HttpMessageHandler>? handlers = null) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<(string Content, string Without, bool Disaster), Lazy<ArrayFleet>> _fleets = new();

    /// <summary>Told when an array that counts in a disaster begins to be silent, counts as gone, or answers again.</summary>
    public event Action<ArrayNews>? News;

    /// <summary>The arrays of the environment.</summary>
    /// <exception cref="ArgumentException">The environment does not describe them well; the message says which entry and how to mend it.</exception>
    public ArrayFleet For(PlanEnvironment environment) => For(environment, disaster: false);

    /// <summary>The arrays of a plan's environment, with the patience of its mode: a disaster waits for none that is silent.</summary>
    /// <inheritdoc cref="For(PlanEnvironment)" path="/exception"/>
    public ArrayFleet For(Plan plan) => For(plan.Environment, plan.IsDisaster);

    /// <summary>The arrays as a report looks at them: it waits for none that is silent longer than a disaster would.</summary>
    /// <inheritdoc cref="For(PlanEnvironment)" path="/exception"/>
    public ArrayFleet ForReport(PlanEnvironment environment) => For(environment, disaster: true);

    private ArrayFleet For(PlanEnvironment environment, bool disaster) =>
        _fleets.GetOrAdd((environment.Content.GetRawText(), string.Join(',', environment.Without ?? []), disaster),
            _ => new Lazy<ArrayFleet>(() => Create(environment, disaster))).Value;

    /// <summary>Logs in to the arrays and makes sure that each is the one it should be. Changes nothing.</summary>
    /// <param name="environment">Where they are described.</param>
    /// <param name="aliases">The ones to look at; null for all.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    public Task<IReadOnlyList<ArrayCheck>> CheckAsync(
        PlanEnvironment environment, IEnumerable<string>? aliases, CancellationToken cancellationToken) =>
        CheckAsync(For(environment), aliases, cancellationToken);

    /// <summary>As above, with the patience of the plan's mode.</summary>
    public Task<IReadOnlyList<ArrayCheck>> CheckAsync(Plan plan, IEnumerable<string>? aliases, CancellationToken cancellationToken) =>
        CheckAsync(For(plan), aliases, cancellationToken);

    private static async Task<IReadOnlyList<ArrayCheck>> CheckAsync(
        ArrayFleet fleet, IEnumerable<string>? aliases, CancellationToken cancellationToken)
    {
        var wanted = aliases?.ToHashSet();
        var arrays = fleet.Arrays.Where(a => wanted is null || wanted.Contains(a.Name));
        return await Task.WhenAll(arrays.Select(array => CheckAsync(array, cancellationToken)));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var fleet in _fleets.Values.Where(f => f.IsValueCreated))
        {
            await fleet.Value.DisposeAsync();
        }
    }

    private static async Task<ArrayCheck> CheckAsync(ArrayClient array, CancellationToken cancellationToken)
    {
        var check = new ArrayCheck(array.Name, array.Connection.Endpoints[0].ToString(), array.Connection.Tls.Verify, null);
        try
        {
            await array.IdentifyAsync(cancellationToken);
            return check;
        }
        catch (ArrayApiException e)
        {
            return check with { Failure = ArrayFailures.Of(e.Error), IsSilent = e.Error.IsSilence || e.Error.Kind == ArrayErrorKind.Busy };
        }
    }

    private ArrayFleet Create(PlanEnvironment environment, bool disaster)
    {
        try
        {
            return new ArrayFleet(
                ArrayConnectionReader.Read(environment, disaster).Select(c => c with { News = news => News?.Invoke(news) }), clock, handlers, SendPermit.Demand);
        }
        catch (InvalidArgumentsException e)
        {
            throw new ArgumentException(e.Message, e);
        }
    }
}
