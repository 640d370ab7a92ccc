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
    private readonly ConcurrentDictionary<string, Lazy<ArrayFleet>> _fleets = new();

    /// <summary>The arrays of the environment.</summary>
    /// <exception cref="ArgumentException">The environment does not describe them well; the message says which entry and how to mend it.</exception>
    public ArrayFleet For(PlanEnvironment environment) =>
        _fleets.GetOrAdd(environment.Content.GetRawText(), _ => new Lazy<ArrayFleet>(() => Create(environment))).Value;

    /// <summary>Logs in to the arrays and makes sure that each is the one it should be. Changes nothing.</summary>
    /// <param name="environment">Where they are described.</param>
    /// <param name="aliases">The ones to look at; null for all.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    public async Task<IReadOnlyList<ArrayCheck>> CheckAsync(PlanEnvironment environment, IEnumerable<string>? aliases,
        CancellationToken cancellationToken)
    {
        var wanted = aliases?.ToHashSet();
        var arrays = For(environment).Arrays.Where(a => wanted is null || wanted.Contains(a.Name));
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
            return check with { Failure = ArrayFailures.Of(e.Error) };
        }
    }

    private ArrayFleet Create(PlanEnvironment environment)
    {
        try
        {
            return new ArrayFleet(ArrayConnectionReader.Read(environment), clock, handlers, SendPermit.Demand);
        }
        catch (InvalidArgumentsException e)
        {
            throw new ArgumentException(e.Message, e);
        }
    }
}
