using System.Text;

namespace RunbookEngine.Import.Report;

/// <summary>Writes the environment file: arrays from serial numbers, and placeholders for what HORCM files do not say.</summary>
internal static class EnvironmentWriter
{
    public static string Write(string name, IReadOnlyCollection<ImportedArray> arrays, IEnumerable<(string A, string B)> links, IReadOnlyCollection<string> secrets, IEnumerable<string> unread)
    {
        var yaml = new StringBuilder();
        yaml.Append("environment: v1\n");
        yaml.Append($"name: {YamlText.Of(name)}\n");
        yaml.Append("# PLACEHOLDERS: check every endpoint, storageDeviceId and credentials below before the first run.\n");
        yaml.Append("# Credentials are references: env:NAME reads NAME_USER and NAME_PASSWORD.\n");
        yaml.Append("arrays:\n");
        foreach (var array in arrays)
        {
            yaml.Append($"  # {YamlText.Comment(array.About)}\n");
            yaml.Append($"  {array.Alias}:\n");
            yaml.Append($"    endpoint: {YamlText.Quoted($"https://{array.Host}:443")}\n");
            yaml.Append($"    storageDeviceId: {YamlText.Quoted(array.DeviceId)}\n");
            yaml.Append($"    credentials: {YamlText.Quoted($"env:{array.Alias.Replace('-', '_').ToUpperInvariant()}")}\n");
        }

        var joined = links.Distinct().ToList();
        if (joined.Count > 0)
            yaml.Append($"links: {YamlText.List(joined.Select(l => YamlText.List([l.A, l.B])))}\n");
        if (secrets.Count > 0)
        {
            yaml.Append("secrets:\n");
            foreach (var secret in secrets)
                yaml.Append($"  {secret}: {YamlText.Quoted($"env:{secret}")}\n");
        }

        foreach (var line in unread)
            yaml.Append($"# NOT TURNED: {YamlText.Comment(line)}\n");
        return yaml.ToString();
    }
}

/// <param name="About">Where its data comes from, for the comment above it.</param>
/// <param name="Host">Name or address of the REST server.</param>
internal sealed record ImportedArray(string Alias, string DeviceId, string Host, string About);
