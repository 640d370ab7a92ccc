namespace RunbookEngine.Import.Cci.Shell;

/// <summary>The text cannot be read as shell from here on. Never leaves <see cref="ShellParser"/>.</summary>
internal sealed class ShellSyntaxException(string message) : Exception(message);
