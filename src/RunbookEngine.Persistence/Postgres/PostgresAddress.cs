using Npgsql;
using RunbookEngine.Journal;
using RunbookEngine.Secrets;

namespace RunbookEngine.Persistence.Postgres;

/// <summary>Where a PostgreSQL store is, as a person wrote it.</summary>
internal sealed class PostgresAddress
{
    private PostgresAddress(NpgsqlConnectionStringBuilder settings) => Settings = settings;

    public NpgsqlConnectionStringBuilder Settings { get; }

    /// <summary>Host, port, database and, where one is set, the schema; nothing that is secret.</summary>
    public string Name =>
        $"postgres:{Settings.Host}:{Settings.Port}/{Settings.Database ?? Settings.Username}{(Settings.SearchPath is { Length: > 0 } schema ? "/" + schema : "")}";

    public static bool IsOne(string text) =>
        IsUrl(text) || (text.Contains('=') && text.Split(';').Any(part => part.Split('=')[0].Trim().ToUpperInvariant() is "HOST" or "SERVER"));

    /// <summary>Reads <c>Host=db;Database=runbook;Username=…</c> or <c>postgres://user@db:5432/runbook</c>.</summary>
    /// <exception cref="StoreUnavailableException">It is neither. The text is not repeated, since it may hold a password.</exception>
    public static PostgresAddress Parse(string text)
    {
        try
        {
            var settings = IsUrl(text) ? FromUrl(new Uri(text)) : new NpgsqlConnectionStringBuilder(text);
            if (string.IsNullOrWhiteSpace(settings.Host))
                throw new StoreUnavailableException("The PostgreSQL connection string names no host. Write Host=db;Database=runbook;Username=runbook.");
            KnownSecrets.Add(RunStores.Variable, settings.Password ?? "", settings.Username);
            settings.ApplicationName ??= "runbook";
            settings.IncludeErrorDetail = false;
            settings.PersistSecurityInfo = false;
            return new PostgresAddress(settings);
        }
        catch (Exception failure) when (failure is ArgumentException or FormatException or InvalidOperationException or OverflowException)
        {
            throw new StoreUnavailableException(
                "The PostgreSQL connection string is not understood. Write Host=db;Port=5432;Database=runbook;Username=runbook;Password=..., with the keywords of Npgsql.");
        }
    }

    private static bool IsUrl(string text) =>
        text.StartsWith("postgres://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("postgresql://", StringComparison.OrdinalIgnoreCase);

    private static NpgsqlConnectionStringBuilder FromUrl(Uri url)
    {
        var settings = new NpgsqlConnectionStringBuilder { Host = url.Host, Port = url.Port > 0 ? url.Port : 5432 };
        if (url.AbsolutePath.Trim('/') is { Length: > 0 } database)
            settings.Database = Uri.UnescapeDataString(database);
        if (url.UserInfo.Split(':', 2) is [{ Length: > 0 } user, .. var password])
        {
            settings.Username = Uri.UnescapeDataString(user);
            settings.Password = password.Length > 0 ? Uri.UnescapeDataString(password[0]) : null;
        }

        foreach (var pair in url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = pair.Split('=', 2);
            settings[Uri.UnescapeDataString(parts[0]) is "sslmode" ? "SSL Mode" : Uri.UnescapeDataString(parts[0])] = Uri.UnescapeDataString(parts.ElementAtOrDefault(1) ?? "");
        }

        return settings;
    }
}
