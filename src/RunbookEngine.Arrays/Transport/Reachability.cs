using RunbookEngine.Arrays.Connections;
using RunbookEngine.Arrays.Errors;

namespace RunbookEngine.Arrays.Transport;

/// <summary>Whether an array counts as gone. One that does is not waited for again: requests fail at once, and a look in the background finds it back.</summary>
internal sealed class Reachability(ArrayConnection connection, TimeProvider clock, int servers)
{
    /// <summary>Between two looks whether it is back.</summary>
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(15);

    private readonly Lock _gate = new();
    private readonly HashSet<Uri> _silent = [];
    private DateTimeOffset? _since;
    private DateTimeOffset? _goneAt;
    private DateTimeOffset _lookedAt;

    /// <summary>Silence is remembered.</summary>
    public bool Counts => connection.DeclaredGone || connection.Limits.GoneAfter is not null;

    public bool IsGone => connection.DeclaredGone || _goneAt is not null;

    /// <summary>Real time for one try: all servers of the array are tried within the patience.</summary>
    public TimeSpan? OneTry => connection.Limits.GoneAfter / servers;

    /// <exception cref="ArrayApiException">The array counts as gone.</exception>
    public void Demand(string? request)
    {
        if (IsGone)
        {
            throw new ArrayApiException(Gone(request));
        }
    }

    /// <summary>True once per pause while the array counts as gone: then it is time to look whether it is back.</summary>
    public bool TakesALook()
    {
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            if (connection.DeclaredGone || _goneAt is null || now - _lookedAt < BetweenLooks)
            {
                return false;
            }
            _lookedAt = now;
            return true;
        }
    }

    public void Answered()
    {
        ArrayNews? news = null;
        lock (_gate)
        {
            if (_since is not null || _goneAt is not null)
            {
                news = News(ArrayStanding.Answers);
            }
            _silent.Clear();
            (_since, _goneAt) = (null, null);
        }
        Tell(news);
    }

    /// <summary>A try under way has brought nothing so far: whoever watches is told that it is waited for.</summary>
    /// <param name="begun">When the try was begun.</param>
    public void Quiet(DateTimeOffset begun)
    {
        ArrayNews? news = null;
        lock (_gate)
        {
            if (_since is null && _goneAt is null)
            {
                _since = begun;
                news = News(ArrayStanding.Silent);
            }
        }
        Tell(news);
    }

    /// <summary>A try at one server brought no answer.</summary>
    /// <param name="begun">When the try was begun.</param>
    public void Silent(Uri server, DateTimeOffset begun)
    {
        if (connection.Limits.GoneAfter is not { } patience)
        {
            return;
        }
        ArrayNews? news = null;
        lock (_gate)
        {
            _silent.Add(server);
            if (_since is null)
            {
                _since = begun;
                news = News(ArrayStanding.Silent);
            }
            if (_goneAt is null && _silent.Count >= servers && clock.GetUtcNow() - _since >= patience)
            {
                news = Mark();
            }
        }
        Tell(news);
    }

    /// <summary>It was waited for long enough.</summary>
    public void GivenUp()
    {
        ArrayNews? news = null;
        lock (_gate)
        {
            if (connection.Limits.GoneAfter is not null && _goneAt is null && _since is not null)
            {
                news = Mark();
            }
        }
        Tell(news);
    }

    private ArrayNews Mark()
    {
        _goneAt = clock.GetUtcNow();
        _lookedAt = _goneAt.Value;
        return News(ArrayStanding.Gone);
    }

    private ArrayNews News(ArrayStanding standing) =>
        new(connection.Name, standing, clock.GetUtcNow(), connection.Limits.GoneAfter ?? TimeSpan.Zero);

    private void Tell(ArrayNews? news)
    {
        if (news is not null)
        {
            connection.News?.Invoke(news);
        }
    }

    private ArrayError Gone(string? request) => new()
    {
        Kind = ArrayErrorKind.NotReached,
        Array = connection.Name,
        Endpoint = connection.Endpoints[0].ToString(),
        Request = request,
        Message = connection.DeclaredGone ? "was declared gone, so it is not asked"
            : $"has not answered since {_since ?? _goneAt:HH:mm:ss'Z'} and counts as gone",
        Solution = connection.DeclaredGone ? "When it is back, carry on without declaring it gone."
            : "When it answers again it is asked again.",
    };
}
