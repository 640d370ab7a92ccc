using System.Text.Json;
using RunbookEngine.Journal;
using RunbookEngine.Plans;
using RunbookEngine.Server.Access;

namespace RunbookEngine.Server.Running;

/// <summary>Somebody or something wants a runbook carried out.</summary>
/// <param name="Runbook">Name of an uploaded runbook.</param>
/// <param name="Environment">Name of an environment that the server knows.</param>
/// <param name="Actor">Who is on record: a user's name, <c>schedule:NAME</c>, <c>webhook:NAME</c>, <c>ticket:ID</c>.</param>
/// <param name="Key">The same key twice is one run, however often and on whichever node it arrives; null: every order is a run of its own.</param>
/// <param name="Version">Version of the runbook; null: the newest.</param>
/// <param name="Fingerprint">The plan that was looked at; a plan that differs is refused. Null: no one looked.</param>
/// <param name="Author">Who wrote the trigger that orders; what they may do now bounds it. Null: the caller orders, who was asked at the door.</param>
/// <param name="Requesters">Persons who stand behind the actor (the author of a schedule, who opened the ticket) and do not approve the run either; null: nobody.</param>
public sealed record RunOrder(
    string Runbook, string Environment, string Actor, IReadOnlyDictionary<string, string> Inputs, string? Key = null, string? Mode = null, string? Ticket = null,
    int? Version = null, string? Fingerprint = null, IReadOnlyList<string>? Requesters = null, TriggerAuthor? Author = null)
{
    /// <summary>How a person who is the actor was known; null: no person acts.</summary>
    public Identification? KnownBy { get; init; }

    /// <summary>Runbooks that may be called; null: all.</summary>
    public Func<string, bool>? MaySee { get; init; }

    /// <summary>Whoever orders may author the runbook there, and so pick a version of it that asks for fewer decisions.</summary>
    public bool MayAuthor { get; init; }

    /// <summary>The same key with another order is a mistake; false: the key alone counts.</summary>
    public bool IsCompared { get; init; }

    /// <summary>What is ordered, as it was ordered: an input that is left out is not the same as its default, since defaults change.</summary>
    public string Digest() => TextHash.Of(JsonSerializer.Serialize(new object?[]
    {
        Runbook, Version, Environment, Mode, Ticket, Fingerprint?.ToLowerInvariant(), Inputs.OrderBy(i => i.Key, StringComparer.Ordinal).Select(i => new[] { i.Key, i.Value }),
        Without.Order(StringComparer.Ordinal),
    }));

    /// <summary>Why it is to be started although its forecast has errors; null: it is not. No part of what is ordered: the same order may be given again with it.</summary>
    public string? ForcePlan { get; init; }

    /// <summary>Why a disaster is declared; null: none was given.</summary>
    public string? Reason { get; init; }

    /// <summary>Aliases of arrays that are declared gone.</summary>
    public IReadOnlyList<string> Without { get; init; } = [];
}
