using System.Text.Json;
using Quartz.Spi;

namespace RunbookEngine.Server.Cluster;

/// <summary>What the scheduler stores as bytes. Job data are plain texts, so in practice that is nothing but empty maps.</summary>
internal sealed class SchedulerJson : IObjectSerializer
{
    public void Initialize()
    {
    }

    public byte[] Serialize<T>(T obj)
        where T : class => JsonSerializer.SerializeToUtf8Bytes(obj);

    public T? DeSerialize<T>(byte[] data)
        where T : class => JsonSerializer.Deserialize<T>(data);
}
