using RunbookEngine.Import.Ansible;
using RunbookEngine.Import.Cci;

namespace RunbookEngine.Import.Tests.Ansible;

/// <summary>Variables: which value wins, what stays an input, and that secrets are never copied.</summary>
public class PlayVariableTests
{
    private static string Book(string head, string tasks) => $"- hosts: localhost\n{head}  tasks:\n    {tasks.TrimEnd().Replace("\n", "\n    ", StringComparison.Ordinal)}\n";

    [Fact]
    public void A_stronger_place_wins()
    {
        var book = Book("  vars: { g: play }\n  vars_files: [ more.yml ]\n", Playbooks.Split("\"{{ g }}\""));
        var inventory = new ImportText("hosts.ini", "[all:vars]\ng=inventory\n");
        string On(Dictionary<string, string>? files = null, string? vars = null) => Playbooks.Steps(Playbooks.Import(book, files ?? [], vars, inventory)).Split("on: ")[1].Split(' ')[0];
        Assert.Equal("play", On());
        Assert.Equal("file", On(new() { ["more.yml"] = "g: file\n" }));
        Assert.Equal("extra", On(new() { ["more.yml"] = "g: file\n" }, "g: extra\n"));
        var facts = Book("", "- set_fact: { g: fact }\n" + Playbooks.Split("\"{{ g }}\""));
        Assert.Contains("on: fact }", Playbooks.Import(facts).Runbook, StringComparison.Ordinal);
        Assert.Contains("on: extra }", Playbooks.Import(facts, vars: "g: extra").Runbook, StringComparison.Ordinal);
    }

    [Fact]
    public void Variables_of_a_task_or_a_play_end_with_it_and_facts_stay()
    {
        var first = Book("  vars: { p: one }\n", Playbooks.Split("\"{{ t }}\"", "vars: { t: two }") + "- set_fact: { f: three }\n");
        var second = Book("", Playbooks.Split("\"a{{ t }}\"") + Playbooks.Split("\"b{{ p }}\"") + Playbooks.Split("\"c{{ f }}\""));
        var runbook = Playbooks.Import(first + second).Runbook;
        foreach (var on in new[] { "on: two }", "on: \"a${{ inputs.t }}\" }", "on: \"b${{ inputs.p }}\" }", "on: cthree }" })
            Assert.Contains(on, runbook, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fact_is_worked_out_where_it_is_set()
    {
        var book = Playbooks.Play("- set_fact: { g: \"grp{{ item }}\" }\n  loop: [1, 2]\n" + Playbooks.Split("\"{{ g }}\""));
        Assert.Contains("on: grp2 }", Playbooks.Import(book).Runbook, StringComparison.Ordinal);
        Playbooks.AssertHole(Playbooks.Play("- set_fact: { g: \"{{ x | upper }}\" }\n" + Playbooks.Split("\"{{ g }}\"")), "worked out by Ansible");
        Playbooks.AssertHole(Playbooks.Play("- set_fact: { g: a }\n- set_fact: { g: b }\n  when: mode == 'dr'\n" + Playbooks.Split("\"{{ g }}\"")), "not turned");
    }

    [Fact]
    public void What_a_task_answered_is_not_known_even_where_a_variable_has_its_name()
    {
        var book = Book("  vars: { r: daily }\n", Playbooks.Task("hv_ldev_facts", "", "{ ldev_id: 3 }", "register: r") + Playbooks.Split("\"{{ r }}\""));
        Playbooks.AssertHole(book, "what a task answered");
    }

    [Fact]
    public void A_default_becomes_the_default_of_the_input()
    {
        var result = Playbooks.Import(Playbooks.Play(Playbooks.Split("\"x{{ g | default('daily') }}\"", "when: go | default(true) | bool")));
        Assert.Contains("g: { type: string, default: \"daily\"", result.Runbook, StringComparison.Ordinal);
        Assert.Contains("go: { type: boolean, default: true", result.Runbook, StringComparison.Ordinal);
        var asked = Playbooks.Import("- hosts: localhost\n  vars_prompt: [ { name: g, prompt: Which?, default: weekly } ]\n  tasks:\n    " + Playbooks.Split("\"{{ g }}\"").Replace("\n", "\n    ", StringComparison.Ordinal).TrimEnd() + "\n");
        Assert.Contains("inputs:\n  g: ", asked.Runbook, StringComparison.Ordinal);
    }

    [Fact]
    public void Host_variables_of_two_values_are_no_ones()
    {
        var inventory = new ImportText("hosts.yml", "all:\n  vars: { site: x }\n  hosts:\n    a: { g: one }\n    b: { g: two }\n");
        var result = Playbooks.Import(Playbooks.Play(Playbooks.Split("\"{{ site }}{{ g }}\"")).Replace("localhost", "all", StringComparison.Ordinal), inventory: inventory);
        Assert.Contains("on: \"x${{ inputs.g }}\" }", result.Runbook, StringComparison.Ordinal);
        Playbooks.AssertCheck(result, "once for each of these hosts");
    }

    [Fact]
    public void Words_of_an_inventory_may_hold_blanks_in_quotes()
    {
        var inventory = new ImportText("hosts", "[arrays]\nbox g=\"a b\" h=ok\n");
        Playbooks.AssertHole(Playbooks.Play(Playbooks.Split("\"{{ nothing_known.here }}\"")), "set nowhere");
        Assert.Contains("on: ok }", Playbooks.Import(Playbooks.Play(Playbooks.Split("\"{{ h }}\"")), inventory: inventory).Runbook, StringComparison.Ordinal);
    }

    [Fact]
    public void Secrets_are_nowhere_in_what_is_written()
    {
        const string secret = "Hunter2Hunter2";
        var book = $$$"""
            - hosts: localhost
              vars:
                admin_password: {{{secret}}}
                long_secret: |
                  {{{secret}}}
                  {{{secret}}}
                vault_pw: !vault |
                  $ANSIBLE_VAULT;1.1;AES256
                  {{{secret}}}
                db_pass: "{{{secret}}}"
              tasks:
                - hv_shadow_image_group:
                    connection_info: { address: 10.0.0.1, username: u, password: "{{{secret}}}" }
                    state: split
                    spec: { copy_group_name: daily }
                - hv_shadow_image_group:
                    connection_info:
                      address: 10.0.0.1
                      api_token: {{{secret}}}
                    state: resync
                    spec: { copy_group_name: daily }
                - uri: { url: "https://u:{{{secret}}}@host/x" }
                - command: mysql --password={{{secret}}} -e stop
            """;
        var result = Playbooks.Import(book);
        foreach (var text in new[] { result.Runbook, result.Environment, string.Join('\n', result.Open), string.Join('\n', result.Lines) })
            Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_encrypted_file_of_variables_is_told_and_leaves_inputs_and_secrets()
    {
        var files = new Dictionary<string, string> { ["vault.yml"] = "$ANSIBLE_VAULT;1.1;AES256\n6162\n" };
        var result = Playbooks.Import(Book("  vars_files: [ vault.yml ]\n", Playbooks.Split("\"{{ g }}\"")), files);
        Assert.Contains("the file is encrypted", result.Runbook, StringComparison.Ordinal);
        Assert.Contains("inputs.g", result.Runbook, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "no playbook")]
    [InlineData("just text", "no playbook")]
    [InlineData("key: value", "no playbook")]
    [InlineData("- hosts: [", "book.yml:2:1")]
    [InlineData("- hosts: a\n- hosts: b\n---\n- hosts: c\n", "second document")]
    [InlineData("- a: &x [*x]\n\t- b", "book.yml")]
    public void What_is_no_playbook_is_refused_with_its_place(string text, string why)
    {
        var error = Assert.Throws<NotReadException>(() => Playbooks.Import(text));
        Assert.Contains(why, error.Message, StringComparison.Ordinal);
    }
}
