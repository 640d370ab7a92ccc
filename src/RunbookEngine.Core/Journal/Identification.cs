using System.Text.Json.Serialization;

namespace RunbookEngine.Journal;

/// <summary>How the person behind an event was known. Null where no person acted, and in events of earlier versions.</summary>
/// <param name="Kind">One of the constants here; on disk and in JSON, so never renamed.</param>
/// <param name="Account">Account of the operating system that the command ran under.</param>
/// <param name="Host">Where the command ran.</param>
/// <param name="Terminal">Terminal of the command; null: none, as in a job.</param>
/// <param name="Key">Id of the API key, or digest of the signed link; never a secret.</param>
/// <param name="Issuer">Who vouches for the token.</param>
/// <param name="Subject">Whom the token names, in the issuer's own terms.</param>
public sealed record Identification(
    string Kind, string? Account = null, string? Host = null, string? Terminal = null, string? Key = null, string? Issuer = null, string? Subject = null)
{
    /// <summary>Typed after <c>--as</c>: it proves nothing. The account beside it is what the system knew.</summary>
    public const string TypedName = "typed-name";

    /// <summary>The account that the command ran under.</summary>
    public const string OsAccount = "os-account";

    public const string ApiKey = "key";

    public const string Token = "token";

    public const string Link = "link";

    public static Identification OfKey(string id) => new(ApiKey, Key: id);

    public static Identification OfToken(string issuer, string subject) => new(Token, Issuer: issuer, Subject: subject);

    public static Identification OfLink(string digest) => new(Link, Key: digest);

    [JsonIgnore]
    public bool IsTyped => Kind == TypedName;

    /// <summary>For people: <c>typed name; account root on tokyo-adm, terminal pts/3</c>.</summary>
    public override string ToString() => Kind switch
    {
        TypedName => $"typed name; {Place}",
        OsAccount => Place,
        ApiKey => $"key {Key}",
        Token => $"token of {Issuer}, subject {Subject}",
        Link => "signed link",
        _ => Kind,
    };

    private string Place => $"account {Account} on {Host}, {(Terminal is null ? "no terminal" : $"terminal {Terminal}")}";
}
