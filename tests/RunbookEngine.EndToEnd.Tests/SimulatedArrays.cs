using System.Text.Json;

namespace RunbookEngine.EndToEnd.Tests;

/// <summary>A <c>runbook simulate</c> process.</summary>
internal sealed class SimulatedArrays(RunningCommand process, string environment)
{
    private static readonly HttpClient Client = new();

    public RunningCommand Process => process;

    public string Environment => environment;

    public string Control => process.Out.Split('\n').First(l => l.StartsWith("control ", StringComparison.Ordinal)).Split(' ')[1].Trim();

    public IReadOnlyList<string[]> Arrays =>
        [.. process.Out.Split('\n').Where(l => l.StartsWith("array ", StringComparison.Ordinal)).Select(l => l.Trim().Split(' ')[1..])];

    /// <summary>Reads at the control address, or changes something there.</summary>
    public async Task<JsonElement> ControlAsync(string path, string? body = null)
    {
        using var answer = body is null
            ? await Client.GetAsync($"{Control}/control/{path}")
            : await Client.PostAsync($"{Control}/control/{path}", new StringContent(body));
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {text}");
        return JsonElement.Parse(text);
    }

    /// <summary>How often each action took effect on each copy group.</summary>
    public async Task<IReadOnlyDictionary<(string Action, string Group), int>> LedgerAsync()
    {
        var json = JsonElement.Parse(await Client.GetStringAsync($"{Control}/control/ledger"));
        return json.GetProperty("data").EnumerateArray()
            .Where(e => e.GetProperty("copyGroup").ValueKind == JsonValueKind.String)
            .GroupBy(e => (e.GetProperty("action").GetString()!, e.GetProperty("copyGroup").GetString()!))
            .ToDictionary(g => g.Key, g => g.Count());
    }
}
