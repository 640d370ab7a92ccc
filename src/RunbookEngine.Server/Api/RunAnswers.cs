using System.Text.Json.Nodes;
using RunbookEngine.Locks;
using RunbookEngine.Operations.Telling;
using RunbookEngine.Runs;

namespace RunbookEngine.Server.Api;

/// <summary>A run as the API shows it: as the command line does, and who drives it.</summary>
internal static class RunAnswers
{
    public static JsonObject Document(RunState run, Lease? lease)
    {
        var document = RunJson.Document(run, NextSteps.For(run, driven: true, byKey: true));
        document["events"] = run.Sequence;
        document["drivenBy"] = lease is null ? null : Driver(lease);
        return document;
    }

    public static JsonObject Driver(Lease lease) => new() { ["engine"] = lease.Engine, ["host"] = lease.Host, ["process"] = lease.ProcessId, ["until"] = JsonText.Time(lease.Until) };
}
