using System.Text.Json.Nodes;
using RunbookEngine.Simulator.Http;

namespace RunbookEngine.Simulator.Rest;

/// <summary>The facts of an error object.</summary>
/// <remarks>Source: REST API guide MK-98RD9014, "Error object".</remarks>
internal sealed record ArrayError(string MessageId, string Message, string? Cause, string Solution)
{
    /// <summary>RETRY or SEE_ERROR_DETAIL; immediate errors have none.</summary>
    public string? SolutionType { get; init; }

    public string? Ssb1 { get; init; }

    public string? Ssb2 { get; init; }

    /// <summary>The array refused a command: its state does not allow it.</summary>
    public static ArrayError Rejected(string message, string ssb1 = "2E10", string ssb2 = "8002") =>
        new("KART30000-E", "The storage system refused the command. " + message, "The state of the object does not allow the operation.",
            "Read the object, bring it into the needed state, and try again.")
        { SolutionType = "SEE_ERROR_DETAIL", Ssb1 = ssb1, Ssb2 = ssb2 };

    public static ArrayError ResourceLocked(string message) =>
        new("KART40051-E", message, "Another session holds the resources, or another operation on them has not ended.", "Wait and try again.")
        { SolutionType = "RETRY", Ssb1 = "2E11", Ssb2 = "2205" };

    /// <summary>A body too long to be read. Which id the arrays give it no page read says.</summary>
    public static ArrayError BodyTooLarge { get; } =
        new("KART40015-E", $"The request body is too large. (at most {SimRequest.MaxBodyBytes} bytes)", null, "Send a shorter body.");

    /// <summary>The request breaks the rules of HTTP itself.</summary>
    public static ArrayError BadHttp(string reason) => new("KART40046-E", $"The request is not valid HTTP. ({reason})", null, "Correct the request and send it again.");

    /// <summary>The simulator itself failed. No array has this message id.</summary>
    public static ArrayError OwnMistake(Exception e) =>
        new("KART99999-E", $"The simulator failed: {e.GetType().Name}: {e.Message}", null, "Report the request to the simulator's authors.");

    public JsonObject ToJson(string source)
    {
        var json = new JsonObject { ["errorSource"] = source, ["message"] = Message };
        if (Cause is not null)
            json["cause"] = Cause;
        json["solution"] = Solution;
        if (SolutionType is not null)
            json["solutionType"] = SolutionType;
        json["messageId"] = MessageId;
        if (Ssb1 is not null)
            json["errorCode"] = new JsonObject { ["SSB1"] = Ssb1, ["SSB2"] = Ssb2 };
        var digits = MessageId.Replace("KART", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal);
        json["detailCode"] = Ssb1 is null ? digits + "-0" : $"{digits}-2-{Ssb1}-{Ssb2}";
        return json;
    }
}
