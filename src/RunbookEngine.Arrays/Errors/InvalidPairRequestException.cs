namespace RunbookEngine.Arrays.Errors;

/// <summary>A request that no array of this technology could accept; found before anything is sent.
/// The message names the option and says what would be right.</summary>
public sealed class InvalidPairRequestException(string message) : Exception(message);
