using System.Collections.Immutable;

namespace RunbookEngine.Secrets;

/// <summary>Every secret that this process has read: masked in whatever it journals or shows, in every run, and whoever prints it.</summary>
public static class KnownSecrets
{
    /// <summary>Values kept of one reference; a program may give a new token at every call.</summary>
    private const int MostOfOne = 16;

    private static readonly Lock Gate = new();
    private static ImmutableDictionary<string, ImmutableList<KnownSecret>> _bySource = ImmutableDictionary.Create<string, ImmutableList<KnownSecret>>(StringComparer.Ordinal);
    private static SecretMask? _mask;

    /// <summary>Masks all of them.</summary>
    public static SecretMask Mask
    {
        get
        {
            lock (Gate)
                return _mask ??= new SecretMask(All());
        }
    }

    /// <param name="source">Where it was read; the last values of one place are kept.</param>
    /// <param name="user">Who it belongs to, when it is a password.</param>
    public static void Add(string source, string value, string? user = null)
    {
        if (value.Length < SecretMask.Shortest)
            return;
        var secret = new KnownSecret(value, user);
        lock (Gate)
        {
            var known = _bySource.GetValueOrDefault(source, []);
            if (known.Contains(secret))
                return;
            _bySource = _bySource.SetItem(source, (known.Count < MostOfOne ? known : known.RemoveAt(0)).Add(secret));
            _mask = null;
        }
    }

    /// <summary>Masks all of them, and those of one step beside.</summary>
    public static SecretMask MaskWith(IReadOnlyList<string> secrets)
    {
        lock (Gate)
        {
            var known = All().ToList();
            return secrets.All(s => s.Length == 0 || known.Any(k => k.Value == s)) ? _mask ??= new SecretMask(known)
                : new SecretMask(known.Concat(secrets.Select(s => new KnownSecret(s))));
        }
    }

    private static IEnumerable<KnownSecret> All() => _bySource.Values.SelectMany(s => s);
}

/// <param name="User">Whose password it is; null: unknown, or no password.</param>
public sealed record KnownSecret(string Value, string? User = null);
