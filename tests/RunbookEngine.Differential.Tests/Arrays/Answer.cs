using System.Text;
using System.Text.Json.Nodes;
using RunbookEngine.Simulator.Http;
using RunbookEngine.Simulator.Rest;
using RunbookEngine.Simulator.World;

namespace RunbookEngine.Differential.Tests.Arrays;

internal enum AnswerKind
{
    Changed,

    /// <summary>Success, nothing done.</summary>
    NoOp,

    /// <summary>The job failed, or the request was refused before there was one.</summary>
    Refused,

    /// <summary>404: the array knows no such object.</summary>
    Gone,
}

/// <summary>What became of a request at the array once its command was carried out; copies may still run.</summary>
/// <param name="Changed">Names of the pairs that changed; Thin Image: snapshot ids.</param>
internal sealed record Answer(AnswerKind Kind, IReadOnlyList<string> Changed, bool Failed, string Text, ArrayJob? Job)
{
    private static readonly TimeSpan ToTheCommand = TimeSpan.FromMilliseconds(3);

    public static async Task<Answer> OfAsync(TwoArrays arrays, SimulatedArray asked, WireRequest request)
    {
        var headers = new SimHeaders { { "Authorization", "Session " + arrays.Tokens[asked.Alias] } };
        if (request.Partner)
            headers.Add("Remote-Authorization", "Session " + arrays.Tokens[asked.Alias == "A" ? "B" : "A"]);
        var body = Encoding.UTF8.GetBytes(request.Body?.ToJsonString() ?? "");
        headers.Add("Content-Length", body.Length.ToString(System.Globalization.CultureInfo.InvariantCulture));
        var answer = await asked.HandleAsync(new SimRequest(request.Method, "/ConfigurationManager/v1/objects/" + request.Path, "", headers, body));
        if (answer.Status != 202)
            return new(answer.Status == 404 ? AnswerKind.Gone : AnswerKind.Refused, [], true, $"{answer.Status} {JsonNode.Parse(answer.Text)?["message"]}", null);
        arrays.Advance(ToTheCommand);
        var id = JsonNode.Parse(answer.Text)!["jobId"]!.GetValue<long>();
        var job = asked.Servers[0].Jobs.Find(id)!;
        var entry = arrays.World.Ledger.Since().Last();
        if (entry.JobId != id)
            throw new InvalidOperationException("The command was not carried out in its time.");
        var failed = job.State == "Failed";
        var kind = entry.Effect switch { "changed" => AnswerKind.Changed, "no-op" => AnswerKind.NoOp, _ => AnswerKind.Refused };
        return new(kind, entry.PairsChanged, failed, $"{entry.Effect} {job.State} {job.Error?.Message}", job);
    }
}
