using System.Text.Json;
using System.Text.Json.Nodes;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Documents;
using RunbookEngine.Language.Shape;
using RunbookEngine.Language.Silencing;
using RunbookEngine.Secrets;

namespace RunbookEngine.Language.Environments;

/// <summary>Reads environment files.</summary>
public static class EnvironmentLoader
{
    public static EnvironmentResult Load(string path) => Load(SourceFile.Read(path));

    /// <summary>Checks the text and makes a model of it; relative paths inside it start from the file's folder.</summary>
    public static EnvironmentResult Load(SourceFile file)
    {
        WithheldVariables.AddFrom(file.Text);
        var (root, found) = DocumentLoader.Load(file);
        var diagnostics = found.ToList();
        if (root is not null)
            diagnostics.AddRange(SchemaCheck.Check(root, Schemas.Environment.Root));
        if (root is not MapNode map)
            return new(null, file, Diagnostic.Sort(diagnostics));
        diagnostics.AddRange(EnvironmentChecks.Check(map, file.Folder));
        var judgement = Judgement.Of(file, root, RuleSettings.FindFile(file));
        diagnostics = [.. judgement.Apply(diagnostics), .. judgement.Problems];
        if (!diagnostics.Any(d => d.IsError))
            diagnostics.AddRange(judgement.Unused(environment: true));
        return new(diagnostics.Any(d => d.IsError) ? null : Model(map, file), file, Diagnostic.Sort(diagnostics));
    }

    private static EnvironmentModel Model(MapNode root, SourceFile file)
    {
        var json = DocumentJson.ToNode(root)!;
        MakeAbsolute(json, file.Folder);
        if (json["evidence"] is JsonObject evidence)
        {
            foreach (var name in (string[])["certificate", "key"])
            {
                if ((string?)evidence[name] is { } written)
                    evidence[name] = Path.GetFullPath(written, file.Folder);
            }
        }

        return json.Deserialize<EnvironmentModel>(EnvironmentModel.Json)!;
    }

    private static void MakeAbsolute(JsonNode? node, string folder)
    {
        switch (node)
        {
            case JsonObject map:
                foreach (var (key, value) in map.ToList())
                {
                    if (value is JsonValue text && text.TryGetValue<string>(out var written) && Absolute(key, written, folder) is { } path)
                        map[key] = path;
                    else
                        MakeAbsolute(value, folder);
                }

                break;
            case JsonArray list:
                foreach (var item in list)
                    MakeAbsolute(item, folder);
                break;
        }
    }

    private static string? Absolute(string key, string written, string folder) => key switch
    {
        "caFile" or "file" => Path.GetFullPath(written, folder),
        _ when written.StartsWith("file:", StringComparison.Ordinal) => $"file:{Path.GetFullPath(written["file:".Length..], folder)}",
        _ => null,
    };
}

/// <param name="Model">Null when there is an error among the diagnostics.</param>
/// <param name="File">The file as read, for showing its lines.</param>
/// <param name="Diagnostics">Sorted by position; warnings included.</param>
public sealed record EnvironmentResult(EnvironmentModel? Model, SourceFile File, IReadOnlyList<Diagnostic> Diagnostics);
