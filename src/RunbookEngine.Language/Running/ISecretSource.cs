using RunbookEngine.Language.Environments;
using RunbookEngine.Secrets;

namespace RunbookEngine.Language.Running;

/// <summary>Gives the secrets that expressions name.</summary>
public interface ISecretSource
{
    IEnumerable<string> Names { get; }

    /// <exception cref="SecretUnavailableException">The reference leads to nothing.</exception>
    string Read(string name);
}
