using System.Collections.Concurrent;
using RunbookEngine.Arrays.Connections;
using RunbookEngine.Arrays.Errors;
using RunbookEngine.Arrays.Sessions;
using RunbookEngine.Arrays.Wire;

namespace RunbookEngine.Arrays.Transport;

/// <summary>Sends requests to one array: session, partner session, failover between REST servers, repeats.</summary>
internal sealed class ArrayTransport : IAsyncDisposable
{
    /// <summary>How long an array's word that its partner does not answer is taken without asking again.</summary>
    private static readonly TimeSpan LostFor = TimeSpan.FromSeconds(15);

    /// <summary>A look whether an array is there at all takes no longer.</summary>
    private static readonly TimeSpan LookFor = TimeSpan.FromSeconds(5);

    private readonly ArrayConnection _connection;
    private readonly Func<string, ArrayTransport?> _partners;
    private readonly HttpMessageHandler _handler;
    private readonly IReadOnlyList<Controller> _controllers;
    private readonly SemaphoreSlim _slots;
    private readonly SessionPool _sessions;
    private readonly TimeProvider _clock;
    private readonly Retry _retry;
    private readonly ConcurrentDictionary<string, ArrayTransport> _askedPartners = new();
    private readonly ConcurrentDictionary<string, DateTimeOffset> _lostPartners = new();
    private readonly Reachability _reach;
    private volatile Controller _current;

    public ArrayTransport(ArrayConnection connection, TimeProvider clock, HttpMessageHandler handler, Func<string, ArrayTransport?> partners, Action? permit = null)
    {
        _connection = connection;
        _partners = partners;
        _handler = handler;
        _clock = clock;
        _slots = new SemaphoreSlim(connection.Limits.RequestsInFlightPerArray);
        _reach = new Reachability(connection, clock, connection.Endpoints.Count);
        _controllers = [.. connection.Endpoints.Select(e => new Controller(connection, e, handler, _slots, _reach, clock, permit))];
        _current = _controllers[0];
        _sessions = new SessionPool(connection, clock);
        _retry = new Retry(connection.Limits, clock, HasAnswered);
    }

    public ArrayConnection Connection => _connection;

    public TimeProvider Clock => _clock;

    public IReadOnlyList<Controller> Controllers => _controllers;

    public bool IsGone => _reach.IsGone;

    /// <summary>The REST server that requests go to until it cannot be reached.</summary>
    public Controller Current => _current;

    /// <summary>The session that requests go through now; null when there is none. Locks live and die with it.</summary>
    public ArraySession? CurrentSession => _sessions.Live().FirstOrDefault(s => s.Controller == _current);

    public Task DiscardAsync(ArraySession session) => _sessions.DiscardAsync(session);

    public Controller? At(string endpoint) => _controllers.FirstOrDefault(c => c.Endpoint == new Uri(endpoint));

    /// <summary>A read; repeated while that may help, unless <paramref name="once"/>. The answer is a success with a body.</summary>
    /// <exception cref="ArrayApiException">With what the array said, or that it cannot be reached.</exception>
    public Task<ArrayAnswer> ReadAsync(HttpCall call, CancellationToken cancellationToken, Controller? at = null, bool once = false) => once
        ? OnceAsync(call, at, cancellationToken)
        : GivingUpAsync(call, () => _retry.RunAsync(token => OnceAsync(call, at, token), cancellationToken));

    /// <summary>A change. It is offered again only while the array says that it did not begin it, or was not reached at all.</summary>
    /// <returns>The answer, a success.</returns>
    /// <exception cref="ArrayApiException">When its error says so, the change may have happened.</exception>
    public Task<ArrayAnswer> ChangeAsync(HttpCall call, CancellationToken cancellationToken) =>
        GivingUpAsync(call, () => _retry.RunAsync(token => RoundAsync(call, token), cancellationToken));

    /// <summary>The answer as what it should be; an answer of another shape is an error, not a null.</summary>
    public T Parse<T>(HttpCall call, ArrayAnswer answer, Func<T, bool> isUsable)
        where T : class =>
        WireJson.TryRead<T>(answer.Body) is { } found && isUsable(found)
            ? found
            : throw new ArrayApiException(ErrorReader.NoUsableAnswer(_connection.Name, answer.Source.Endpoint, call, answer));

    /// <summary>One object.</summary>
    public async Task<T> GetAsync<T>(HttpCall call, Func<T, bool> isUsable, CancellationToken cancellationToken, bool once = false)
        where T : class => Parse(call, await ReadAsync(call, cancellationToken, once: once), isUsable);

    /// <summary>The <c>data</c> of a list.</summary>
    public async Task<IReadOnlyList<T>> ListAsync<T>(HttpCall call, CancellationToken cancellationToken, bool once = false) =>
        (await GetAsync<DataResponse<T>>(call, r => r.Data is not null, cancellationToken, once)).Data!;

    public async ValueTask DisposeAsync()
    {
        await _sessions.DisposeAsync();
        foreach (var controller in _controllers)
        {
            controller.Dispose();
        }
        _handler.Dispose();
    }

    /// <summary>Any of its servers says something, in real time.</summary>
    public async Task<bool> IsThereAsync()
    {
        if (_reach.IsGone)
        {
            return false;
        }
        var within = _reach.OneTry is { } one && one < LookFor ? one : LookFor;
        return (await Task.WhenAll(_controllers.Select(c => c.AnswersAsync(within)))).Contains(true);
    }

    /// <summary>What was repeated as long as that may help, and is silent still, counts as gone from then on.</summary>
    private async Task<ArrayAnswer> GivingUpAsync(HttpCall call, Func<Task<ArrayAnswer>> ask)
    {
        try
        {
            return await ask();
        }
        catch (ArrayApiException e) when (e.Error.PartnerGone || e.Error.Kind is ArrayErrorKind.NotReached or ArrayErrorKind.AnswerLost)
        {
            if (e.Error.PartnerGone && call.PartnerStorageDeviceId is { } partner)
            {
                _lostPartners[partner] = _clock.GetUtcNow();
            }
            else if (!e.Error.PartnerGone)
            {
                (e.Error.Array == _connection.Name ? this : _askedPartners.GetValueOrDefault(e.Error.Array))?._reach.GivenUp();
            }
            throw;
        }
    }

    /// <summary>The array said a moment ago that this partner does not answer it: said again, without the wait.</summary>
    private bool IsLost(string partner) => _reach.Counts && _lostPartners.TryGetValue(partner, out var at) && _clock.GetUtcNow() - at < LostFor;

    private static ArrayApiException Lost(ArrayConnection connection, HttpCall call, string partner) => new(new ArrayError
    {
        Kind = ArrayErrorKind.Refused,
        Array = connection.Name,
        Request = call.Text,
        Message = $"the array has just said that its partner {partner} does not answer it",
        PartnerGone = true,
    });

    /// <summary>Looks in the background whether an array that counts as gone is back.</summary>
    private void LookForIt()
    {
        if (_reach.TakesALook())
        {
            foreach (var controller in _controllers)
            {
                _ = controller.AnswersAsync(_reach.OneTry ?? LookFor);
            }
        }
    }

    private bool HasAnswered(string array)
    {
        var transport = array == _connection.Name ? this : _askedPartners.GetValueOrDefault(array);
        return transport is not null && transport._controllers.Any(c => c.HasAnswered);
    }

    private async Task<ArrayAnswer> OnceAsync(HttpCall call, Controller? at, CancellationToken cancellationToken)
    {
        var answer = at is null ? await RoundAsync(call, cancellationToken) : await AtAsync(call, at, cancellationToken);
        return answer.Body.Length > 0
            ? answer
            : throw new ArrayApiException(ErrorReader.NoUsableAnswer(_connection.Name, answer.Source.Endpoint, call, answer));
    }

    /// <summary>One try at the current server; a server that cannot be reached hands over to the next. One that was reached and
    /// said nothing is left too, but whether to ask again is decided elsewhere.</summary>
    private async Task<ArrayAnswer> RoundAsync(HttpCall call, CancellationToken cancellationToken)
    {
        for (var left = _controllers.Count; ; left--)
        {
            var controller = _current;
            try
            {
                return await AtAsync(call, controller, cancellationToken);
            }
            catch (ArrayApiException e) when (e.Error.Kind is ArrayErrorKind.NotReached && e.Error.Array == _connection.Name && left > 1)
            {
                MoveFrom(controller);
            }
            catch (ArrayApiException e) when (e.Error.Kind is ArrayErrorKind.AnswerLost && e.Error.Array == _connection.Name)
            {
                MoveFrom(controller);
                throw;
            }
        }
    }

    private void MoveFrom(Controller controller)
    {
        if (_current == controller)
        {
            var index = _controllers.ToList().IndexOf(controller);
            _current = _controllers[(index + 1) % _controllers.Count];
        }
    }

    /// <summary>One try at that server. A rejected token was not acted upon: both sessions are made anew, once.</summary>
    private async Task<ArrayAnswer> AtAsync(HttpCall call, Controller controller, CancellationToken cancellationToken)
    {
        LookForIt();
        _reach.Demand(call.Text);
        var partner = Partner(call);
        for (var fresh = false; ; fresh = true)
        {
            var session = await _sessions.GetAsync(controller, cancellationToken);
            var partnerSession = partner is null ? null : await partner.SessionForPartnerAsync(cancellationToken);
            var answer = await controller.ExchangeAsync(call, $"Session {session.Token}", partnerSession?.Token, cancellationToken);
            if ((int)answer.Status == 401 && !fresh)
            {
                _sessions.Drop(session);
                partner?._sessions.Drop(partnerSession!);
                continue;
            }
            session.UsedAt = _clock.GetUtcNow();
            SessionNotes.Renew(session.Controller.Endpoint, _connection.StorageDeviceId, session.SessionId);
            if (answer.IsSuccess)
            {
                if (call.PartnerStorageDeviceId is { } answering)
                {
                    _lostPartners.TryRemove(answering, out _);
                }
                return answer;
            }
            var error = ErrorReader.FromAnswer(_connection.Name, controller.Endpoint, call, answer);
            if (partner is not null && !error.PartnerGone && ErrorCodes.MayBePartners(error) && !await partner.IsThereAsync())
            {
                // Which message an array has for that is published for few: the partner itself is asked whether it is there.
                error = error with { PartnerGone = true };
            }
            // A partner that was waited for once is not waited for again.
            var known = error.PartnerGone && _reach.Counts && _lostPartners.ContainsKey(call.PartnerStorageDeviceId!);
            throw new ArrayApiException(known ? error with { MayPass = false } : error);
        }
    }

    private ArrayTransport? Partner(HttpCall call)
    {
        if (call.PartnerStorageDeviceId is not { } id)
        {
            return null;
        }
        var partner = _partners(id) ?? throw new ArrayApiException(new ArrayError
        {
            Kind = ArrayErrorKind.NotReached,
            Array = _connection.Name,
            Request = call.Text,
            Message = $"the partner array {id} is not among the known arrays, so no session can be had there",
            Solution = "Add it to the arrays of the environment.",
        });
        _askedPartners[partner._connection.Name] = partner;
        if (IsLost(id))
        {
            throw Lost(_connection, call, partner._connection.Name);
        }
        partner.LookForIt();
        partner._reach.Demand(null);
        return partner;
    }

    private async Task<ArraySession> SessionForPartnerAsync(CancellationToken cancellationToken)
    {
        for (var left = _controllers.Count; ; left--)
        {
            var controller = _current;
            try
            {
                return await _sessions.GetAsync(controller, cancellationToken);
            }
            catch (ArrayApiException e) when (e.Error.Kind is ArrayErrorKind.NotReached && left > 1)
            {
                MoveFrom(controller);
            }
        }
    }
}
