namespace RunbookEngine.Arrays.Errors;

/// <summary>What went wrong, as far as code has to tell it apart.</summary>
public enum ArrayErrorKind
{
    /// <summary>The array understood the request and will not do it, or tried and failed.</summary>
    Refused,

    /// <summary>Server busy, session limit, maintenance: nothing was begun.</summary>
    Busy,

    /// <summary>Another session holds the resource lock: nothing was begun.</summary>
    Locked,

    /// <summary>The object does not exist, or not for this user.</summary>
    NotFound,

    /// <summary>User, password or token rejected, also after a fresh login.</summary>
    Unauthorized,

    /// <summary>The user lacks a role or a resource group.</summary>
    Forbidden,

    /// <summary>Name, connection or TLS failed before a byte of the request was sent.</summary>
    NotReached,

    /// <summary>The request was sent, wholly or in part, and no usable answer came back.</summary>
    AnswerLost,

    /// <summary>An answer came that this API does not give: HTML, nothing, broken JSON, too much.</summary>
    BadAnswer,
}
