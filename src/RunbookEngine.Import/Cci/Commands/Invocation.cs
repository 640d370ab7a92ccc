using RunbookEngine.Import.Cci.Shell;
using RunbookEngine.Import.Cci.Values;

namespace RunbookEngine.Import.Cci.Commands;

/// <summary>A command with its words filled in.</summary>
/// <param name="Name">Without folder and extension.</param>
/// <param name="Words">Those behind the name.</param>
/// <param name="Command">As the script has it, without the programs before it such as <c>sudo</c>.</param>
internal sealed record Invocation(string Name, IReadOnlyList<ShellValue> Words, SimpleCommand Command, Pipeline Pipeline)
{
    public int Line => Pipeline.Line;

    public int EndLine => Pipeline.EndLine;
}
