using RunbookEngine.Import.Report;

namespace RunbookEngine.Import.Tests.Ansible;

/// <summary>Every module of the collection that has to do with pairs, in every state.</summary>
public class VendorModuleTests
{
    private const string Tc = "{ copy_group_name: erp, copy_pair_name: db01 }";
    private const string Group = "{ copy_group_name: erp, replication_type: TC }";

    [Theory]
    [InlineData("hv_truecopy", "split", Tc, "pair.split: { on: erp/db01 }")]
    [InlineData("hv_truecopy", "split", "{ copy_group_name: erp, copy_pair_name: db01, is_svol_readwriteable: true }", "pair.split: { on: erp/db01, svolAccess: read-write }")]
    [InlineData("hv_truecopy", "resync", "{ copy_group_name: erp, copy_pair_name: db01, copy_pace: 3 }", "pair.resync: { on: erp/db01, copyPace: 3 }")]
    [InlineData("hv_truecopy", "swap_split", Tc, "pair.split: { on: erp/db01, swap: true }")]
    [InlineData("hv_truecopy", "swap_resync", Tc, "pair.swapResync: { on: erp/db01 }")]
    [InlineData("hv_truecopy", "absent", Tc, "pair.delete: { on: erp/db01 }")]
    [InlineData("hv_truecopy", "present", "{ copy_group_name: erp, copy_pair_name: db01, primary_volume_id: 16, provisioned_secondary_volume_id: 32, fence_level: NEVER, path_group_id: 1 }", "pair.create: { on: erp, pairs: [{ name: db01, pvol: 16, svol: 32 }], fenceLevel: never, pathGroup: 1 }")]
    [InlineData("hv_truecopy", "", "{ copy_group_name: erp, copy_pair_name: db01, primary_volume_id: 16, provisioned_secondary_volume_id: 32 }", "pair.create: { on: erp, pairs: [{ name: db01, pvol: 16, svol: 32 }] }")]
    [InlineData("hv_hur", "split", "{ copy_group_name: erp, is_svol_readwriteable: yes }", "pair.split: { on: erp, svolAccess: read-write }")]
    [InlineData("hv_hur", "resync", "{ copy_group_name: erp }", "pair.resync: { on: erp }")]
    [InlineData("hv_hur", "swap_split", "{ copy_group_name: erp }", "pair.split: { on: erp, swap: true }")]
    [InlineData("hv_hur", "swap_resync", "{ copy_group_name: erp }", "pair.swapResync: { on: erp }")]
    [InlineData("hv_hur", "takeover", "{ copy_group_name: erp, remote_device_group_name: S_erp }", "pair.takeover: { on: erp }")]
    [InlineData("hv_hur", "absent", Tc, "pair.delete: { on: erp/db01 }")]
    [InlineData("hv_hur", "present", "{ copy_group_name: erp, copy_pair_name: db01, primary_volume_id: 16, provisioned_secondary_volume_id: 32, primary_volume_journal_id: 1, secondary_volume_journal_id: 2, consistency_group_id: 5 }", "pair.create: { on: erp, pairs: [{ name: db01, pvol: 16, svol: 32 }], consistencyGroup: 5, journals: { pvol: 1, svol: 2 } }")]
    [InlineData("hv_gad", "split", Tc, "pair.split: { on: erp/db01 }")]
    [InlineData("hv_gad", "resync", Tc, "pair.resync: { on: erp/db01 }")]
    [InlineData("hv_gad", "swap_split", Tc, "pair.split: { on: erp/db01, swap: true }")]
    [InlineData("hv_gad", "swap_resync", Tc, "pair.swapResync: { on: erp/db01 }")]
    [InlineData("hv_gad", "absent", Tc, "pair.delete: { on: erp/db01 }")]
    [InlineData("hv_gad", "present", "{ copy_group_name: erp, copy_pair_name: db01, primary_volume_id: 16, provisioned_secondary_volume_id: 32, quorum_disk_id: 3 }", "pair.create: { on: erp, pairs: [{ name: db01, pvol: 16, svol: 32 }], quorumDisk: 3 }")]
    [InlineData("hv_remote_copy_group", "split", "{ copy_group_name: erp, replication_type: HUR, is_svol_writable: true, do_data_suspend: true }", "pair.split: { on: erp, svolAccess: read-write, dataSuspend: true }")]
    [InlineData("hv_remote_copy_group", "split", "{ copy_group_name: erp, replication_type: TC, do_pvol_write_protect: true }", "pair.split: { on: erp, pvolWriteProtect: true }")]
    [InlineData("hv_remote_copy_group", "resync", "{ copy_group_name: erp, replication_type: TC, is_consistency_group: true, consistency_group_id: 47, fence_level: NEVER, copy_pace: 3 }", "pair.resync: { on: erp, consistencyGroup: 47, fenceLevel: never, copyPace: 3 }")]
    [InlineData("hv_remote_copy_group", "swap_split", Group, "pair.split: { on: erp, swap: true }")]
    [InlineData("hv_remote_copy_group", "swap_resync", Group, "pair.swapResync: { on: erp }")]
    [InlineData("hv_remote_copy_group", "takeover", Group, "pair.takeover: { on: erp }")]
    [InlineData("hv_remote_copy_group", "absent", Group, "pair.delete: { on: erp }")]
    [InlineData("hv_shadow_image_pair", "split", "{ copy_group_name: erp, copy_pair_name: db01, enable_quick_mode: true }", "pair.split: { on: erp/db01, quick: true }")]
    [InlineData("hv_shadow_image_pair", "sync", Tc, "pair.resync: { on: erp/db01 }")]
    [InlineData("hv_shadow_image_pair", "restore", Tc, "pair.restore: { on: erp/db01 }")]
    [InlineData("hv_shadow_image_pair", "absent", Tc, "pair.delete: { on: erp/db01 }")]
    [InlineData("hv_shadow_image_pair", "present", "{ copy_group_name: erp, copy_pair_name: db01, primary_volume_id: 16, secondary_volume_id: 17, auto_split: true }", "pair.create: { on: erp, pairs: [{ name: db01, pvol: 16, svol: 17 }], autoSplit: true }")]
    [InlineData("hv_shadow_image_group", "split", "{ copy_group_name: erp, force_suspend: true }", "pair.split: { on: erp, forceSuspend: true }")]
    [InlineData("hv_shadow_image_group", "split", "{ copy_group_name: erp, quick_mode: true, copy_pace: 10 }", "pair.split: { on: erp, quick: true, copyPace: 10 }")]
    [InlineData("hv_shadow_image_group", "resync", "{ copy_group_name: erp }", "pair.resync: { on: erp }")]
    [InlineData("hv_shadow_image_group", "sync", "{ copy_group_name: erp, quick_mode: true }", "pair.resync: { on: erp, quick: true }")]
    [InlineData("hv_shadow_image_group", "restore", "{ copy_group_name: erp }", "pair.restore: { on: erp }")]
    [InlineData("hv_shadow_image_group", "absent", "{ copy_group_name: erp }", "pair.delete: { on: erp }")]
    [InlineData("hv_snapshot_group", "split", "{ snapshot_group_name: nightly }", "pair.split: { on: nightly }")]
    [InlineData("hv_snapshot_group", "sync", "{ snapshot_group_name: nightly }", "pair.resync: { on: nightly }")]
    [InlineData("hv_snapshot_group", "restore", "{ snapshot_group_name: nightly }", "pair.restore: { on: nightly }")]
    [InlineData("hv_snapshot_group", "absent", "{ snapshot_group_name: nightly }", "pair.delete: { on: nightly }")]
    [InlineData("hv_snapshot", "present", "{ snapshot_group_name: nightly, primary_volume_id: 16, pool_id: 2 }", "pair.create: { on: nightly, pairs: [{ name: ldev16, pvol: 16 }], pool: 2 }")]
    [InlineData("hv_truecopy_facts", "", Tc, "pair.snapshot: { on: erp/db01 }")]
    [InlineData("hv_hur_facts", "", "{ copy_group_name: erp }", "pair.snapshot: { on: erp }")]
    [InlineData("hv_gad_facts", "", "{ copy_group_name: erp }", "pair.snapshot: { on: erp }")]
    [InlineData("hv_shadow_image_group_facts", "", "{ name: erp }", "pair.snapshot: { on: erp }")]
    [InlineData("hv_shadow_image_pair_facts", "", "{ copy_group_name: erp }", "pair.snapshot: { on: erp }")]
    [InlineData("hv_snapshot_group_facts", "", "{ snapshot_group_name: nightly }", "pair.snapshot: { on: nightly }")]
    public void A_state_of_a_module_becomes_its_verb(string module, string state, string spec, string step)
    {
        var result = Playbooks.Import(Playbooks.Play(Playbooks.Task(module, state, spec)));
        Assert.Contains(step + "\n", Playbooks.Steps(result), StringComparison.Ordinal);
        Assert.Single(Playbooks.Verbs(result));
        Assert.DoesNotContain(result.Open, o => o.Kind == RemarkKind.Hole);
    }

    [Theory]
    [InlineData("hv_truecopy", "present", "{ copy_group_name: erp, copy_pair_name: db01, primary_volume_id: 16, secondary_pool_id: 0 }", "secondary_pool_id")]
    [InlineData("hv_truecopy", "present", "{ copy_group_name: erp, copy_pair_name: db01, primary_volume_id: 16 }", "makes the S-VOL by itself")]
    [InlineData("hv_truecopy", "present", "{ copy_group_name: erp, copy_pair_name: db01, primary_volume_id: 00:00:16, provisioned_secondary_volume_id: 3 }", "no LDEV id")]
    [InlineData("hv_truecopy", "present", "{ copy_group_name: erp, copy_pair_name: db01, primary_volume_id: 016, provisioned_secondary_volume_id: 3 }", "no LDEV id")]
    [InlineData("hv_truecopy", "resize", "{ copy_group_name: erp, new_volume_size: 10GB }", "state resize")]
    [InlineData("hv_truecopy", "expand", "{ copy_group_name: erp, new_volume_size: 10GB }", "state expand")]
    [InlineData("hv_truecopy", "split", "{ primary_volume_id: 16 }", "names the pair by its volumes")]
    [InlineData("hv_truecopy", "split", "{ copy_group_name: erp, primary_volume_id: 16 }", "its pair's name is not known")]
    [InlineData("hv_truecopy", "absent", "{ copy_group_name: erp, copy_pair_name: db01, should_delete_svol: true }", "should_delete_svol")]
    [InlineData("hv_hur", "split", Tc, "operated by copy group")]
    [InlineData("hv_hur", "resync", "{ copy_group_name: erp, do_delta_resync_suspend: true }", "do_delta_resync_suspend")]
    [InlineData("hv_gad", "split", "{ copy_group_name: erp, is_svol_readwriteable: true }", "is_svol_readwriteable")]
    [InlineData("hv_remote_copy_group", "split", "{ copy_group_name: erp }", "replication_type")]
    [InlineData("hv_remote_copy_group", "split", "{ copy_group_name: erp, replication_type: TC, svol_operation_mode: swap }", "svol_operation_mode")]
    [InlineData("hv_remote_copy_group", "present", Group, "state present")]
    [InlineData("hv_shadow_image_group", "migrate", "{ copy_group_name: erp }", "state migrate")]
    [InlineData("hv_shadow_image_group", "split", "{ copy_group_name: erp, should_force_split: true }", "should_force_split")]
    [InlineData("hv_shadow_image_group", "split", "{ copy_group_name: erp, force_suspend: true, quick_mode: true }", "excludes")]
    [InlineData("hv_shadow_image_group", "absent", "{ copy_group_name: erp, force_delete: true }", "force_delete")]
    [InlineData("hv_shadow_image_group", "swap_split", "{ copy_group_name: erp }", "swap_split")]
    [InlineData("hv_snapshot", "restore", "{ primary_volume_id: 16, mirror_unit_id: 3 }", "mirror_unit_id")]
    [InlineData("hv_snapshot", "absent", "{ snapshot_group_name: nightly, primary_volume_id: 16 }", "one pair of the snapshot group")]
    [InlineData("hv_snapshot_group", "clone", "{ snapshot_group_name: nightly }", "state clone")]
    [InlineData("hv_snapshot_group", "restore", "{ snapshot_group_name: nightly, auto_split: true }", "auto_split")]
    [InlineData("hv_snapshot_group", "split", "{ snapshot_group_name: nightly, retention_period: 120 }", "retention_period")]
    [InlineData("hv_snapshot_group", "present", "{ snapshot_group_name: nightly, operation_type: vclone }", "state present")]
    [InlineData("hv_vsp_one_snapshot", "present", "{ primary_volume_id: 16 }", "no Thin Image pairs")]
    [InlineData("hv_journal", "present", "{ journal_id: 3 }", "no pair")]
    [InlineData("hv_ldev", "absent", "{ ldev_id: 3 }", "no pair")]
    [InlineData("hv_hostgroup", "present", "{ name: x }", "no pair")]
    public void What_a_step_cannot_say_is_a_hole(string module, string state, string spec, string why) =>
        Playbooks.AssertHole(Playbooks.Play(Playbooks.Task(module, state, spec)), why);

    [Theory]
    [InlineData("hv_journal_facts", "{ journal_id: 3 }")]
    [InlineData("hv_ldev_facts", "{ ldev_id: 3 }")]
    [InlineData("hv_remote_copy_group_facts", "{ }")]
    [InlineData("hv_truecopy_facts", "{ primary_volume_id: 16 }")]
    [InlineData("hv_snapshot_facts", "{ primary_volume_id: 16 }")]
    public void A_reading_that_names_no_group_needs_no_step(string module, string spec)
    {
        var result = Playbooks.Import(Playbooks.Play(Playbooks.Task(module, "", spec)));
        Assert.True(result.IsWhole);
        Assert.Empty(Playbooks.Verbs(result));
    }

    [Fact]
    public void A_group_whose_type_a_task_leaves_out_has_the_type_of_the_other_tasks()
    {
        var result = Playbooks.Import(Playbooks.Play(Playbooks.Task("hv_remote_copy_group", "absent", "{ copy_group_name: erp }") + Playbooks.Task("hv_remote_copy_group", "split", "{ copy_group_name: erp, replication_type: hur }")));
        Assert.Equal(["pair.delete", "pair.split"], Playbooks.Verbs(result));
        Assert.Contains("technology: universal-replicator", result.Runbook, StringComparison.Ordinal);
    }

    [Fact]
    public void Arrays_come_from_both_connections_and_a_takeover_is_asked_at_the_second()
    {
        var result = Playbooks.Import(Playbooks.Play(Playbooks.Task("hv_truecopy", "split", Tc)));
        Assert.Contains("https://10.0.0.1:443", result.Environment, StringComparison.Ordinal);
        Assert.Contains("https://10.0.0.2:443", result.Environment, StringComparison.Ordinal);
        Assert.Contains("array: array-10-0-0-1\n    remoteArray: array-10-0-0-2", result.Runbook, StringComparison.Ordinal);

        var taken = Playbooks.Import(Playbooks.Play("- hv_hur:\n    connection_info: { address: 10.0.0.2 }\n    state: takeover\n    spec: { copy_group_name: erp }\n"));
        Assert.Contains("remoteArray: array-10-0-0-2", taken.Runbook, StringComparison.Ordinal);
    }

    [Fact]
    public void A_group_of_one_name_on_two_arrays_is_a_hole()
    {
        var other = Playbooks.Split("daily").Replace("10.0.0.1", "10.0.0.9", StringComparison.Ordinal);
        Playbooks.AssertHole(Playbooks.Play(Playbooks.Split("daily") + other), "on other arrays");
    }

    [Fact]
    public void Two_arrays_whose_addresses_only_Ansible_knows_stay_two()
    {
        var tasks = "- hv_truecopy:\n    connection_info: { address: \"{{ lookup('env', 'A') }}\" }\n    secondary_connection_info: { address: \"{{ lookup('env', 'B') }}\" }\n    state: split\n    spec: { copy_group_name: erp }\n";
        var result = Playbooks.Import(Playbooks.Play(tasks));
        Assert.Equal(2, result.Environment.Split("storageDeviceId:").Length - 1);
    }

    [Theory]
    [InlineData("result.ansible_facts.pairs[0].status == 'PAIR'", "[PAIR]")]
    [InlineData("\"'PSUS' in result.ansible_facts.status\"", "[PSUS, SSUS]")]
    [InlineData("result.pairs | selectattr('status', 'equalto', 'PAIR') | list | length > 0", "[PAIR]")]
    [InlineData("result.pairs | rejectattr('status', 'equalto', 'PAIR') | list | length == 0", "[PAIR]")]
    public void A_reading_that_is_repeated_until_a_status_is_there_is_a_wait(string until, string statuses)
    {
        var result = Playbooks.Import(Playbooks.Play(Playbooks.Task("hv_truecopy_facts", "", "{ copy_group_name: erp }", $"register: result\nuntil: {until}\nretries: 60\ndelay: 10")));
        Assert.Contains($"pair.wait: {{ on: erp, status: {statuses.Replace("[PAIR]", "PAIR", StringComparison.Ordinal)}, timeout: 10m, poll: 10s }}", Playbooks.Steps(result), StringComparison.Ordinal);
        Assert.True(result.IsWhole);
    }

    [Theory]
    [InlineData("result.status != 'COPY'")]
    [InlineData("result.status == 'PAIR' or result.status == 'PSUS'")]
    [InlineData("result is succeeded")]
    [InlineData("result.pairs | selectattr('status', 'equalto', 'PSUE') | list | length == 0")]
    [InlineData("'COPY' not in result.status")]
    [InlineData("result.pairs | rejectattr('status', 'in', ['COPY', 'PAIR']) | list | length == 0")]
    public void A_wait_for_anything_else_is_a_hole(string until) =>
        Playbooks.AssertHole(Playbooks.Play(Playbooks.Task("hv_truecopy_facts", "", "{ copy_group_name: erp }", $"register: result\nuntil: \"{until}\"\nretries: 60")), "what it waits for");

    [Fact]
    public void A_change_that_is_repeated_is_a_hole() => Playbooks.AssertHole(Playbooks.Play(Playbooks.Split("daily", "register: r\nuntil: r is succeeded\nretries: 3")), "repeated");
}
