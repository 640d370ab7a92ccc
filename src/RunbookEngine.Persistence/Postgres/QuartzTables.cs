namespace RunbookEngine.Persistence.Postgres;

/// <summary>What Quartz.NET 3.22 keeps its jobs and triggers in, under the prefix <see cref="Prefix"/>. Names and types of the columns are the
/// scheduler's; times are its ticks.</summary>
public static class QuartzTables
{
    public const string Prefix = "quartz_";

    internal const string Sql = """
        create table quartz_job_details (
            sched_name text not null,
            job_name text not null,
            job_group text not null,
            description text,
            job_class_name text not null,
            is_durable boolean not null,
            is_nonconcurrent boolean not null,
            is_update_data boolean not null,
            requests_recovery boolean not null,
            job_data bytea,
            primary key (sched_name, job_name, job_group)
        );
        create table quartz_triggers (
            sched_name text not null,
            trigger_name text not null,
            trigger_group text not null,
            job_name text not null,
            job_group text not null,
            description text,
            next_fire_time bigint,
            prev_fire_time bigint,
            priority integer,
            trigger_state text not null,
            trigger_type text not null,
            start_time bigint not null,
            end_time bigint,
            calendar_name text,
            misfire_instr smallint,
            misfire_orig_fire_time bigint,
            execution_group text,
            preferred_node text,
            preferred_node_auto boolean,
            job_data bytea,
            primary key (sched_name, trigger_name, trigger_group),
            foreign key (sched_name, job_name, job_group) references quartz_job_details
        );
        create index quartz_triggers_by_job on quartz_triggers (sched_name, job_name, job_group);
        create index quartz_triggers_by_time on quartz_triggers (sched_name, trigger_state, next_fire_time);
        create table quartz_simple_triggers (
            sched_name text not null,
            trigger_name text not null,
            trigger_group text not null,
            repeat_count bigint not null,
            repeat_interval bigint not null,
            times_triggered bigint not null,
            primary key (sched_name, trigger_name, trigger_group),
            foreign key (sched_name, trigger_name, trigger_group) references quartz_triggers on delete cascade
        );
        create table quartz_simprop_triggers (
            sched_name text not null,
            trigger_name text not null,
            trigger_group text not null,
            str_prop_1 text,
            str_prop_2 text,
            str_prop_3 text,
            int_prop_1 integer,
            int_prop_2 integer,
            long_prop_1 bigint,
            long_prop_2 bigint,
            dec_prop_1 numeric,
            dec_prop_2 numeric,
            bool_prop_1 boolean,
            bool_prop_2 boolean,
            time_zone_id text,
            primary key (sched_name, trigger_name, trigger_group),
            foreign key (sched_name, trigger_name, trigger_group) references quartz_triggers on delete cascade
        );
        create table quartz_cron_triggers (
            sched_name text not null,
            trigger_name text not null,
            trigger_group text not null,
            cron_expression text not null,
            time_zone_id text,
            primary key (sched_name, trigger_name, trigger_group),
            foreign key (sched_name, trigger_name, trigger_group) references quartz_triggers on delete cascade
        );
        create table quartz_blob_triggers (
            sched_name text not null,
            trigger_name text not null,
            trigger_group text not null,
            blob_data bytea,
            primary key (sched_name, trigger_name, trigger_group),
            foreign key (sched_name, trigger_name, trigger_group) references quartz_triggers on delete cascade
        );
        create table quartz_calendars (
            sched_name text not null,
            calendar_name text not null,
            calendar bytea not null,
            primary key (sched_name, calendar_name)
        );
        create table quartz_paused_trigger_grps (
            sched_name text not null,
            trigger_group text not null,
            primary key (sched_name, trigger_group)
        );
        create table quartz_fired_triggers (
            sched_name text not null,
            entry_id text not null,
            trigger_name text not null,
            trigger_group text not null,
            instance_name text not null,
            fired_time bigint not null,
            sched_time bigint not null,
            priority integer not null,
            state text not null,
            job_name text,
            job_group text,
            is_nonconcurrent boolean not null,
            requests_recovery boolean,
            execution_group text,
            primary key (sched_name, entry_id)
        );
        create index quartz_fired_by_instance on quartz_fired_triggers (sched_name, instance_name);
        create table quartz_scheduler_state (
            sched_name text not null,
            instance_name text not null,
            last_checkin_time bigint not null,
            checkin_interval bigint not null,
            primary key (sched_name, instance_name)
        );
        create table quartz_locks (
            sched_name text not null,
            lock_name text not null,
            primary key (sched_name, lock_name)
        );
        """;
}
