using System.Collections.Specialized;
using System.Text.Json;
using Quartz.Spi;

namespace RunbookEngine.Server.Cluster;

/// <summary>What the scheduler stores as bytes: the data of jobs, which are texts by name.</summary>
internal sealed class SchedulerJson : IObjectSerializer
{
    public void Initialize()
    {
    }

    public byte[] Serialize<T>(T obj)
        where T : class => obj is NameValueCollection texts
            ? JsonSerializer.SerializeToUtf8Bytes(texts.AllKeys.OfType<string>().ToDictionary(k => k, k => texts[k]))
            : throw new NotSupportedException($"The scheduler stores texts only, not {typeof(T).Name}.");

    public T? DeSerialize<T>(byte[] data)
        where T : class
    {
        var texts = new NameValueCollection();
        foreach (var (name, text) in JsonSerializer.Deserialize<Dictionary<string, string?>>(data)!)
            texts[name] = text;
        return texts as T ?? throw new NotSupportedException($"The scheduler stores texts only, not {typeof(T).Name}.");
    }
}
