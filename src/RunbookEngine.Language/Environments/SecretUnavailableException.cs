namespace RunbookEngine.Language.Environments;

/// <summary>A reference does not lead to a secret. The message holds no part of one.</summary>
public sealed class SecretUnavailableException(string reference, string cause) : Exception($"{reference}: {cause}")
{
    public string Reference { get; } = reference;
}
