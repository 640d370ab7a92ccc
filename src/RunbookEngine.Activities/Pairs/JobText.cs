using System.Globalization;
using System.Text.Json;
using RunbookEngine.Arrays.Jobs;
using RunbookEngine.Plans;

namespace RunbookEngine.Activities.Pairs;

/// <summary>Jobs and job marks as the run journal keeps them: <c>4711@https://svp:443/</c>.</summary>
internal static class JobText
{
    public static string Write(ArrayJobRef job) => $"{job.JobId.ToString(CultureInfo.InvariantCulture)}@{job.Endpoint}";

    public static ArrayJobRef Read(string text, string storageDeviceId)
    {
        var at = text.IndexOf('@');
        return new ArrayJobRef(storageDeviceId, text[(at + 1)..], long.Parse(text[..at], CultureInfo.InvariantCulture));
    }

    public static string Write(JobMark mark) => JsonSerializer.Serialize(mark, PlanJson.Options);

    public static JobMark? ReadMark(string? text) => text is null ? null : JsonSerializer.Deserialize<JobMark>(text, PlanJson.Options);
}
