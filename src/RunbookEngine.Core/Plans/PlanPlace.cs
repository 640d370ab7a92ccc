namespace RunbookEngine.Plans;

/// <summary>A place in the runbook's text. Line and column count from 1.</summary>
public readonly record struct PlanPlace(int Line, int Column);
