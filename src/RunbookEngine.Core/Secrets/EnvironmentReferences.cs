using System.Text.Json;

namespace RunbookEngine.Secrets;

/// <summary>What an environment refers to: read before a program starts or a call is sent, so that it is masked even when this run has not used it.</summary>
public static class EnvironmentReferences
{
    /// <summary>Variables and files are read; programs are not started for it. What cannot be read now is passed over: whoever needs it says so.</summary>
    public static void Learn(JsonElement environment)
    {
        KnownSecrets.Add(WithheldVariables.ServerKey, Environment.GetEnvironmentVariable(WithheldVariables.ServerKey) ?? "");
        foreach (var (pair, text) in Of(environment, Use.None).Distinct())
        {
            var reference = new SecretReference(text);
            WithheldVariables.Add(reference);
            SecretReader.Learn(reference, pair);
        }
    }

    /// <summary>The files that it refers to.</summary>
    public static IEnumerable<string> FilesOf(JsonElement environment) =>
        Of(environment, Use.None).Select(r => new SecretReference(r.Reference)).Where(r => r.Kind == "file").Select(r => r.Where).Distinct();

    private static IEnumerable<(bool Pair, string Reference)> Of(JsonElement value, Use use) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().SelectMany(p => Of(p.Value, UseOf(p.Name, use))),
        JsonValueKind.Array => value.EnumerateArray().SelectMany(i => Of(i, use)),
        JsonValueKind.String when use != Use.None && SecretReference.IsReference(value.GetString()!) => [(use == Use.Pair, value.GetString()!)],
        _ => [],
    };

    private static Use UseOf(string name, Use around) => name switch
    {
        "credentials" => Use.Pair,
        "token" or "secrets" or "secret" or "password" => Use.Single,
        _ => around,
    };

    private enum Use
    {
        None,
        Single,
        Pair,
    }
}
