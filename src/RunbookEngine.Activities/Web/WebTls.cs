using RunbookEngine.Activities.Steps;

namespace RunbookEngine.Activities.Web;

/// <summary>How the certificate of a web service is judged.</summary>
/// <param name="CaFile">PEM file of the authorities to trust instead of the machine's; null for the machine's.</param>
/// <param name="Verify">False accepts any certificate.</param>
public sealed record WebTls(string? CaFile = null, bool Verify = true)
{
    internal static WebTls Read(StepArguments section) =>
        section.Section("tls") is { } tls ? new WebTls(tls.OptionalText("caFile"), tls.Flag("verify", true)) : new WebTls();
}
