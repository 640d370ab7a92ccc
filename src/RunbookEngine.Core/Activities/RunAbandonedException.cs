namespace RunbookEngine.Activities;

/// <summary>The run was cancelled by a person before the effect could be announced: nothing was sent.</summary>
public sealed class RunAbandonedException() : Exception("The run was cancelled; nothing more is sent.");
