#:property PublishAot=false
#:property GenerateDocumentationFile=false
using System.Text.Json;
using System.Text.Json.Nodes;

// The parts of the program and what each leans on, as CycloneDX 1.5: packages with their hashes and licences, our rooms, and the runtime
// that a self-contained build carries. Everything is read from what the restore wrote; a package that it did not resolve is not in the program.
if (args is not [var version, var rid, var file])
{
    Console.Error.WriteLine("sbom VERSION RID PROJECT.ASSETS.JSON");
    return 2;
}

using var assets = JsonDocument.Parse(File.ReadAllBytes(file));
var root = assets.RootElement;
var targets = root.GetProperty("targets");
var target = targets.EnumerateObject().Where(t => t.Name.EndsWith("/" + rid, StringComparison.Ordinal)).Concat(targets.EnumerateObject()).First().Value;
var libraries = root.GetProperty("libraries");
var folders = root.GetProperty("packageFolders").EnumerateObject().Select(f => f.Name).ToList();
var framework = root.GetProperty("project").GetProperty("frameworks").EnumerateObject().First().Value;
// What only builds the program is no part of it.
var tools = framework.GetProperty("dependencies").EnumerateObject()
    .Where(d => d.Value.ValueKind == JsonValueKind.Object && d.Value.TryGetProperty("suppressParent", out var kept) && kept.GetString() == "All").Select(d => d.Name).ToHashSet();
var parts = target.EnumerateObject().Where(l => !tools.Contains(l.Name.Split('/')[0])).ToList();
var byName = parts.ToDictionary(l => l.Name.Split('/')[0], l => l.Name, StringComparer.OrdinalIgnoreCase);

var components = new JsonArray();
var dependencies = new JsonArray();
foreach (var library in parts.OrderBy(l => l.Name, StringComparer.Ordinal))
{
    var (name, number) = (library.Name.Split('/')[0], library.Name.Split('/')[1]);
    var isPackage = library.Value.GetProperty("type").GetString() == "package";
    var component = new JsonObject { ["type"] = "library", ["bom-ref"] = Reference(library.Name), ["name"] = name, ["version"] = isPackage ? number : version };
    if (isPackage)
    {
        component["purl"] = $"pkg:nuget/{name}@{number}";
        var known = libraries.GetProperty(library.Name);
        component["hashes"] = new JsonArray(new JsonObject { ["alg"] = "SHA-512", ["content"] = Convert.ToHexStringLower(Convert.FromBase64String(known.GetProperty("sha512").GetString()!)) });
        if (Licence(known.GetProperty("path").GetString()!, name) is { } licence)
            component["licenses"] = new JsonArray(licence);
    }

    components.Add(component);
    var needs = library.Value.TryGetProperty("dependencies", out var listed) ? listed.EnumerateObject().Select(d => d.Name).Where(byName.ContainsKey).ToList() : [];
    dependencies.Add(new JsonObject { ["ref"] = Reference(library.Name), ["dependsOn"] = new JsonArray([.. needs.Select(n => (JsonNode)Reference(byName[n])!)]) });
}

// Runtime packs are downloaded beside the graph.
var packs = framework.TryGetProperty("downloadDependencies", out var downloads)
    ? downloads.EnumerateArray().Select(d => (Name: d.GetProperty("name").GetString()!, Version: d.GetProperty("version").GetString()!.Trim('[', ']').Split(',')[0]))
        .Where(d => d.Name.Contains(".Runtime." + rid, StringComparison.OrdinalIgnoreCase) || d.Name.Contains(".Host." + rid, StringComparison.OrdinalIgnoreCase)).ToList()
    : [];
foreach (var (name, number) in packs)
{
    var reference = Reference($"{name}/{number}");
    var component = new JsonObject { ["type"] = "framework", ["bom-ref"] = reference, ["name"] = name, ["version"] = number, ["purl"] = reference };
    if (Licence($"{name.ToLowerInvariant()}/{number}", name) is { } licence)
        component["licenses"] = new JsonArray(licence);
    components.Add(component);
}

var direct = framework.GetProperty("dependencies").EnumerateObject().Select(d => d.Name)
    .Concat(root.GetProperty("project").GetProperty("restore").GetProperty("frameworks").EnumerateObject().First().Value.GetProperty("projectReferences").EnumerateObject().Select(p => Path.GetFileNameWithoutExtension(p.Name)))
    .Where(byName.ContainsKey).Select(n => (JsonNode)Reference(byName[n])!).Concat(packs.Select(p => (JsonNode)$"pkg:nuget/{p.Name}@{p.Version}"!));
dependencies.Insert(0, new JsonObject { ["ref"] = "runbook", ["dependsOn"] = new JsonArray([.. direct]) });

var seconds = long.TryParse(Environment.GetEnvironmentVariable("SOURCE_DATE_EPOCH"), out var at) ? at : 0;
var bom = new JsonObject
{
    ["bomFormat"] = "CycloneDX",
    ["specVersion"] = "1.5",
    ["version"] = 1,
    ["metadata"] = new JsonObject
    {
        ["timestamp"] = DateTimeOffset.FromUnixTimeSeconds(seconds).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'"),
        ["component"] = new JsonObject { ["type"] = "application", ["bom-ref"] = "runbook", ["name"] = "runbook", ["version"] = version },
        ["properties"] = new JsonArray(new JsonObject { ["name"] = "runtime", ["value"] = rid }),
    },
    ["components"] = components,
    ["dependencies"] = dependencies,
};
Console.WriteLine(bom.ToJsonString(new JsonSerializerOptions { WriteIndented = true }));
return 0;

static string Reference(string nameAndVersion) => $"pkg:nuget/{nameAndVersion.Replace('/', '@')}";

JsonObject? Licence(string path, string name)
{
    var specification = folders.Select(f => Path.Combine(f, path, $"{name.ToLowerInvariant()}.nuspec")).FirstOrDefault(File.Exists);
    if (specification is null)
        return null;
    var metadata = System.Xml.Linq.XDocument.Load(specification).Root!.Elements().First();
    var licence = metadata.Elements().FirstOrDefault(e => e.Name.LocalName == "license");
    if (licence?.Attribute("type")?.Value == "expression")
        return new JsonObject { ["expression"] = licence.Value };
    return metadata.Elements().FirstOrDefault(e => e.Name.LocalName == "licenseUrl")?.Value is { } url ? new JsonObject { ["license"] = new JsonObject { ["name"] = "see url", ["url"] = url } } : null;
}
