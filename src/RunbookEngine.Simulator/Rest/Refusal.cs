namespace RunbookEngine.Simulator.Rest;

/// <summary>A request that is answered with an error object at once, without a job.</summary>
internal sealed class Refusal(int status, ArrayError error) : Exception(error.Message)
{
    public int Status { get; } = status;

    public ArrayError Error { get; } = error;

    public static Refusal BadRequest(string message, string id = "KART40046-E") =>
        new(400, new(id, message, "A required parameter is missing or a value is not valid.", "Correct the request and send it again."));

    public static Refusal UnknownAttribute(string name) =>
        new(400, new("KART40038-E", $"The attribute is not supported. ({name})", "The attribute is unknown or stands at the wrong level of the body.", "Remove the attribute or move it where it belongs."));

    public static Refusal NoSuchUrl() =>
        new(404, new("KART20009-E", "No resource exists at the specified URL.", null, "Check the URL."));

    public static Refusal NoSuchObject(string what) =>
        new(404, new("KART30013-E", $"The specified object does not exist. ({what})", "The object was deleted, or the id is wrong.", "Read the list of objects and use an id from it."));

    public static Refusal Conflict(string id, string message) =>
        new(409, new(id, message, "The request contradicts the present state.", "Read the object and decide anew."));

    public static Refusal NotHere(string message) =>
        new(412, new("KART40099-E", message, "The conditions for this API are not met.", "Check the model and the object's state."));

    public static Refusal Unauthorized(string message) =>
        new(401, new("KART40047-E", message, null, "Create a session and send its token."));

    public static Refusal Forbidden(string role) =>
        new(403, new("KART40045-E", $"The user does not have the permission needed for this operation. ({role})", null, "Use a user whose group has the role."));
}
