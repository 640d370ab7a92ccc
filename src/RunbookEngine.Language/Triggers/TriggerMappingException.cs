namespace RunbookEngine.Language.Triggers;

/// <summary>What came with a request does not give what the trigger needs. The message names the place and the reason, and may be told to the sender.</summary>
public sealed class TriggerMappingException(string message) : Exception(message);
