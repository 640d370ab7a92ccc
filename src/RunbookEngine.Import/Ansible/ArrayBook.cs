using RunbookEngine.Import.Cci.Translation;
using RunbookEngine.Import.Report;
using YamlDotNet.RepresentationModel;

namespace RunbookEngine.Import.Ansible;

/// <summary>Arrays of an environment from <c>connection_info</c>. Users and passwords are never copied: credentials are references.</summary>
internal sealed class ArrayBook
{
    private readonly Dictionary<string, ImportedArray> _arrays = new(StringComparer.Ordinal);

    public IReadOnlyCollection<ImportedArray> All => _arrays.Values;

    /// <summary>The array of a connection; null when there is none.</summary>
    public string? Find(Jinja jinja, YamlNode? connection) => connection is null ? null : Of(jinja, connection, "remote-array");

    /// <param name="otherwise">Alias where the task has none.</param>
    public string Of(Jinja jinja, YamlNode? connection, string otherwise)
    {
        var (key, address) = connection.At("address") is { } node ? Address(jinja, node) : connection.Text() is { } whole ? (whole, null) : (otherwise, null);
        if (!_arrays.TryGetValue(key, out var array))
        {
            var alias = Alias(key, otherwise);
            var number = _arrays.Count + 1;
            var about = address is null ? "its address is not in the playbook: endpoint and storageDeviceId are made up" : "from connection_info; the storageDeviceId is made up: `GET /ConfigurationManager/v1/objects/storages` shows it";
            _arrays[key] = array = new ImportedArray(alias, $"900000{400000 + number:D6}", address ?? $"{alias}.example", about);
        }

        return array.Alias;
    }

    private string Alias(string key, string otherwise)
    {
        var slug = StepIds.Slug(key.Replace("inputs.", "", StringComparison.Ordinal).Replace("secrets.", "", StringComparison.Ordinal), 40);
        var alias = slug.Length == 0 ? otherwise : char.IsAsciiLetter(slug[0]) ? slug : $"array-{slug}";
        for (var again = 2; _arrays.Values.Any(a => a.Alias == alias); again++)
            alias = $"{(slug.Length == 0 ? otherwise : slug)}-{again}";
        return alias;
    }

    // An address that is known later is called by its variable; each text is an array of its own.
    private static (string Key, string? Address) Address(Jinja jinja, YamlNode node)
    {
        try
        {
            var value = jinja.Value(node);
            var constant = value.Constant?.Trim();
            return constant is { Length: > 0 } && Uri.CheckHostName(constant) != UriHostNameType.Unknown ? (constant, constant.Contains(':') ? $"[{constant}]" : constant) : (value.Expression ?? value.Template, null);
        }
        catch (NotTurnedException)
        {
            return (node.Text() ?? "array", null);
        }
    }
}
