using System.Collections.Concurrent;
using RunbookEngine.Language.Environments;
using RunbookEngine.Secrets;

namespace RunbookEngine.Language.Running;

/// <summary>The secrets of an environment, each read when it is first needed and kept in memory for the life of this object.</summary>
public sealed class EnvironmentSecrets(EnvironmentModel environment) : ISecretSource
{
    private readonly ConcurrentDictionary<string, Lazy<string>> _read = new(StringComparer.Ordinal);

    public IEnumerable<string> Names => environment.Secrets.Keys;

    public string Read(string name) => _read.GetOrAdd(name, _ => new Lazy<string>(() => SecretReader
        .ReadAsync(environment.Secrets[name], CancellationToken.None).GetAwaiter().GetResult(), LazyThreadSafetyMode.PublicationOnly)).Value;
}
