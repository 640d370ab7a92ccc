namespace RunbookEngine.Language.Timetables;

/// <summary>The moments at which something is due. Pure: it has no clock.</summary>
public interface ITimetable
{
    /// <summary>The first moment later than another, in UTC; null when there is none.</summary>
    DateTimeOffset? NextAfter(DateTimeOffset after);
}
