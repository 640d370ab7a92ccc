using System.Collections.Specialized;
using System.Globalization;
using Quartz;
using Quartz.Impl;
using Quartz.Spi;
using RunbookEngine.Persistence.Postgres;

namespace RunbookEngine.Server.Cluster;

/// <summary>Makes the scheduler that places shards: clustered on PostgreSQL, or in memory for a node that is alone.</summary>
internal sealed class SchedulerFactory(NameValueCollection settings) : StdSchedulerFactory(settings)
{
    private const string Name = "runbook-shards";

    private readonly Repository _repository = new();

    /// <param name="instance">Unique per start of a node.</param>
    /// <param name="connection">Of the PostgreSQL store; null: in memory.</param>
    public static Task<IScheduler> CreateAsync(string instance, string? connection, TimeSpan checkIn, CancellationToken cancellationToken)
    {
        var settings = new NameValueCollection
        {
            ["quartz.scheduler.instanceName"] = Name,
            ["quartz.scheduler.instanceId"] = instance,
            // Nodes do not hear of each other's triggers: they look this often. A second is the least that is allowed.
            ["quartz.scheduler.idleWaitTime"] = "1000",
            ["quartz.scheduler.batchTriggerAcquisitionMaxCount"] = "4",
            ["quartz.threadPool.maxConcurrency"] = Text(Shards.Count * 2),
            ["quartz.jobStore.misfireThreshold"] = "1000",
            // A process that ends does not wait for it.
            ["quartz.scheduler.makeSchedulerThreadDaemon"] = "true",
        };
        if (connection is not null)
        {
            // A name of its own: two nodes in one process share the list of data sources.
            var source = $"runs-{Guid.NewGuid():N}";
            settings.Add(new NameValueCollection
            {
                ["quartz.jobStore.type"] = "Quartz.Impl.AdoJobStore.JobStoreTX, Quartz",
                ["quartz.jobStore.driverDelegateType"] = "Quartz.Impl.AdoJobStore.PostgreSQLDelegate, Quartz",
                ["quartz.jobStore.tablePrefix"] = QuartzTables.Prefix,
                ["quartz.jobStore.dataSource"] = source,
                ["quartz.jobStore.useProperties"] = "true",
                ["quartz.jobStore.performSchemaValidation"] = "false",
                ["quartz.jobStore.acquireTriggersWithinLock"] = "true",
                ["quartz.jobStore.dbRetryInterval"] = "1000",
                ["quartz.jobStore.makeThreadsDaemons"] = "true",
                ["quartz.jobStore.clustered"] = "true",
                ["quartz.jobStore.clusterCheckinInterval"] = Text((int)checkIn.TotalMilliseconds),
                ["quartz.jobStore.clusterCheckinMisfireThreshold"] = Text((int)checkIn.TotalMilliseconds),
                [$"quartz.dataSource.{source}.provider"] = "Npgsql",
                [$"quartz.dataSource.{source}.connectionString"] = connection,
                ["quartz.serializer.type"] = typeof(SchedulerJson).AssemblyQualifiedName,
            });
        }

        return new SchedulerFactory(settings).GetScheduler(cancellationToken);
    }

    protected override ISchedulerRepository GetSchedulerRepository() => _repository;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>One scheduler for one factory, so that two nodes can live in one process.</summary>
    private sealed class Repository : ISchedulerRepository
    {
        private readonly List<IScheduler> _schedulers = [];

        public void Bind(IScheduler scheduler) => _schedulers.Add(scheduler);

        public void Remove(string schedulerName) => _schedulers.RemoveAll(s => s.SchedulerName == schedulerName);

        public IScheduler? Lookup(string schedulerName) => _schedulers.FirstOrDefault(s => s.SchedulerName == schedulerName);

        public List<IScheduler> LookupAll() => [.. _schedulers];
    }
}
