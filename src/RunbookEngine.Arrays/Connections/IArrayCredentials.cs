namespace RunbookEngine.Arrays.Connections;

/// <summary>Gives user and password when a session is created. Asked again at every login, so a changed password is found.</summary>
public interface IArrayCredentials
{
    /// <exception cref="InvalidOperationException">The credentials cannot be had; the message says where they were looked for.</exception>
    ValueTask<ArrayCredentials> GetAsync(CancellationToken cancellationToken);
}

/// <summary>A user of the array. User 1 to 63 characters without a colon.</summary>
public sealed record ArrayCredentials(string User, string Password)
{
    /// <summary>Without the password, so that no log line can hold it.</summary>
    public override string ToString() => $"user {User}";
}

/// <summary>Credentials that are known already.</summary>
public sealed class FixedCredentials(string user, string password) : IArrayCredentials
{
    public ValueTask<ArrayCredentials> GetAsync(CancellationToken cancellationToken) => new(new ArrayCredentials(user, password));
}
