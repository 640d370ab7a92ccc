using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using RunbookEngine.Activities.Tickets;
using RunbookEngine.Activities.Web;
using RunbookEngine.Documents;
using RunbookEngine.Server.Access;
using RunbookEngine.Server.Api;
using RunbookEngine.Server.Records;

namespace RunbookEngine.Server.Tickets;

/// <summary>The change tickets of the server: what is registered, and what can be asked.</summary>
public static class TicketServices
{
    public static IServiceCollection AddTickets(this IServiceCollection services, TicketOptions options)
    {
        services.AddSingleton(options);
        services.TryAddSingleton(_ => new WebClients());
        services.AddSingleton(s => new TicketOutbox(
            s.GetRequiredService<IEngineStore>(), s.GetRequiredService<TimeProvider>(), options,
            TicketConnections.Over(s.GetRequiredService<WebClients>(), s.GetRequiredService<TimeProvider>()), s.GetRequiredService<IServerRecord>(),
            s.GetRequiredService<Microsoft.Extensions.Logging.ILogger<TicketOutbox>>()));
        services.AddSingleton<ITicketOutbox>(s => s.GetRequiredService<TicketOutbox>());
        services.AddSingleton<TicketWriteBack>();
        services.AddHostedService<TicketService>();
        return services;
    }

    public static void MapTickets(this IEndpointRouteBuilder api) => api
        .MapGet("/tickets/outbox", async (bool? refused, TicketOutbox outbox, IEngineStore store, RunAccess runs, HttpContext context) =>
        {
            var shown = new List<OutboxItem>();
            foreach (var entry in await outbox.ListAsync(refused ?? false, context.RequestAborted))
            {
                if (await store.FindAsync(entry.Write.Run, context.RequestAborted) is { } run && runs.May(context.User, Permission.View, run))
                    shown.Add(OutboxItem.Of(entry));
            }

            return TypedResults.Ok(new Page<OutboxItem>(shown, null));
        })
        .Needs(Permission.View).WithTags("Tickets")
        .Says<Page<OutboxItem>>("What ticket systems have not taken yet", "In the order in which it is written; with refused=true what they refused for good.");
}

/// <param name="Due">When it is tried next.</param>
/// <param name="Problem">Why the last try failed.</param>
public sealed record OutboxItem(string Run, string Connection, string Ticket, TicketChange Change, DateTimeOffset At, DateTimeOffset Due, int Tries, string? Problem)
{
    internal static OutboxItem Of(OutboxEntry entry) => new(
        entry.Write.Run.ToString(), entry.Write.Connection, entry.Write.Ticket, entry.Write.Change, entry.At, entry.Due, entry.Tries, entry.Problem);
}
