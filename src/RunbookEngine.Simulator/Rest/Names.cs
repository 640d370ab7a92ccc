namespace RunbookEngine.Simulator.Rest;

/// <summary>Names of copy groups, device groups and pairs.</summary>
internal static class Names
{
    /// <summary>29, because the default device groups append two characters.</summary>
    public const int MaxNewGroup = 29;

    public const int Max = 31;

    /// <remarks>The manuals do not list the characters; a comma can't be one, because it separates the parts of an id, nor can a blank.</remarks>
    public static string Checked(string name, string attribute, int max = Max)
    {
        var good = name.Length >= 1 && name.Length <= max && name[0] != '-'
            && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or ':' or '@' or '_');
        return good ? name : throw BodyFields.Invalid(attribute);
    }
}
