namespace RunbookEngine.Import.Cci.Translation;

/// <summary>A command cannot be said in a runbook: why, and what a person can do. Never leaves <see cref="ScriptWalk"/>.</summary>
internal sealed class NotTurnedException(string why, string mend) : Exception(why)
{
    public string Mend { get; } = mend;
}
