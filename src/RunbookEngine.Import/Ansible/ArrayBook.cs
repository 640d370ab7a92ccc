using RunbookEngine.Import.Cci.Translation;
using RunbookEngine.Import.Report;
using YamlDotNet.RepresentationModel;

namespace RunbookEngine.Import.Ansible;

/// <summary>Arrays of an environment from <c>connection_info</c>. Users and passwords are never copied: credentials are references.</summary>
internal sealed class ArrayBook
{
    private readonly Dictionary<string, ImportedArray> _arrays = new(StringComparer.Ordinal);

    public IReadOnlyCollection<ImportedArray> All => _arrays.Values;

    /// <param name="otherwise">Alias where the task has none.</param>
    public string Of(Jinja jinja, YamlNode? connection, string otherwise)
    {
        var address = connection.At("address") is { } node ? Address(jinja, node) : null;
        var key = address ?? otherwise;
        if (!_arrays.TryGetValue(key, out var array))
        {
            var alias = address is null ? otherwise : StepIds.Slug(address, 40) is { Length: > 0 } slug ? char.IsAsciiLetter(slug[0]) ? slug : $"array-{slug}" : otherwise;
            var number = _arrays.Count + 1;
            var about = address is null ? "no connection_info names this array: endpoint and storageDeviceId are made up" : "from connection_info; the storageDeviceId is made up: `GET /ConfigurationManager/v1/objects/storages` shows it";
            _arrays[key] = array = new ImportedArray(alias, $"90000000000{number % 10}", address is null || address.Contains('_') ? $"{alias}.example" : address, about);
        }

        return array.Alias;
    }

    // An address that is known later is called by its variable.
    private static string? Address(Jinja jinja, YamlNode node)
    {
        try
        {
            var value = jinja.Value(node);
            return value.Constant ?? value.Expression?.Replace("inputs.", "", StringComparison.Ordinal);
        }
        catch (NotTurnedException)
        {
            return null;
        }
    }
}
