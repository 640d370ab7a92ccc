namespace RunbookEngine.Secrets;

/// <summary>A reference does not lead to a secret. The message names the reference and the mend, and holds no part of a secret.</summary>
public sealed class SecretUnavailableException(string reference, string cause, Exception? inner = null) : InvalidOperationException($"{reference}: {cause}", inner)
{
    public string Reference { get; } = reference;
}
