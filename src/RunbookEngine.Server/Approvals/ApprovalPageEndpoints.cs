using RunbookEngine.Approvals;
using System.Net.Mime;
using System.Text;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using RunbookEngine.Runs;
using RunbookEngine.Server.Running;

namespace RunbookEngine.Server.Approvals;

/// <summary>The page behind a signed link. A GET shows and changes nothing, so that mail scanners may follow links; a POST decides.</summary>
public static partial class ApprovalPageEndpoints
{
    /// <summary>Bytes of the form: a token, a word and a reason.</summary>
    private const int MaxForm = 16 * 1024;

    private const int MaxReason = 1000;

    /// <summary>Maps <c>/approve</c>, which needs no login: the link is the credential.</summary>
    public static void MapApprovalPage(this IEndpointRouteBuilder root)
    {
        root.MapGet("/approve", ShowAsync).WithMetadata(new AllowAnonymousAttribute()).ExcludeFromDescription();
        root.MapPost("/approve", DecideAsync).WithMetadata(new AllowAnonymousAttribute()).ExcludeFromDescription().DisableAntiforgery();
    }

    private static async Task<IResult> ShowAsync(HttpContext context, ApprovalLinks links, ILogger<ApprovalService> log)
    {
        var token = context.Request.Query["t"].ToString();
        return await GuardedAsync(context, log, async () => await links.FindAsync(token, context.RequestAborted) switch
        {
            LinkTarget.Open open => Html(ApprovalPage.Ask(open, token)),
            LinkTarget.Over over => Over(over),
            _ => Bad(),
        });
    }

    private static async Task<IResult> DecideAsync(HttpContext context, ApprovalLinks links, IRunPlacement placement, ILogger<ApprovalService> log)
    {
        if (!context.Request.HasFormContentType || context.Request.ContentLength is null or > MaxForm)
            return Bad();
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = MaxForm;
        var form = await context.Request.ReadFormAsync(new FormOptions { ValueCountLimit = 8, KeyLengthLimit = 100, ValueLengthLimit = MaxForm, MultipartBodyLengthLimit = MaxForm }, context.RequestAborted);
        var (token, decision, reason) = (form["t"].ToString(), form["decision"].ToString(), form["reason"].ToString().Replace("\0", "", StringComparison.Ordinal).Trim());
        if (decision is not ("grant" or "deny") || reason.Length > MaxReason)
            return Bad();
        return await GuardedAsync(context, log, async () =>
        {
            var target = await links.FindAsync(token, context.RequestAborted);
            if (target is not LinkTarget.Open open)
                return target is LinkTarget.Over over ? Over(over) : Bad();
            try
            {
                var run = await links.DecideAsync(token, open, decision == "grant", reason.Length == 0 ? null : reason, context.RequestAborted);
                if (run is null)
                    return Over(new LinkTarget.Over("This link has been used: the decision is on record."));
                placement.Wake(run.Id);
                return Html(ApprovalPage.Say(decision == "grant" ? "Approved" : "Denied", $"Your decision on {run.Plan.Runbook} is on record{(ApprovalTally.Of(run, run.StepOrPending(open.Step.Key)) is { } tally ? $": {tally}" : "")}. You can close this page."));
            }
            catch (OperatorRefusedException e)
            {
                return Html(ApprovalPage.Say("Not recorded", e.Message), StatusCodes.Status409Conflict);
            }
        });
    }

    private static async Task<IResult> GuardedAsync(HttpContext context, ILogger log, Func<Task<IResult>> work)
    {
        context.Response.Headers.ContentSecurityPolicy = ApprovalPage.Policy;
        context.Response.Headers["X-Robots-Tag"] = "noindex";
        try
        {
            return await work();
        }
        catch (InvalidOperationException e)
        {
            KeyMissing(log, e.Message);
            return Html(ApprovalPage.Say("Not now", "Links cannot be read at the moment; decide with the command line or the API, or come again later."), StatusCodes.Status503ServiceUnavailable);
        }
    }

    private static IResult Over(LinkTarget.Over over) => Html(ApprovalPage.Say("Nothing to decide", over.Why), StatusCodes.Status410Gone);

    private static IResult Bad() => Html(
        ApprovalPage.Say("This link is not good", "It has run out, or was not made by this server, or was changed on the way. Decide with the command line or the API, or ask for a new one."),
        StatusCodes.Status404NotFound);

    private static IResult Html(string page, int status = StatusCodes.Status200OK) => Results.Content(page, MediaTypeNames.Text.Html, Encoding.UTF8, status);

    [LoggerMessage(6481, LogLevel.Error, "Signed links cannot be read: {Problem}")]
    private static partial void KeyMissing(ILogger log, string problem);
}
