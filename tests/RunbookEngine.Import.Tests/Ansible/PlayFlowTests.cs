namespace RunbookEngine.Import.Tests.Ansible;

/// <summary>Conditions, loops, blocks, included files: what decides whether a later task is played.</summary>
public class PlayFlowTests
{
    [Theory]
    [InlineData("mode == 'dr'", "inputs.mode == 'dr'")]
    [InlineData("mode != \"dr\"", "inputs.mode != 'dr'")]
    [InlineData("mode in ['dr', 'test']", "inputs.mode == 'dr' || inputs.mode == 'test'")]
    [InlineData("mode not in ['dr']", "!(inputs.mode == 'dr')")]
    [InlineData("do_it | bool", "inputs.do_it")]
    [InlineData("not do_it", "!(inputs.do_it)")]
    [InlineData("do_it == true", "inputs.do_it")]
    [InlineData("a == 'x' and b == 'y'", "inputs.a == 'x' && inputs.b == 'y'")]
    [InlineData("a == 'x' or b == 'y'", "inputs.a == 'x' || inputs.b == 'y'")]
    [InlineData("not a == 'x' and b == 'y'", "!(inputs.a == 'x') && inputs.b == 'y'")]
    public void A_condition_over_what_is_not_set_is_a_condition_over_inputs(string when, string condition)
    {
        var result = Playbooks.Import(Playbooks.Play(Playbooks.Split("daily", $"when: {(when.StartsWith('"') ? when : $"\"{when.Replace("\"", "\\\"", StringComparison.Ordinal)}\"")}")));
        Assert.Contains($"when: \"{condition}\"", Playbooks.Steps(result), StringComparison.Ordinal);
        Assert.True(result.IsWhole);
    }

    [Theory]
    [InlineData("(a == 'x') or b")]
    [InlineData("a is match('x.*')")]
    [InlineData("a | length > 0")]
    [InlineData("ansible_hostname == 'dr1'")]
    [InlineData("inventory_hostname == groups['all'][0]")]
    [InlineData("earlier.changed")]
    [InlineData("earlier is failed")]
    [InlineData("earlier.rc == 0")]
    [InlineData("unset is defined")]
    [InlineData("db_password == 'x'")]
    public void A_condition_that_is_not_understood_is_a_hole(string when)
    {
        var tasks = Playbooks.Task("hv_truecopy_facts", "", "{ copy_group_name: erp }", "register: earlier") + Playbooks.Split("daily", $"when: \"{when}\"");
        var result = Playbooks.Import(Playbooks.Play(tasks));
        Assert.Equal(["pair.snapshot", "unresolved"], Playbooks.Verbs(result));
    }

    [Fact]
    public void What_the_given_variables_leave_out_is_told()
    {
        var book = "- hosts: localhost\n  vars: { wanted: false }\n  tasks:\n    " + Playbooks.Split("daily", "when: wanted").Replace("\n", "\n    ", StringComparison.Ordinal).TrimEnd() + "\n    " + Playbooks.Split("weekly").Replace("\n", "\n    ", StringComparison.Ordinal).TrimEnd() + "\n";
        var result = Playbooks.Import(book);
        Assert.Equal(["pair.split"], Playbooks.Verbs(result));
        Playbooks.AssertCheck(result, "is left out");
        Assert.Equal(["pair.split", "pair.split"], Playbooks.Verbs(Playbooks.Import(book, vars: "wanted: true")));
    }

    [Theory]
    [InlineData("x: \"1\"", "x == 1")]
    [InlineData("x: 1", "x == '1'")]
    [InlineData("x: \"false\"", "x")]
    public void Texts_and_numbers_are_never_taken_for_each_other(string variable, string when) =>
        Playbooks.AssertHole($"- hosts: localhost\n  vars: {{ {variable} }}\n  tasks:\n    {Playbooks.Split("daily", $"when: {when}").Replace("\n", "\n    ", StringComparison.Ordinal).TrimEnd()}\n", "");

    [Fact]
    public void A_loop_is_a_step_for_each_item_with_its_own_condition()
    {
        var result = Playbooks.Import(Playbooks.Play(Playbooks.Split("\"{{ item.name }}\"", "when: item.name != 'b'\nloop: [ { name: a }, { name: b }, { name: c } ]")));
        Assert.Equal(["pair.split", "pair.split"], Playbooks.Verbs(result));
        Assert.Contains("on: a }", result.Runbook, StringComparison.Ordinal);
        Assert.Contains("on: c }", result.Runbook, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("loop: [a, b]\nloop_control: { loop_var: g, index_var: i, label: x }", "{{ g }}{{ i }}", "a0", "b1")]
    [InlineData("with_items: [a, b]", "{{ item }}", "a", "b")]
    [InlineData("with_list: [a, b]", "{{ item }}", "a", "b")]
    [InlineData("vars: { groups_of_us: [a, b] }\nloop: \"{{ groups_of_us }}\"", "{{ item }}", "a", "b")]
    public void Loops_over_lists_that_are_known_are_written_out(string loop, string group, string first, string second)
    {
        var result = Playbooks.Import(Playbooks.Play(Playbooks.Split($"\"{group}\"", loop)));
        Assert.Contains($"pair.split: {{ on: {first} }}", result.Runbook, StringComparison.Ordinal);
        Assert.Contains($"pair.split: {{ on: {second} }}", result.Runbook, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("loop: \"{{ range(1, 4) | list }}\"")]
    [InlineData("loop: \"{{ unknown_list }}\"")]
    [InlineData("with_items: [[a, b], [c]]")]
    [InlineData("with_dict: { a: 1 }")]
    [InlineData("with_sequence: start=1 end=3")]
    [InlineData("loop: [a]\nloop_control: { pause: 30 }")]
    public void Other_loops_are_holes(string loop) => Playbooks.AssertHole(Playbooks.Play(Playbooks.Split("\"g{{ item }}\"", loop)), "");

    [Fact]
    public void The_end_of_a_play_keeps_what_follows_from_running()
    {
        var tasks = "- meta: end_play\n  when: dry_run == 'yes'\n" + Playbooks.Split("daily");
        var result = Playbooks.Import(Playbooks.Play(tasks) + Playbooks.Play(Playbooks.Split("weekly")));
        Assert.Contains("when: \"!(inputs.dry_run == 'yes')\"\n    pair.split: { on: daily }", Playbooks.Steps(result), StringComparison.Ordinal);
        Assert.Contains("- id: split-weekly\n    pair.split", Playbooks.Steps(result), StringComparison.Ordinal);
        Playbooks.AssertHole(Playbooks.Play("- meta: clear_host_errors\n"), "meta");
    }

    [Fact]
    public void Fail_and_assert_stop_the_run()
    {
        var result = Playbooks.Import(Playbooks.Play("- fail: { msg: no }\n  when: site == 'a'\n- assert:\n    that: [ \"mode == 'dr'\" ]\n" + Playbooks.Split("daily")));
        Assert.Equal(["command", "command", "pair.split"], Playbooks.Verbs(result));
        Assert.Contains("when: \"inputs.site == 'a'\"", result.Runbook, StringComparison.Ordinal);
        Assert.Contains("when: \"!(inputs.mode == 'dr')\"", result.Runbook, StringComparison.Ordinal);
    }

    private static string Block(string block, string rest) => $"- block:\n    {block.TrimEnd().Replace("\n", "\n    ", StringComparison.Ordinal)}\n{rest}";

    private static string Part(string name, string tasks) => $"  {name}:\n    {tasks.TrimEnd().Replace("\n", "\n    ", StringComparison.Ordinal)}\n";

    [Fact]
    public void A_rescue_that_brings_the_only_change_back_is_its_rollback()
    {
        var back = Playbooks.Task("hv_shadow_image_group", "resync", "{ copy_group_name: daily }");
        var result = Playbooks.Import(Playbooks.Play(Block(Playbooks.Split("daily"), Part("rescue", back))));
        Assert.Equal(["pair.split"], Playbooks.Verbs(result));
        Assert.Contains("rollback: { pair.resync: { on: daily } }", result.Runbook, StringComparison.Ordinal);
        Playbooks.AssertCheck(result, "rescue");
    }

    [Fact]
    public void Any_other_rescue_is_a_hole_and_what_it_sets_is_not_known()
    {
        Playbooks.AssertHole(Playbooks.Play(Block(Playbooks.Split("daily"), Part("rescue", Playbooks.Split("weekly")))), "when the block fails");
        var facts = Playbooks.Import(Playbooks.Play("- set_fact: { failed: false }\n" + Block(Playbooks.Split("daily"), Part("rescue", "- set_fact: { failed: true }")) + Playbooks.Split("weekly", "when: not failed")));
        Assert.Equal(["pair.split", "unresolved"], Playbooks.Verbs(facts));
        Playbooks.AssertCheck(facts, "lets the playbook go on");
        var stops = Playbooks.Import(Playbooks.Play(Block(Playbooks.Split("daily"), Part("rescue", "- fail: { msg: broken }"))));
        Assert.True(stops.IsWhole);
    }

    [Fact]
    public void What_always_runs_and_changes_no_pair_is_in_finally()
    {
        var looks = Playbooks.Import(Playbooks.Play(Block(Playbooks.Split("daily"), Part("always", Playbooks.Task("hv_shadow_image_group_facts", "", "{ name: daily }")))));
        Assert.Contains("finally:\n", looks.Runbook, StringComparison.Ordinal);
        var changes = Playbooks.Import(Playbooks.Play(Block(Playbooks.Split("daily"), Part("always", Playbooks.Task("hv_shadow_image_group", "resync", "{ copy_group_name: daily }")))));
        Assert.DoesNotContain("finally:", changes.Runbook, StringComparison.Ordinal);
        Playbooks.AssertCheck(changes, "`always` runs it after a failure too");
    }

    [Fact]
    public void The_condition_and_the_variables_of_a_block_hold_for_all_of_it()
    {
        var result = Playbooks.Import(Playbooks.Play(Block(Playbooks.Split("\"{{ g }}\"") + Playbooks.Split("weekly"), "  vars: { g: daily }\n  when: mode == 'dr'\n") + Playbooks.Split("\"x{{ g }}\"")));
        Assert.Equal(2, Playbooks.Steps(result).Split("when: \"inputs.mode == 'dr'\"").Length - 1);
        Assert.Contains("on: daily }", result.Runbook, StringComparison.Ordinal);
        Assert.Contains("on: \"x${{ inputs.g }}\" }", result.Runbook, StringComparison.Ordinal);
    }

    [Fact]
    public void Included_files_and_roles_stand_in_their_place_with_their_variables()
    {
        var files = new Dictionary<string, string>
        {
            ["more.yml"] = Playbooks.Split("included"),
            ["roles/copy/tasks/main.yml"] = Playbooks.Split("\"{{ role_group }}\""),
            ["roles/copy/tasks/other.yml"] = Playbooks.Split("other"),
            ["roles/copy/defaults/main.yml"] = "role_group: by_default\n",
            ["roles/copy/meta/main.yml"] = "dependencies: [ base ]\n",
            ["roles/base/tasks/main.yml"] = Playbooks.Split("of_base"),
        };
        var book = "- hosts: localhost\n  roles:\n    - role: copy\n      role_group: given\n  tasks:\n    - include_tasks: more.yml\n    - import_role: { name: copy }\n    - include_role: { name: copy, tasks_from: other }\n";
        var steps = Playbooks.Steps(Playbooks.Import(book, files));
        var order = new[] { "on: of_base", "on: given", "on: included", "on: by_default", "on: other" }.Select(s => steps.IndexOf(s, StringComparison.Ordinal)).ToList();
        Assert.DoesNotContain(-1, order);
        Assert.Equal(order.Order(), order);
    }

    [Theory]
    [InlineData("- include_tasks: missing.yml\n")]
    [InlineData("- include_tasks: \"{{ which }}.yml\"\n")]
    [InlineData("- include_role: { name: missing }\n")]
    [InlineData("- include_role: { name: x, apply: { tags: y } }\n")]
    public void What_is_included_and_not_there_is_a_hole(string task) => Playbooks.AssertHole(Playbooks.Play(task), "");

    [Fact]
    public void A_file_that_includes_itself_ends()
    {
        var files = new Dictionary<string, string> { ["self.yml"] = "- include_tasks: self.yml\n- include_tasks: self.yml\n" };
        var result = Playbooks.Import(Playbooks.Play("- include_tasks: self.yml\n"), files);
        Assert.Contains("unresolved", Playbooks.Verbs(result));
    }

    [Fact]
    public void Pauses_are_delays_or_questions()
    {
        var result = Playbooks.Import(Playbooks.Play("- pause: { minutes: 2, seconds: 5 }\n- pause: { prompt: Mounted? }\n- wait_for: { timeout: 30 }\n"));
        Assert.Equal(["delay", "manual", "delay"], Playbooks.Verbs(result));
        Assert.Contains("delay: { for: 2m5s }", result.Runbook, StringComparison.Ordinal);
        Playbooks.AssertHole(Playbooks.Play("- pause: { prompt: Which? }\n  register: answer\n"), "answer");
        Playbooks.AssertHole(Playbooks.Play("- wait_for: { port: 22, host: x }\n"), "wait_for");
    }
}
