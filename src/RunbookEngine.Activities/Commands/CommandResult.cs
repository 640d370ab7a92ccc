namespace RunbookEngine.Activities.Commands;

/// <summary>How a program ended. Texts are masked and bounded.</summary>
/// <param name="ExitCode">Null when it was killed or never started.</param>
/// <param name="Stdout">The end of standard output, at most <see cref="CommandRunner.MaxOutput"/> characters.</param>
/// <param name="Stderr">Likewise for standard error.</param>
/// <param name="Truncated">The beginning of one of them was dropped.</param>
internal sealed record CommandResult(int? ExitCode, string Stdout, string Stderr, bool Truncated);
