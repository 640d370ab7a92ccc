namespace RunbookEngine.Import.Tests.Ansible;

/// <summary>What stands at a task or a play beside its module: read, told, or a hole; never passed over.</summary>
public class TaskKeyTests
{
    [Theory]
    [InlineData("failed_when: r.rc > 1", "failed_when")]
    [InlineData("check_mode: true", "check_mode")]
    [InlineData("async: 600\npoll: 0", "async")]
    [InlineData("notify: tell", "notify")]
    [InlineData("tags: [never]", "never")]
    [InlineData("tags: night,never", "never")]
    [InlineData("args: { chdir: /tmp }", "args")]
    [InlineData("retries: 5", "repeated")]
    [InlineData("whenever: x", "which module")]
    [InlineData("module_defaults: { x: { y: z } }", "module_defaults")]
    public void A_key_that_changes_what_a_task_does_is_a_hole(string key, string why) => Playbooks.AssertHole(Playbooks.Play(Playbooks.Split("daily", key)), why);

    [Theory]
    [InlineData("ignore_errors: true", "goes on when this fails")]
    [InlineData("ignore_unreachable: yes", "goes on when this fails")]
    [InlineData("failed_when: false", "goes on when this fails")]
    [InlineData("tags: [night]", "--tags")]
    public void A_key_that_a_run_follows_otherwise_is_told(string key, string about) => Playbooks.AssertCheck(Playbooks.Import(Playbooks.Play(Playbooks.Split("daily", key))), about);

    [Theory]
    [InlineData("ignore_errors: false")]
    [InlineData("tags: [always]")]
    [InlineData("delegate_to: localhost")]
    [InlineData("run_once: true")]
    [InlineData("become: true\nbecome_user: root")]
    [InlineData("changed_when: false")]
    [InlineData("no_log: true")]
    [InlineData("check_mode: false")]
    [InlineData("throttle: 1")]
    [InlineData("any_errors_fatal: true")]
    [InlineData("environment: { HTTP_PROXY: x }")]
    [InlineData("connection: local")]
    [InlineData("timeout: 300")]
    public void A_key_that_means_nothing_to_a_run_changes_nothing(string key)
    {
        var result = Playbooks.Import(Playbooks.Play(Playbooks.Split("daily", key)));
        Assert.True(result.IsWhole);
        Assert.Equal(["pair.split"], Playbooks.Verbs(result));
    }

    [Theory]
    [InlineData("check_mode: true", "check_mode")]
    [InlineData("tags: [never]", "never")]
    [InlineData("handlers: [ { name: tell, debug: { msg: x } } ]", "handlers")]
    [InlineData("unheard_of: 1", "unheard_of")]
    public void A_key_of_a_play_that_changes_what_it_does_is_a_hole(string key, string why) => Playbooks.AssertHole($"- {key}\n  {Playbooks.Play(Playbooks.Split("daily"))[2..]}", why);

    [Theory]
    [InlineData("ignore_errors: true", "goes on when this fails")]
    [InlineData("tags: night", "--tags")]
    public void A_key_of_a_play_that_a_run_follows_otherwise_is_told(string key, string about) => Playbooks.AssertCheck(Playbooks.Import($"- {key}\n  {Playbooks.Play(Playbooks.Split("daily"))[2..]}"), about);

    [Theory]
    [InlineData("gather_facts: false\n  become: true\n  strategy: free\n  serial: 1\n  any_errors_fatal: true")]
    [InlineData("connection: local\n  collections: [ hitachivantara.vspone_block ]")]
    public void Keys_of_a_play_on_this_machine_mean_nothing_to_a_run(string keys) => Assert.True(Playbooks.Import($"- {keys}\n  {Playbooks.Play(Playbooks.Split("daily"))[2..]}").IsWhole);

    [Theory]
    [InlineData("hosts: storage")]
    [InlineData("hosts: [ a, b ]")]
    public void A_play_on_several_hosts_is_told(string hosts) => Playbooks.AssertCheck(Playbooks.Import(Playbooks.Play(Playbooks.Split("daily")).Replace("hosts: localhost", hosts, StringComparison.Ordinal)), "once for each of these hosts");

    [Theory]
    [InlineData("- command: /opt/stop-db\n", "command: { run:")]
    [InlineData("- ansible.builtin.shell: /opt/x | tee y\n", "command: { run:")]
    [InlineData("- uri: { url: https://x/y, method: POST }\n", "http: { url:")]
    [InlineData("- copy: { src: a, dest: b }\n", "module copy is not known")]
    [InlineData("- community.general.mail: { to: x }\n", "module mail is not known")]
    [InlineData("- add_host: { name: x }\n", "module add_host is not known")]
    public void Other_modules_are_holes_with_a_proposal(string task, string proposal)
    {
        var result = Playbooks.Import(Playbooks.Play(task));
        Assert.Equal(["unresolved"], Playbooks.Verbs(result));
        Assert.Contains(proposal, result.Runbook, StringComparison.Ordinal);
    }

    [Fact]
    public void Messages_need_no_step_whatever_their_condition()
    {
        var result = Playbooks.Import(Playbooks.Play("- debug: { var: r }\n  when: r is defined and r.results | length > 0\n- ansible.builtin.debug: { msg: x }\n  loop: \"{{ unknown }}\"\n- meta: flush_handlers\n"));
        Assert.True(result.IsWhole);
        Assert.Empty(Playbooks.Verbs(result));
    }

    [Fact]
    public void Several_plays_and_several_books_follow_one_another()
    {
        var result = Playbooks.Import(Playbooks.Play(Playbooks.Split("one")) + Playbooks.Play(Playbooks.Split("two")));
        Assert.Equal(["pair.split", "pair.split"], Playbooks.Verbs(result));
        var imported = Playbooks.Import("- import_playbook: other.yml\n" + Playbooks.Play(Playbooks.Split("two")), new() { ["other.yml"] = Playbooks.Play(Playbooks.Split("one")) });
        Assert.True(Playbooks.Steps(imported).IndexOf("on: one", StringComparison.Ordinal) < Playbooks.Steps(imported).IndexOf("on: two", StringComparison.Ordinal));
        Playbooks.AssertHole("- import_playbook: other.yml\n", "not there");
    }

    [Fact]
    public void What_module_defaults_hold_is_filled_in()
    {
        var book = "- hosts: localhost\n  module_defaults:\n    group/hitachivantara.vspone_block.vsp: { connection_info: { address: 10.0.0.7 } }\n  tasks:\n    - hitachivantara.vspone_block.vsp.hv_shadow_image_group: { state: split, spec: { copy_group_name: daily } }\n";
        Assert.Contains("10.0.0.7", Playbooks.Import(book).Environment, StringComparison.Ordinal);
    }
}
