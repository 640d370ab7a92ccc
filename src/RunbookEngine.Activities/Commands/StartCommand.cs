using RunbookEngine.Activities.Steps;
using RunbookEngine.Secrets;

namespace RunbookEngine.Activities.Commands;

/// <summary>Runs one program to its end.</summary>
/// <param name="about">Environment variables that tell the program its run, step and attempt.</param>
/// <param name="line">Takes what it writes.</param>
/// <exception cref="System.ComponentModel.Win32Exception">The program could not be started: nothing happened.</exception>
/// <exception cref="OperationCanceledException">It was asked to end, and killed with everything it had started when it did not.</exception>
internal delegate Task<CommandResult> StartCommand(
    CommandArguments command, IReadOnlyDictionary<string, string> about, SecretMask mask, Action<string> line,
        CancellationToken cancellationToken);
