namespace RunbookEngine.Server.Schedules.Alerts;

/// <summary>Something that should have started and did not.</summary>
/// <param name="Source">What it is about: <c>schedule:NAME</c>, <c>webhook:NAME</c>.</param>
/// <param name="Reason">One word for counting: <c>late</c>, <c>overlap</c>, <c>refused</c>.</param>
/// <param name="Text">A sentence or two for people; never a secret.</param>
/// <param name="Key">The same for every delivery of one alert.</param>
/// <param name="Environment">Whose channels <paramref name="Channels"/> are; null: none.</param>
/// <param name="Channels">Empty: those of the server's configuration.</param>
public sealed record Alert(
    string Source, string Reason, string Subject, string Text, string Key, DateTimeOffset At, string Runbook, string? Environment, IReadOnlyList<string> Channels);
