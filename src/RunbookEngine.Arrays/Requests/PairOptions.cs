using System.Text.RegularExpressions;
using RunbookEngine.Arrays.Errors;

namespace RunbookEngine.Arrays.Requests;

/// <summary>Checks what is asked before it is sent: the arrays answer a wrong option late, or pass over it in silence.</summary>
internal static partial class PairOptions
{
    public const int MaxLdevId = 65279;

    /// <summary>Refuses options that this technology does not have.</summary>
    public static void Refuse(string where, params IEnumerable<(string Option, object? Value)> options)
    {
        var given = options.Where(o => o.Value is not null).Select(o => o.Option).ToList();
        if (given.Count > 0)
        {
            throw new InvalidPairRequestException($"{where} has no option {string.Join(", ", given)}; leave it out");
        }
    }

    public static void Range(string where, string option, long? value, long least, long most)
    {
        if (value < least || value > most)
        {
            throw new InvalidPairRequestException($"{where}: {option} is {value}; it must be {least} to {most}");
        }
    }

    public static T Required<T>(string where, string option, T? value)
        where T : struct =>
        value ?? throw new InvalidPairRequestException($"{where} needs {option}");

    public static string Required(string where, string option, string? value) =>
        value ?? throw new InvalidPairRequestException($"{where} needs {option}");

    /// <summary>An option that only means something beside another one.</summary>
    public static void Needs(string where, string option, bool given, string other, bool otherGiven)
    {
        if (given && !otherGiven)
        {
            throw new InvalidPairRequestException($"{where}: {option} needs {other}");
        }
    }

    /// <summary>A name the API can carry: blanks hide an object from it, commas separate the parts of an id.</summary>
    public static string Name(string where, string what, string? name, int longest)
    {
        if (string.IsNullOrEmpty(name) || name.Length > longest || !Allowed().IsMatch(name))
        {
            throw new InvalidPairRequestException($"{where}: {what} '{name}' must be 1 to {longest} letters, digits, '-', '.', '_', ':' or '@', "
                + "the first not a hyphen");
        }
        return name;
    }

    [GeneratedRegex("^[A-Za-z0-9._:@][A-Za-z0-9._:@-]*$", RegexOptions.NonBacktracking)]
    private static partial Regex Allowed();
}
