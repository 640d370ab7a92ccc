using RunbookEngine.Arrays.Connections;
using RunbookEngine.Secrets;

namespace RunbookEngine.Activities.Connections;

/// <summary>Credentials of an array, looked up whenever it wants a login, so a changed password is found.</summary>
internal sealed class ReferencedCredentials(SecretReference reference) : IArrayCredentials
{
    public async ValueTask<ArrayCredentials> GetAsync(CancellationToken cancellationToken)
    {
        var (user, password) = await SecretReader.ReadPairAsync(reference, cancellationToken);
        return new ArrayCredentials(user, password);
    }
}
