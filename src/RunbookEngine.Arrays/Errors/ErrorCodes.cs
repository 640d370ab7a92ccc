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
    /// <remarks>KART30074-E: seen after the loss of the partner with every request that names one, list, read and change alike.</remarks>
    private static readonly HashSet<string> PartnerIds = ["KART30074-E"];

    /// <summary>CCI guide MK-90RD7010, "Error messages and error codes": no remote host is alive, or the HORCM there is blocked.</summary>
    private static readonly HashSet<string> PartnerCodes = ["EX_ENORMT"];

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

    public static bool IsPassing(string? messageId, string? codes) =>
        (messageId is not null && Passing.Contains(messageId)) || (codes is not null && PassingCodes.Contains(codes));
}
