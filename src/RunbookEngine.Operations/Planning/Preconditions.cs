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
        var (found, told) = (new List<StepFinding>(), new HashSet<(StepId, Need)>());
        foreach (var step in forecast.Steps.Where(s => s.Runs != Chance.No && s.Verdict is not (StepVerdict.Skipped or StepVerdict.NotReached)))
        {
            foreach (var need in Alone(step.Step).SelectMany(s => Needs(step, s)).Where(n => told.Add((step.Step.Id, n))))
            {
                // A message that is not delivered fails nothing unless the step says so.
                var severity = step.Runs == Chance.Yes && !need.IsMinor ? Severity.Error : Severity.Warning;
                if (await MissingAsync(need, cancellationToken) is { } why)
                    found.Add(new StepFinding(step, PredictionCodes.NeedMissing, severity, $"{step.Name} needs {need.What}: {why}", "make it available to the process that carries the run out, then start it"));
            }
        }

        return found;
    }

    /// <summary>The step and its undo steps; what stands inside a container is visited by itself.</summary>
    private static IEnumerable<PlanStep> Alone(PlanStep step) => step.Rollback.Steps.SelectMany(s => s.WithDescendants()).Prepend(step);

    private static IEnumerable<Need> Needs(StepForecast forecast, PlanStep step)
    {
        foreach (var text in Texts(step.With).Concat(new[] { step.When }.OfType<string>().Select(w => $"${{{{ {w} }}}}")).Where(t => t.Contains("${{", StringComparison.Ordinal)))
        {
            foreach (Match secret in Secret().Matches(text))
                yield return new Need("secret", secret.Groups["name"].Value);
        }

        if (Known(forecast, step.With, "connection") is { ValueKind: JsonValueKind.String } connection)
            yield return new Need("connection", connection.GetString()!);
        if (step.Verb == "command" && IsHere(forecast, step) && Program(forecast, step) is { } program)
            yield return new Need("program", program);
        foreach (var channel in step.Verb switch { "notify" => Names(Known(forecast, step.With, "to")), "approve" => Names(Known(forecast, step.With, "notify")), _ => [] })
            yield return new Need("channel", channel, step.Verb != "notify" || Known(forecast, step.With, "fatal") is not { ValueKind: JsonValueKind.True });
    }

    /// <summary>The program is started by the engine itself, and not on a host of the environment.</summary>
    private static bool IsHere(StepForecast forecast, PlanStep step) => step.With.ValueKind != JsonValueKind.Object || !step.With.TryGetProperty("host", out _)
        || (Known(forecast, step.With, "host") is { ValueKind: JsonValueKind.String } known && string.IsNullOrEmpty(known.GetString()));

    private static JsonElement? Known(StepForecast forecast, JsonElement with, string name) =>
        with.ValueKind == JsonValueKind.Object && with.TryGetProperty(name, out var written) ? forecast.Resolve(written) : null;

    private static IEnumerable<string> Names(JsonElement? written) => written switch
    {
        { ValueKind: JsonValueKind.String } one => [one.GetString()!],
        { ValueKind: JsonValueKind.Array } list => list.EnumerateArray().Where(n => n.ValueKind == JsonValueKind.String).Select(n => n.GetString()!),
        _ => [],
    };

    private async Task<string?> MissingAsync(Need need, CancellationToken cancellationToken)
    {
        var key = $"{need.Kind} {need.Name}";
        if (!_known.TryGetValue(key, out var why))
            _known[key] = why = need.Kind switch
            {
                "secret" => Try(() => _secrets.Read(need.Name)),
                "connection" => await ConnectionAsync(need.Name, cancellationToken),
                "channel" => await ChannelAsync(need.Name, cancellationToken),
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

    private async Task<string?> ConnectionAsync(string name, CancellationToken cancellationToken) => !environment.Connections.TryGetValue(name, out var connection)
        ? $"environment {environment.Name} has no connection of that name" : await ReferencesAsync(connection.Token, connection.Credentials, cancellationToken);

    private async Task<string?> ChannelAsync(string name, CancellationToken cancellationToken) => !environment.Notify.TryGetValue(name, out var channel)
        ? $"environment {environment.Name} has no channel of that name under notify" : await ReferencesAsync(null, channel.Credentials, cancellationToken);

    private static async Task<string?> ReferencesAsync(string? token, string? credentials, CancellationToken cancellationToken)
    {
        try
        {
            if (token is not null)
                await SecretReader.ReadAsync(token, cancellationToken);
            if (credentials is not null)
                await SecretReader.ReadPairAsync(credentials, cancellationToken);
            return null;
        }
        catch (SecretUnavailableException e)
        {
            return e.Message;
        }
    }

    /// <summary>The program as it will be started; null when that is known only then, or when it is looked for in a folder of its own.</summary>
    private static string? Program(StepForecast forecast, PlanStep step)
    {
        if (step.With.ValueKind != JsonValueKind.Object || !step.With.TryGetProperty("run", out var run) || run.ValueKind != JsonValueKind.Array || run.GetArrayLength() == 0)
            return null;
        var written = forecast.Resolve(run[0]) is { ValueKind: JsonValueKind.String } known ? known.GetString()! : "";
        return written.Length == 0 || (step.With.TryGetProperty("cwd", out _) && !Path.IsPathRooted(written)) ? null : written;
    }

    private static IEnumerable<string> Texts(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => [value.GetString()!],
        JsonValueKind.Object => value.EnumerateObject().SelectMany(p => Texts(p.Value)),
        JsonValueKind.Array => value.EnumerateArray().SelectMany(Texts),
        _ => [],
    };

    [GeneratedRegex(@"(?<![A-Za-z0-9_.])secrets\.(?<name>[A-Za-z_][A-Za-z0-9_-]*)")]
    private static partial Regex Secret();

    /// <param name="IsMinor">The run goes on without it.</param>
    private sealed record Need(string Kind, string Name, bool IsMinor = false)
    {
        public string What => $"the {Kind} {Name}";
    }
}
