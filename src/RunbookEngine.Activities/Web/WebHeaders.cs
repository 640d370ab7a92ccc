using RunbookEngine.Activities.Steps;
using RunbookEngine.Sinks;

namespace RunbookEngine.Activities.Web;

/// <summary>Headers as a step or a connection names them. A value with a line break would begin another header or another request, so it is refused.</summary>
internal static class WebHeaders
{
    /// <exception cref="InvalidArgumentsException">A name or a value is none.</exception>
    public static IReadOnlyDictionary<string, string> Read(StepArguments arguments)
    {
        var headers = arguments.Map("headers");
        foreach (var (name, value) in headers)
        {
            if (ProtocolText.WrongHeaderName(name) is { } odd)
            {
                throw arguments.Wrong($"headers.{SinkText.Line(name)}", odd, "a header's name: letters, digits and -");
            }
            if (ProtocolText.WrongHeaderValue(value) is { } wrong)
            {
                throw arguments.Wrong($"headers.{name}", wrong, "one line of ASCII characters");
            }
        }
        return headers;
    }
}
