namespace RunbookEngine.Testing.Steps;

/// <summary>The engine's process dies here, as far as the test is concerned.</summary>
public sealed class CrashException() : Exception("the engine was killed by the test");
