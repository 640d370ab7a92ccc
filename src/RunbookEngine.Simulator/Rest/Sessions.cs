using System.Globalization;
using RunbookEngine.Simulator.Topologies;
using RunbookEngine.Simulator.World;

namespace RunbookEngine.Simulator.Rest;

internal sealed class Session(long id, string token, UserSpec user, TimeSpan aliveTime, DateTimeOffset now, string address)
{
    public long Id { get; } = id;
    public string Token { get; } = token;
    public UserSpec User { get; } = user;
    public TimeSpan AliveTime { get; } = aliveTime;
    public DateTimeOffset Created { get; } = now;
    public DateTimeOffset LastAccess { get; set; } = now;
    public string Address { get; } = address;

    /// <summary>Basic credentials on an ordinary call: a session for that call only.</summary>
    public bool Transient { get; init; }
}

/// <summary>Who holds the resource groups of a user.</summary>
internal sealed record ResourceLock(Session? Session, string Owner, string Host, IReadOnlySet<int> Groups);

/// <summary>Sessions of one REST server: idle time, limit, tokens.</summary>
/// <remarks>Source: REST API guide MK-98RD9014, "Session management".</remarks>
internal sealed class Sessions(SimulatedArray array)
{
    /// <summary>All clients together.</summary>
    public const int Max = 64;

    private readonly Dictionary<string, Session> _byToken = new(StringComparer.Ordinal);
    private long _nextId = 1;

    private DateTimeOffset Now => array.World.ClientNow;

    public IReadOnlyList<Session> Alive
    {
        get
        {
            Purge();
            return [.. _byToken.Values.OrderBy(s => s.Id)];
        }
    }

    /// <summary>Null when the limit is reached.</summary>
    public Session? Create(UserSpec user, TimeSpan aliveTime, string address)
    {
        Purge();
        if (_byToken.Count >= Max)
            return null;
        Span<byte> bytes = stackalloc byte[16];
        array.World.Random.NextBytes(bytes);
        var session = new Session(_nextId++, Convert.ToHexStringLower(bytes), user, aliveTime, Now, address);
        _byToken.Add(session.Token, session);
        return session;
    }

    /// <summary>The living session of a token; finding it counts as use.</summary>
    public Session? Use(string token)
    {
        Purge();
        if (!_byToken.TryGetValue(token, out var session))
            return null;
        session.LastAccess = Now;
        return session;
    }

    public bool IsAlive(Session session)
    {
        Purge();
        return _byToken.ContainsKey(session.Token);
    }

    public void Discard(Session session)
    {
        _byToken.Remove(session.Token);
        ReleaseLock(session);
    }

    public void DiscardAll() => _byToken.Values.ToList().ForEach(Discard);

    public UserSpec? Authenticate(string basic)
    {
        try
        {
            var text = System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(basic));
            var colon = text.IndexOf(':', StringComparison.Ordinal);
            return colon < 0 ? null : array.Spec.Users.FirstOrDefault(u => u.Name == text[..colon] && u.Password == text[(colon + 1)..]);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private void Purge()
    {
        foreach (var session in _byToken.Values.Where(s => Now - s.LastAccess > s.AliveTime).ToList())
            Discard(session);
    }

    private void ReleaseLock(Session session)
    {
        array.Locks.RemoveAll(l => l.Session == session);
    }
}
