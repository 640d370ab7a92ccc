using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace RunbookEngine.Cli.Hosting;

/// <summary>The library's help, and below it the command's examples.</summary>
internal sealed class HelpWithExamples(HelpAction inner) : SynchronousCommandLineAction
{
    public override int Invoke(ParseResult parsed)
    {
        var result = inner.Invoke(parsed);
        if (parsed.CommandResult.Command is Verb { Examples: { Count: > 0 } examples })
        {
            var output = parsed.InvocationConfiguration.Output;
            output.WriteLine(examples.Count == 1 ? "Example:" : "Examples:");
            foreach (var example in examples)
                output.WriteLine($"  {example}");
        }

        return result;
    }
}
