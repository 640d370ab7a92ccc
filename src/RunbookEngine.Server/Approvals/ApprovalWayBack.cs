using System.Text;
using RunbookEngine.Journal;

namespace RunbookEngine.Server.Approvals;

/// <summary>The part of an approval page that says what is decided when an ended run is to be taken back.</summary>
internal static class ApprovalWayBack
{
    private const int MostUndos = 80;

    public static void Append(StringBuilder body, RollbackStarted rollback)
    {
        body.Append("<section><h2>The run is to be taken back</h2>");
        body.Append($"<p>Asked for by {E(rollback.Actor ?? "nobody")}: {E(rollback.Reason)}</p><ol>");
        foreach (var undo in (rollback.Undo ?? []).Take(MostUndos))
        {
            body.Append($"<li>{E(undo.Step.ToString())} <code>{E(undo.Verb)}</code>{(undo.LeftBecause is { } left ? $" is left as it is: {E(left)}" : "")}");
            foreach (var request in undo.Requests)
                body.Append($"<br>{E($"{request.Array}: {request.Action} {request.CopyGroup}, {request.Before} > {request.After}")}");
            foreach (var step in undo.Steps)
                body.Append($"<br>{E(step)}");
            foreach (var lost in undo.Lost)
                body.Append($"<br><b>Lost:</b> {E(lost)}");
            body.Append("</li>");
        }

        body.Append($"</ol>{((rollback.Undo?.Count ?? 0) > MostUndos ? $"<p class=\"quiet\">and {rollback.Undo!.Count - MostUndos} more</p>" : "")}</section>");
    }

    private static string E(string text) => ApprovalPage.E(text);
}
