using System.Text.Json;
using System.Text.RegularExpressions;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Environments;
using RunbookEngine.Language.Predictions;
using RunbookEngine.Language.Running;
using RunbookEngine.Plans;
using RunbookEngine.Secrets;

namespace RunbookEngine.Operations.Planning;

/// <summary>What later steps need beside arrays, looked for before the first change: secrets, credentials of connections, programs. Values are dropped at once.</summary>
internal sealed partial class Preconditions(EnvironmentModel environment)
{
    private readonly EnvironmentSecrets _secrets = new(environment);
    private readonly Dictionary<string, string?> _known = new(StringComparer.Ordinal);

    public async Task<IReadOnlyList<StepFinding>> FindAsync(PlanForecast forecast, CancellationToken cancellationToken)
    {
        var found = new List<StepFinding>();
        foreach (var step in forecast.Steps.Where(s => s.Runs != Chance.No && s.Verdict is not (StepVerdict.Skipped or StepVerdict.NotReached)).DistinctBy(s => s.Step.Id))
        {
            var severity = step.Runs == Chance.Yes ? Severity.Error : Severity.Warning;
            foreach (var need in Alone(step.Step).SelectMany(s => Needs(forecast.Plan, s)).Distinct())
            {
                if (await MissingAsync(need, cancellationToken) is { } why)
                    found.Add(new StepFinding(step, PredictionCodes.NeedMissing, severity, $"{step.Name} needs {need.What}: {why}", "make it available to the process that carries the run out, then start it"));
            }
        }

        return found;
    }

    /// <summary>The step and its undo steps; what stands inside a container is visited by itself.</summary>
    private static IEnumerable<PlanStep> Alone(PlanStep step) => step.Rollback.Steps.SelectMany(s => s.WithDescendants()).Prepend(step);

    private IEnumerable<Need> Needs(Plan plan, PlanStep step)
    {
        foreach (var text in Texts(step.With).Concat(new[] { step.When }.OfType<string>().Select(w => $"${{{{ {w} }}}}")).Where(t => t.Contains("${{", StringComparison.Ordinal)))
        {
            foreach (Match secret in Secret().Matches(text))
                yield return new Need("secret", secret.Groups["name"].Value);
        }

        if (Text(step.With, "connection") is { } connection && !connection.Contains("${{", StringComparison.Ordinal))
            yield return new Need("connection", connection);
        if (step.Verb == "command" && string.IsNullOrEmpty(Text(step.With, "host")) && Program(plan, step) is { } program)
            yield return new Need("program", program);
    }

    private async Task<string?> MissingAsync(Need need, CancellationToken cancellationToken)
    {
        var key = $"{need.Kind} {need.Name}";
        if (!_known.TryGetValue(key, out var why))
            _known[key] = why = need.Kind switch
            {
                "secret" => Try(() => _secrets.Read(need.Name)),
                "connection" => await ConnectionAsync(need.Name, cancellationToken),
                _ => ProgramFile.Missing(need.Name),
            };
        return why;
    }

    private string? Try(Func<string> read)
    {
        try
        {
            read();
            return null;
        }
        catch (SecretUnavailableException e)
        {
            return e.Message;
        }
        catch (KeyNotFoundException)
        {
            return $"environment {environment.Name} has no secret of that name";
        }
    }

    private async Task<string?> ConnectionAsync(string name, CancellationToken cancellationToken)
    {
        if (!environment.Connections.TryGetValue(name, out var connection))
            return $"environment {environment.Name} has no connection of that name";
        try
        {
            if (connection.Token is { } token)
                await SecretReader.ReadAsync(token, cancellationToken);
            if (connection.Credentials is { } credentials)
                await SecretReader.ReadPairAsync(credentials, cancellationToken);
            return null;
        }
        catch (SecretUnavailableException e)
        {
            return e.Message;
        }
    }

    /// <summary>The program as it will be started; null when that is known only then, or when it is looked for in a folder of its own.</summary>
    private static string? Program(Plan plan, PlanStep step)
    {
        if (step.With.ValueKind != JsonValueKind.Object || !step.With.TryGetProperty("run", out var run) || run.ValueKind != JsonValueKind.Array || run.GetArrayLength() == 0)
            return null;
        var written = run[0].ValueKind == JsonValueKind.String ? run[0].GetString()! : "";
        if (LoneInput().Match(written) is { Success: true } input)
            written = Text(plan.Inputs, input.Groups["name"].Value) ?? "${{";
        return written.Length == 0 || written.Contains("${{", StringComparison.Ordinal) || (Text(step.With, "cwd") is not null && !Path.IsPathRooted(written)) ? null : written;
    }

    private static IEnumerable<string> Texts(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => [value.GetString()!],
        JsonValueKind.Object => value.EnumerateObject().SelectMany(p => Texts(p.Value)),
        JsonValueKind.Array => value.EnumerateArray().SelectMany(Texts),
        _ => [],
    };

    private static string? Text(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    [GeneratedRegex(@"(?<![A-Za-z0-9_.])secrets\.(?<name>[A-Za-z_][A-Za-z0-9_-]*)")]
    private static partial Regex Secret();

    [GeneratedRegex(@"^\s*\$\{\{\s*inputs\.(?<name>[A-Za-z_][A-Za-z0-9_]*)\s*\}\}\s*$")]
    private static partial Regex LoneInput();

    private sealed record Need(string Kind, string Name)
    {
        public string What => $"the {Kind} {Name}";
    }
}
