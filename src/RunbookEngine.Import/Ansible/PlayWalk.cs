using RunbookEngine.Import.Cci.Conditions;
using RunbookEngine.Import.Cci.Translation;
using RunbookEngine.Import.Report;
using YamlDotNet.RepresentationModel;

namespace RunbookEngine.Import.Ansible;

/// <summary>Walks through the plays of a playbook: variables, roles, tasks, and what else a play says.</summary>
internal sealed class PlayWalk(Jinja jinja, IncludedFiles files, Draft draft, TaskWalk walk)
{
    /// <summary>Read below.</summary>
    private static readonly string[] Read =
        ["name", "hosts", "tasks", "pre_tasks", "post_tasks", "roles", "vars", "vars_files", "vars_prompt", "module_defaults", "tags", "ignore_errors", "ignore_unreachable", "check_mode", "handlers", "import_playbook", "when", "ansible.builtin.import_playbook"];

    /// <summary>How Ansible reaches hosts, and how it goes over several of them; that it does is told.</summary>
    private static readonly string[] Nothing =
        ["gather_facts", "gather_subset", "gather_timeout", "fact_path", "collections", "connection", "become", "become_user", "become_method", "become_flags", "become_exe", "remote_user", "user", "port", "strategy", "any_errors_fatal", "no_log", "environment", "order", "serial", "max_fail_percentage", "run_once", "throttle", "timeout", "diff", "debugger", "force_handlers"];

    private int _depth;

    public void Play(YamlNode play)
    {
        var (line, end) = files.Lines(play);
        if (play is not YamlMappingNode)
        {
            draft.Hole(line, end, new NotTurnedException("this is no play", "correct the playbook"));
            return;
        }

        if ((play.At("import_playbook") ?? play.At("ansible.builtin.import_playbook")) is { } other)
        {
            Imported(play, other, line, end);
            return;
        }

        if (play.At("hosts") is null && play.At("tasks") is null && play.At("roles") is null)
        {
            // A file of tasks alone.
            walk.Tasks([play], Defaults(null));
            return;
        }

        (draft.Ended, draft.GoesOn) = (Condition.False, TaskKeys.GoesOn(play));
        jinja.Variables.NextPlay();
        try
        {
            TaskKeys.Check(play);
        }
        catch (NotTurnedException e)
        {
            draft.Hole(line, end, e);
            return;
        }

        foreach (var (key, value) in play.Entries().Where(e => !Read.Contains(e.Key) && !Nothing.Contains(e.Key) || e.Key == "when" || e.Key == "handlers" && e.Value.Items().Count > 0))
        {
            var at = files.Lines(value);
            draft.Hole(at.Line, at.End, new NotTurnedException($"`{key}` of a play is not understood", key == "handlers" ? "write what the handlers do as steps" : "write the steps by hand"));
        }

        draft.Note(line, line, "the play runs on the engine's machine; the arrays are in the environment");
        walk.Tagged(play);
        Hosts(play);
        Variables(play);
        var defaults = Defaults(play.At("module_defaults"));
        walk.Tasks(play.At("pre_tasks").Items(), defaults);
        foreach (var role in play.At("roles").Items())
            Role(role, defaults);
        walk.Tasks(play.At("tasks").Items(), defaults);
        walk.Tasks(play.At("post_tasks").Items(), defaults);
        draft.GoesOn = false;
    }

    private static Dictionary<string, YamlNode> Defaults(YamlNode? node) => node.Entries().GroupBy(e => e.Key).ToDictionary(e => e.Key, e => e.Last().Value, StringComparer.Ordinal);

    private void Imported(YamlNode play, YamlNode other, int line, int end)
    {
        try
        {
            if (++_depth > 8)
                throw new NotTurnedException("playbooks import each other too deep", "import them one by one");
            if (play.Entries().Any(e => e.Key is "when" or "vars" || e.Key == "tags" && TaskKeys.Tags(play).Contains("never")))
                throw new NotTurnedException("a playbook that is imported with conditions or variables", "import it on its own");
            draft.Note(line, end, "its plays stand here");
            walk.Tagged(play);
            foreach (var inner in files.Include(other.Text(), play))
                Play(inner);
        }
        catch (NotTurnedException e)
        {
            draft.Hole(line, end, e);
        }
        finally
        {
            _depth--;
        }
    }

    private void Hosts(YamlNode play)
    {
        var hosts = string.Join(", ", play.At("hosts").Items().Select(h => h.Text() ?? ""));
        if (hosts is not ("localhost" or "127.0.0.1" or "") && !TaskKeys.Says(play.At("run_once") ?? new YamlScalarNode("no"), "true"))
            draft.Check($"`hosts: {hosts}`: the playbook does every task once for each of these hosts, with that host's variables; a run does each step once");
        foreach (var name in hosts.Split(", ").Where(h => h.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.')).Prepend("all"))
        {
            jinja.Variables.SetAll(Layer.Inventory, files.Beside($"group_vars/{name}"));
            jinja.Variables.SetAll(Layer.Inventory, files.Beside($"host_vars/{name}"));
        }
    }

    private void Variables(YamlNode play)
    {
        jinja.Variables.SetAll(Layer.Play, play.At("vars"));
        foreach (var prompt in play.At("vars_prompt").Items())
        {
            if (prompt.At("default").Text() is { } usual && prompt.At("name").Text() is { } name)
                jinja.Default(name, usual);
        }

        foreach (var file in play.At("vars_files").Items())
        {
            var at = files.Lines(file);
            try
            {
                var found = files.Variables(file is YamlScalarNode ? jinja.Value(file).Constant : null, play).First();
                if (found is YamlMappingNode or null)
                    jinja.Variables.SetAll(Layer.PlayFiles, found);
                else
                    draft.Note(at.Line, at.End, "the file is encrypted: what it sets and the playbook uses is an input, or a secret of the environment");
            }
            catch (NotTurnedException)
            {
                draft.Note(at.Line, at.End, "the file is not there: what it sets and the playbook uses is an input, or a secret of the environment");
            }
        }
    }

    private void Role(YamlNode role, IReadOnlyDictionary<string, YamlNode> defaults)
    {
        var (line, end) = files.Lines(role);
        var (alive, goesOn) = (draft.Alive, draft.GoesOn);
        var kept = jinja.Variables.Keep(Layer.RoleParameters);
        try
        {
            if (role is YamlMappingNode)
            {
                TaskKeys.Check(role);
                walk.Tagged(role);
                draft.GoesOn |= TaskKeys.GoesOn(role);
                foreach (var (key, value) in TaskKeys.Modules(role).Where(e => e.Key != "role"))
                    jinja.Variables.Set(Layer.RoleParameters, key, value);
                jinja.Variables.SetAll(Layer.RoleParameters, role.At("vars"));
                if (role.At("when") is { } when)
                    draft.Alive = draft.Alive.And(new WhenReader(jinja).Read(when));
            }

            draft.Note(line, end, "its tasks stand here");
            if (draft.Alive.Known == false)
                draft.Check($"the role in line {files.Place(line).Line} is left out: its condition does not hold with the variables that were given");
            else
                walk.Tasks(files.Role(role.Text() ?? role.At("role").Text() ?? role.At("name").Text(), null, jinja, role), defaults);
        }
        catch (NotTurnedException e)
        {
            draft.Hole(line, end, e);
        }
        finally
        {
            (draft.Alive, draft.GoesOn) = (alive, goesOn);
            jinja.Variables.Restore(Layer.RoleParameters, kept);
        }
    }
}
