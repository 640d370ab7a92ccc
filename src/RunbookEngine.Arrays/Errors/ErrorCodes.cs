namespace RunbookEngine.Arrays.Errors;

/// <summary>What the message ids and array codes mean for trying again.</summary>
/// <remarks>Source: REST API guide MK-98RD9014, "Implementing retry processing"; the ids and codes it lists are taken from
/// what field clients do with them.</remarks>
internal static class ErrorCodes
{
    private static readonly HashSet<string> ServerBusy = ["KART00003-E"];

    private static readonly HashSet<string> LockIds = ["KART40050-E", "KART40051-E", "KART40052-E"];

    private static readonly HashSet<string> Gone = ["KART20009-E", "KART30013-E", "KART40041-E"];

    private static readonly HashSet<string> GoneCodes = ["EX_ENOOBJ", "EX_ENOGRP"];

    /// <summary>Ids after which a field client asks again, their meaning mostly unpublished: trouble between server and array.</summary>
    private static readonly HashSet<string> Passing =
    [
        "KART00006-E", "KART40042-E", "KART40049-E", "KART30003-E", "KART30008-E", "KART30072-E", "KART30074-E", "KART30090-E",
        "KART30095-E", "KART30096-E", "KART30097-E",
    ];

    /// <summary>Ids with which the array that answers tells that the REST server of the partner array does not answer it.</summary>
    /// <remarks>No page read gives its text. It is in the list of ids after which a field client asks again (trouble between servers and arrays), and
    /// our simulated arrays answer with it; <see cref="MayBePartners"/> covers what real ones may say instead.</remarks>
    private static readonly HashSet<string> PartnerIds = ["KART30074-E"];

    /// <summary>EX_ENORMT (242): no remote host is alive for the remote part of a command, or the HORCM there is blocked. EX_EWSLTO (236): the remote
    /// host did not tell the expected status in time. EX_ESTMON and EX_COMERR are the local HORCM's and not the partner's.</summary>
    /// <remarks>Source: CCI guide MK-90RD7010, generic and specific error codes; 242 as the former HORCM driver of a field client has it.</remarks>
    private static readonly HashSet<string> PartnerCodes = ["EX_ENORMT", "EX_EWSLTO"];

    private static readonly HashSet<string> LockCodes = ["2E11,2205", "2E11,2206", "2E11,2207"];

    /// <summary>LU busy with host I/O, another LDEV at the LUN, volume in use or being formatted.</summary>
    private static readonly HashSet<string> PassingCodes = ["B958,0233", "B958,0947", "B96B,AF2E"];

    /// <summary>All sessions of the array are in use.</summary>
    public static bool IsSessionLimit(string? messageId) => messageId is "KART30095-E";

    public static bool IsServerBusy(string? messageId) => messageId is not null && ServerBusy.Contains(messageId);

    public static bool IsLock(string? messageId, string? codes, string? errorCode) =>
        (messageId is not null && LockIds.Contains(messageId)) || (codes is not null && LockCodes.Contains(codes)) || errorCode is "EX_EACCES";

    public static bool IsGone(string? messageId, string? errorCode) =>
        (messageId is not null && Gone.Contains(messageId)) || (errorCode is not null && GoneCodes.Contains(errorCode));

    /// <summary>An error of the answering array that tells of its partner.</summary>
    public static bool IsPartner(string? messageId, string? errorCode) =>
        (messageId is not null && PartnerIds.Contains(messageId)) || (errorCode is not null && PartnerCodes.Contains(errorCode));

    /// <summary>An error of the answering array on a request that names its partner, which may come from the partner's silence: no final reason of its
    /// own is known for it. Client errors (4xx), locks, busy servers and what is missing have theirs.</summary>
    public static bool MayBePartners(ArrayError error) =>
        error is { HttpStatus: >= 500, Kind: ArrayErrorKind.Refused or ArrayErrorKind.BadAnswer } or { JobId: not null, Kind: ArrayErrorKind.Refused };

    public static bool IsPassing(string? messageId, string? codes) =>
        (messageId is not null && Passing.Contains(messageId)) || (codes is not null && PassingCodes.Contains(codes));
}
