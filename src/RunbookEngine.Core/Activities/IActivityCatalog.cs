namespace RunbookEngine.Activities;

/// <summary>Finds the activity of a verb.</summary>
public interface IActivityCatalog
{
    /// <exception cref="KeyNotFoundException">No activity has that verb; validation should have refused the runbook.</exception>
    IActivity Find(string verb);
}
