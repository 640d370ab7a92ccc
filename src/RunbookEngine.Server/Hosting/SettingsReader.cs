using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Configuration;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Documents;
using RunbookEngine.Plans;
using RunbookEngine.Secrets;

namespace RunbookEngine.Server.Hosting;

/// <summary>Reads the configuration file. The options' properties say which keys there are and what they hold, so nothing has to be written twice.</summary>
/// <remarks>Environment variables win over the file: <c>RUNBOOK__SERVER__STORE</c> is <c>server: store:</c>, <c>RUNBOOK__SERVER__URLS__0</c> its first address.</remarks>
public sealed class SettingsReader
{
    public const string VariablePrefix = "RUNBOOK__";

    private const string OfVariables = "environment variables";

    private readonly Dictionary<string, string?> _values = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<Diagnostic> _found = [];

    private SettingsReader() { }

    /// <param name="file">Null: there is none, only variables and defaults.</param>
    /// <param name="sections">Options type by name of its section.</param>
    /// <param name="variables">Of the process.</param>
    /// <param name="overrides">From the command line, by <c>section:key</c>; null takes a value away.</param>
    public static ServerSettings Read(
        SourceFile? file, IReadOnlyDictionary<string, Type> sections, IEnumerable<KeyValuePair<string, string>> variables, IEnumerable<KeyValuePair<string, string?>> overrides)
    {
        var reader = new SettingsReader();
        if (file is not null)
        {
            WithheldVariables.AddFrom(file.Text);
            var (root, found) = DocumentLoader.Load(file);
            reader._found.AddRange(found.Where(d => d.Code != Codes.Empty));
            if (root is MapNode map)
                reader.Sections(map, sections);
            else if (root is not null)
                reader.Wrong(root.At, $"the configuration is a map of sections, not {root.Kind}");
        }

        foreach (var (name, value) in variables.Where(v => v.Key.StartsWith(VariablePrefix, StringComparison.OrdinalIgnoreCase)))
            reader.Variable(name, value, sections);
        foreach (var (key, value) in overrides)
        {
            if (value is null)
                reader._values.Remove(key);
            else
                reader._values[key] = value;
        }

        return new ServerSettings(
            new ConfigurationBuilder().AddInMemoryCollection(reader._values).Build(),
            file?.Folder ?? Path.GetFullPath("."), Diagnostic.Sort(reader._found));
    }

    private void Sections(MapNode map, IReadOnlyDictionary<string, Type> sections)
    {
        foreach (var entry in map.Entries)
        {
            if (sections.TryGetValue(entry.Key.Raw, out var type))
                Walk(entry.Value, type, entry.Key.Raw);
            else
                Unknown(entry.Key.At, $"there is no section `{entry.Key.Raw}`", sections.Keys);
        }
    }

    private void Walk(DocumentNode node, Type type, string path)
    {
        if (node is ScalarNode { Value: ScalarValue.Null })
            return;
        if (Text(type) is not null)
        {
            if (node is not ScalarNode scalar)
                Wrong(node.At, $"`{Last(path)}` is {Describe(type)}, not {node.Kind}");
            else if (Convert(scalar.Raw, type) is { } value)
                _values[path] = value;
            else
                Wrong(node.At, $"`{Last(path)}` is {Describe(type)}, not `{scalar.Raw}`");
        }
        else if (ItemType(type, typeof(IReadOnlyList<>)) is { } item)
        {
            if (node is ListNode list)
                for (var i = 0; i < list.Items.Count; i++)
                    Walk(list.Items[i], item, $"{path}:{i}");
            else
                Wrong(node.At, $"`{Last(path)}` is a list, not {node.Kind}");
        }
        else if (node is not MapNode map)
            Wrong(node.At, $"`{Last(path)}` is a map, not {node.Kind}");
        else
            foreach (var entry in map.Entries)
            {
                if (Member(type, entry.Key.Raw) is { } member)
                    Walk(entry.Value, member, $"{path}:{entry.Key.Raw}");
                else
                    Unknown(entry.Key.At, $"`{Last(path)}` has no key `{entry.Key.Raw}`", type.GetProperties().Select(Name));
            }
    }

    private void Variable(string name, string value, IReadOnlyDictionary<string, Type> sections)
    {
        var parts = name[VariablePrefix.Length..].Split("__");
        var at = SourceSpan.StartOf(OfVariables);
        var (section, type) = sections.FirstOrDefault(s => s.Key.Equals(parts[0], StringComparison.OrdinalIgnoreCase));
        var path = section;
        for (var i = 1; i < parts.Length && type is not null; i++)
        {
            var (part, known) = (parts[i], type);
            type = ItemType(known, typeof(IReadOnlyList<>)) is { } item ? int.TryParse(part, CultureInfo.InvariantCulture, out _) ? item : null : Member(known, part);
            path += ":" + (known.GetProperties().FirstOrDefault(p => p.Name.Equals(part, StringComparison.OrdinalIgnoreCase)) is { } property ? Name(property) : part);
        }

        if (type is null || Text(type) is null)
            _found.Add(Diagnostic.Error(Codes.UnknownKey, at, $"the variable {name} names no key of the configuration", "it is RUNBOOK__SECTION__KEY, as in RUNBOOK__SERVER__STORE"));
        else if (Convert(value, type) is { } converted)
            _values[path!] = converted;
        else
            // The value may be a secret that was put in the wrong place.
            _found.Add(Diagnostic.Error(Codes.WrongType, at, $"the variable {name} is {Describe(type)}, and what it holds is not"));
    }

    private static Type? Member(Type type, string key) =>
        ItemType(type, typeof(IReadOnlyDictionary<,>)) is { } value ? value
            : type.GetProperties().FirstOrDefault(p => p.Name.Equals(key, StringComparison.OrdinalIgnoreCase) && p.SetMethod is not null)?.PropertyType;

    private static Type? ItemType(Type type, Type generic) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == generic ? type.GenericTypeArguments[^1] : null;

    private static string Name(PropertyInfo property) => char.ToLowerInvariant(property.Name[0]) + property.Name[1..];

    private static string Last(string path) => path[(path.LastIndexOf(':') + 1)..];

    /// <summary>A single value's type without its question mark; null for lists, maps and options.</summary>
    private static Type? Text(Type type)
    {
        var bare = Nullable.GetUnderlyingType(type) ?? type;
        return bare == typeof(string) || bare == typeof(bool) || bare == typeof(int) || bare == typeof(long) || bare == typeof(double) || bare == typeof(TimeSpan) || bare.IsEnum ? bare : null;
    }

    /// <summary>The value as the binder reads it; null when it is none.</summary>
    private static string? Convert(string raw, Type type)
    {
        var bare = Text(type)!;
        if (bare == typeof(TimeSpan))
            return DurationText.TryParse(raw)?.ToString("c", CultureInfo.InvariantCulture);
        if (bare == typeof(bool))
            return raw.ToLowerInvariant() is "true" or "false" ? raw : null;
        if (bare == typeof(int))
            return int.TryParse(raw, CultureInfo.InvariantCulture, out _) ? raw : null;
        if (bare == typeof(long))
            return long.TryParse(raw, CultureInfo.InvariantCulture, out _) ? raw : null;
        if (bare == typeof(double))
            return double.TryParse(raw, CultureInfo.InvariantCulture, out _) ? raw : null;
        return !bare.IsEnum || (Enum.TryParse(bare, raw, ignoreCase: true, out _) && !int.TryParse(raw, CultureInfo.InvariantCulture, out _)) ? raw : null;
    }

    private static string Describe(Type type)
    {
        var bare = Text(type)!;
        return bare == typeof(TimeSpan) ? "a duration such as 30s or 5m"
            : bare == typeof(bool) ? "true or false"
            : bare == typeof(int) || bare == typeof(long) ? "a whole number"
            : bare == typeof(double) ? "a number"
            : bare.IsEnum ? $"one of {string.Join(", ", Enum.GetNames(bare).Select(n => char.ToLowerInvariant(n[0]) + n[1..]))}"
            : "a text";
    }

    private void Wrong(SourceSpan at, string message) => _found.Add(Diagnostic.Error(Codes.WrongType, at, message));

    private void Unknown(SourceSpan at, string message, IEnumerable<string> known) =>
        _found.Add(Diagnostic.Error(Codes.UnknownKey, at, message, $"known are: {string.Join(", ", known.Order(StringComparer.Ordinal))}"));
}
