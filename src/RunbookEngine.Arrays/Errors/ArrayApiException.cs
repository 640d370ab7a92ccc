namespace RunbookEngine.Arrays.Errors;

/// <summary>An array refused, failed, or could not be reached. <see cref="Error"/> holds the facts.</summary>
public sealed class ArrayApiException(ArrayError error, Exception? inner = null) : Exception(error.Describe(), inner)
{
    public ArrayError Error { get; } = error;
}
