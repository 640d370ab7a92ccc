using System.Collections;
using RunbookEngine.Language.Documents;
using RunbookEngine.Persistence;

namespace RunbookEngine.Server.Hosting;

/// <summary>What the command line gives a server.</summary>
public static class ServerSetup
{
    /// <summary>Variable that names the configuration file when the command line does not.</summary>
    public const string Variable = "RUNBOOK_CONFIG";

    /// <param name="config">The configuration file; null: <see cref="Variable"/>, else none.</param>
    /// <param name="urls">Replaces the configured addresses; null or empty keeps them. Several are separated by <c>;</c>.</param>
    /// <param name="environments">Added to the configured ones; relative to the current folder.</param>
    public static ServerSettings Read(string? config, string? urls, string? store, IReadOnlyList<string> environments)
    {
        var named = config ?? (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } path ? path : null);
        var variables = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(e => KeyValuePair.Create((string)e.Key, (string?)e.Value ?? ""));
        var overrides = new Dictionary<string, string?>();
        var addresses = urls?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
        for (var i = 0; i < 16 && addresses.Length > 0; i++)
            overrides[$"server:urls:{i}"] = i < addresses.Length ? addresses[i] : null;
        if (store is not null)
            overrides["server:store"] = store;
        // Behind those of the file, which has at most this many.
        for (var i = 0; i < environments.Count; i++)
            overrides[$"server:environments:{1000 + i}"] = Path.GetFullPath(environments[i]);
        return SettingsReader.Read(named is null ? null : SourceFile.Read(named), ServerComposition.Sections, variables, overrides);
    }

    public static string StoreOf(ServerSettings settings) => settings.Get<ServerOptions>("server").Store ?? RunStores.Default();
}
