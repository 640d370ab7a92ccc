using System.Text;
using RunbookEngine.Arrays.Connections;
using RunbookEngine.Arrays.Errors;
using RunbookEngine.Arrays.Transport;
using RunbookEngine.Arrays.Wire;

namespace RunbookEngine.Arrays.Sessions;

/// <summary>The sessions on one array: at most one per REST server, shared by everything this process does there.</summary>
/// <remarks>Source: REST API guide MK-98RD9014, "Session management" and "Generating sessions". An array has 64 sessions for all its
/// clients, so one is made when first needed, kept alive while it is wanted, and discarded when the pool is disposed.</remarks>
internal sealed class SessionPool : IAsyncDisposable
{
    /// <summary>After a refused login nobody asks again for this long: repeated wrong passwords lock an account.</summary>
    private static readonly TimeSpan LoginPause = TimeSpan.FromSeconds(30);

    /// <summary>What the array may lag behind with ending a session, and more.</summary>
    private static readonly TimeSpan ExpiryMargin = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan TellAgain = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan DiscardTimeout = TimeSpan.FromSeconds(5);

    private readonly ArrayConnection _connection;
    private readonly TimeProvider _clock;
    private readonly SemaphoreSlim _login = new(1);
    private readonly Lock _gate = new();
    private readonly List<ArraySession> _sessions = [];
    private readonly SessionKeeper _keeper;
    private (DateTimeOffset Until, ArrayError Error)? _refused;
    private DateTimeOffset? _toldUsedUp;
    private bool _disposed;

    public SessionPool(ArrayConnection connection, TimeProvider clock)
    {
        _connection = connection;
        _clock = clock;
        _keeper = new SessionKeeper(this, connection.Limits.SessionAliveTime, clock);
    }

    /// <summary>The session to use on that server; logs in when there is none.</summary>
    public async Task<ArraySession> GetAsync(Controller controller, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (Find(controller) is { } session)
        {
            return session;
        }
        await _login.WaitAsync(cancellationToken);
        try
        {
            if (Find(controller) is { } meanwhile)
            {
                return meanwhile;
            }
            var made = await LoginAsync(controller, cancellationToken);
            SessionNotes.Note(controller.Endpoint, _connection.StorageDeviceId, made.SessionId);
            await GiveBackLeftAsync(made);
            return made;
        }
        finally
        {
            _login.Release();
        }
    }

    /// <summary>The array no longer knows the token.</summary>
    public void Drop(ArraySession session)
    {
        SessionNotes.Forget(session.Controller.Endpoint, _connection.StorageDeviceId, session.SessionId);
        lock (_gate)
        {
            _sessions.Remove(session);
        }
    }

    public IReadOnlyList<ArraySession> Live()
    {
        lock (_gate)
        {
            return [.. _sessions];
        }
    }

    /// <summary>A request of no other use, so that the array sees the token.</summary>
    public async Task TouchAsync(ArraySession session, CancellationToken cancellationToken)
    {
        var answer = await session.Controller.ExchangeAsync(HttpCall.Get(PathOf(session)), $"Session {session.Token}", null, cancellationToken);
        if (answer.IsSuccess)
        {
            session.UsedAt = _clock.GetUtcNow();
            SessionNotes.Renew(session.Controller.Endpoint, _connection.StorageDeviceId, session.SessionId);
        }
        else if ((int)answer.Status is 401 or 404)
        {
            Drop(session);
        }
    }

    /// <summary>Gives the session back to the array; when that fails the array ends it by itself after its alive time.</summary>
    public async Task DiscardAsync(ArraySession session)
    {
        Drop(session);
        using var deadline = new CancellationTokenSource(DiscardTimeout);
        try
        {
            await session.Controller.ExchangeAsync(new HttpCall("DELETE", PathOf(session)), $"Session {session.Token}", null, deadline.Token);
        }
        catch (Exception e) when (e is ArrayApiException or OperationCanceledException)
        {
            // Nothing is lost: the session's idle time runs out.
        }
    }

    /// <summary>Sessions that processes of this machine left when they were killed; the same user may end them.</summary>
    private async Task GiveBackLeftAsync(ArraySession own)
    {
        using var deadline = new CancellationTokenSource(DiscardTimeout);
        foreach (var left in SessionNotes.Left(own.Controller.Endpoint, _connection.StorageDeviceId, _connection.Limits.SessionAliveTime + ExpiryMargin).Where(id => id != own.SessionId))
        {
            try
            {
                var path = ArrayPath.Object(_connection.StorageDeviceId, "sessions", $"{left}");
                await own.Controller.ExchangeAsync(new HttpCall("DELETE", path), $"Session {own.Token}", null, deadline.Token);
            }
            catch (Exception e) when (e is ArrayApiException or OperationCanceledException)
            {
                // Gone already, or another user's: its idle time runs out.
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _disposed = true;
        await _keeper.DisposeAsync();
        await Task.WhenAll(Live().Select(DiscardAsync));
    }

    private string PathOf(ArraySession session) => ArrayPath.Object(_connection.StorageDeviceId, "sessions", $"{session.SessionId}");

    private ArraySession? Find(Controller controller)
    {
        lock (_gate)
        {
            var now = _clock.GetUtcNow();
            _sessions.RemoveAll(s => now - s.UsedAt > _connection.Limits.SessionAliveTime + ExpiryMargin);
            var found = _sessions.Find(s => s.Controller == controller);
            if (found is not null)
            {
                found.WantedAt = now;
            }
            return found;
        }
    }

    private async Task<ArraySession> LoginAsync(Controller controller, CancellationToken cancellationToken)
    {
        if (_refused is { } refused && _clock.GetUtcNow() < refused.Until)
        {
            throw new ArrayApiException(refused.Error);
        }
        while (Live() is var live && live.Count >= _connection.Limits.SessionsPerArray)
        {
            await DiscardAsync(live.MinBy(s => s.WantedAt)!);
        }
        var credentials = await CredentialsAsync(controller, cancellationToken);
        var call = new HttpCall("POST", ArrayPath.Objects(_connection.StorageDeviceId, "sessions"))
        {
            Body = WireJson.Write(new SessionRequest((long)_connection.Limits.SessionAliveTime.TotalSeconds)),
        };
        var basic = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{credentials.User}:{credentials.Password}"));
        var answer = await controller.ExchangeAsync(call, $"Basic {basic}", null, cancellationToken);
        return Accept(controller, call, answer);
    }

    private async Task<ArrayCredentials> CredentialsAsync(Controller controller, CancellationToken cancellationToken)
    {
        try
        {
            return await _connection.Credentials.GetAsync(cancellationToken);
        }
        catch (InvalidOperationException e)
        {
            throw new ArrayApiException(
                new ArrayError
                {
                    Kind = ArrayErrorKind.Unauthorized,
                    Array = _connection.Name,
                    Endpoint = controller.Endpoint.ToString(),
                    Message = $"no credentials: {e.Message}",
                },
                e);
        }
    }

    /// <summary>It may take minutes until somebody's session ends, so whoever waits is told, and now and then again.</summary>
    private void TellUsedUp()
    {
        var now = _clock.GetUtcNow();
        if (_toldUsedUp is { } before && now - before < TellAgain)
        {
            return;
        }
        _toldUsedUp = now;
        _connection.News?.Invoke(new ArrayNews(_connection.Name, ArrayStanding.SessionsUsedUp, now, _connection.Limits.BusyRetryFor));
    }

    private ArraySession Accept(Controller controller, HttpCall call, ArrayAnswer answer)
    {
        if (!answer.IsSuccess)
        {
            var error = ErrorReader.FromAnswer(_connection.Name, controller.Endpoint, call, answer);
            if (ErrorCodes.IsSessionLimit(error.MessageId))
            {
                TellUsedUp();
            }
            if (error.Kind == ArrayErrorKind.Unauthorized)
            {
                _refused = (_clock.GetUtcNow() + LoginPause, error);
            }
            throw new ArrayApiException(error);
        }
        // The token becomes part of a header, also of requests to the other array.
        if (WireJson.TryRead<SessionResponse>(answer.Body) is not { Token: { Length: > 0 } token, SessionId: { } sessionId } || !token.All(c => c is > ' ' and <= '~'))
        {
            throw new ArrayApiException(ErrorReader.NoUsableAnswer(_connection.Name, controller.Endpoint, call, answer));
        }
        _refused = null;
        var session = new ArraySession(controller, token, sessionId, _clock.GetUtcNow());
        lock (_gate)
        {
            _sessions.Add(session);
        }
        return session;
    }
}
