using Quartz;
using Quartz.Spi;

namespace RunbookEngine.Server.Cluster;

/// <summary>Having a shard: the job runs for as long as the node has it. When the node dies, the scheduler fires it on another.</summary>
[DisallowConcurrentExecution]
internal sealed class ShardJob(Func<int, bool, Task> have) : IJob
{
    public const string Shard = "shard";

    public Task Execute(IJobExecutionContext context) => have(context.MergedJobDataMap.GetIntValue(Shard), context.Recovering);

    /// <summary>Gives jobs the node that they belong to.</summary>
    public sealed class Factory(Func<int, bool, Task> have) : IJobFactory
    {
        public IJob NewJob(TriggerFiredBundle bundle, IScheduler scheduler) => new ShardJob(have);

        public void ReturnJob(IJob job)
        {
        }
    }
}
