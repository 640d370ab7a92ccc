namespace RunbookEngine.Activities.Tickets;

/// <summary>The line by which a note is found again, so that it is written once: the last line of the note.</summary>
internal static class TicketMark
{
    public static string Of(string key) => $"[runbook {key}]";

    public static string Sign(string note, string key) => $"{note.TrimEnd()}\n\n{Of(key)}";

    public static bool IsIn(string? text, string key) => text?.Contains(Of(key), StringComparison.Ordinal) == true;
}
