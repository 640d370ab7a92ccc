using System.Collections.Immutable;
using RunbookEngine.Import.Cci;
using RunbookEngine.Import.Cci.Translation;
using RunbookEngine.Import.Report;
using RunbookEngine.Replication.Vocabulary;
using YamlDotNet.RepresentationModel;

namespace RunbookEngine.Import.Ansible;

/// <summary>Turns Ansible playbooks of the vendor's collection into a runbook and an environment. No task is dropped in silence.</summary>
public static class AnsibleImporter
{
    /// <summary>Keys of a play that a runbook has no use for.</summary>
    private static readonly string[] Plays =
        ["name", "hosts", "tasks", "pre_tasks", "post_tasks", "roles", "vars", "vars_files", "gather_facts", "collections", "module_defaults", "connection", "become", "become_user", "remote_user", "tags", "strategy", "any_errors_fatal", "no_log", "environment", "order", "serial", "max_fail_percentage", "run_once", "gather_subset"];

    /// <exception cref="NotReadException">A file is no playbook; the message says where.</exception>
    public static ImportResult Import(AnsibleRequest request)
    {
        var files = new IncludedFiles(request.ReadFile);
        var jinja = new Jinja();
        var outer = (request.Inventory is { } inventory ? InventoryVariables.Of(inventory) : []).Concat(request.Variables.Select(v => YamlTree.Read(v.Name, v.Text))).ToList();
        var walk = new TaskWalk(jinja, files);
        foreach (var book in request.Playbooks)
        {
            if (book.Text.Length > ImportRequest.MaxCharacters)
                throw new NotReadException($"{book.Name} has {book.Text.Length:N0} characters; at most {ImportRequest.MaxCharacters:N0} are read");
            if (files.Add(book) is not YamlSequenceNode plays)
                throw new NotReadException($"{book.Name} is no playbook: a list of plays is expected");
            foreach (var play in plays.Children)
                Play(play, walk, jinja, files, outer);
        }

        var script = Path.GetFileName(request.Playbooks[0].Name);
        var slug = StepIds.Slug(request.Name ?? Path.GetFileNameWithoutExtension(script), 60);
        var name = slug.Length == 0 ? "imported" : slug;
        Structure(walk, files);
        var targets = new TargetList(walk.Groups);
        var account = new ImportAccount(files.Place, script, [.. files.Text], [], new ImportedParts(walk.Items, walk.Finally, [.. walk.Groups.Select(g => g.Written)], [], ImmutableDictionary<string, string>.Empty));
        if (walk.Arrays.All.Count == 0)
            walk.Arrays.Of(jinja, null, "array");
        var runbook = account.Write(name, targets);
        var environment = EnvironmentWriter.Write(name, walk.Arrays.All, targets.Links, jinja.Secrets, []);
        return new ImportResult(name, runbook, environment, account.Steps, account.Lines, account.Open);
    }

    private static void Play(YamlNode play, TaskWalk walk, Jinja jinja, IncludedFiles files, List<YamlNode?> outer)
    {
        if (play.At("hosts") is null && play.At("import_playbook") is null && play is YamlMappingNode && play.At("tasks") is null)
        {
            // A file of tasks alone.
            walk.Tasks([play], ImmutableDictionary<string, YamlNode>.Empty);
            return;
        }

        var (line, _) = files.Lines(play);
        var unknown = play.Entries().FirstOrDefault(e => !Plays.Contains(e.Key));
        if (unknown.Key is not null)
        {
            var at = files.Lines(unknown.Value);
            walk.Items.Add(new DraftStep(at.Line, at.End, $"line-{at.Line}-play", "unresolved")
            {
                Why = $"`{unknown.Key}` of a play is not understood",
                Todo = unknown.Key == "handlers" ? "write what the handlers do as steps" : "write the steps by hand",
            });
        }

        walk.Items.Add(new DraftNote(line, line, "the play runs on the engine's machine; the arrays are in the environment"));
        jinja.SetAll(play.At("vars"));
        foreach (var file in play.At("vars_files").Items())
        {
            try
            {
                foreach (var variables in files.Variables(file.Text(), play))
                    jinja.SetAll(variables);
            }
            catch (NotTurnedException)
            {
                var at = files.Lines(file);
                walk.Items.Add(new DraftNote(at.Line, at.End, "the file is not there: what it sets and the playbook uses is an input, or a secret of the environment"));
            }
        }

        foreach (var variables in outer)
            jinja.SetAll(variables);
        var defaults = play.At("module_defaults").Entries().ToDictionary(e => e.Key, e => e.Value, StringComparer.Ordinal);
        walk.Tasks(play.At("pre_tasks").Items(), defaults);
        foreach (var role in play.At("roles").Items())
        {
            walk.Role(role.Text() ?? role.At("role").Text() ?? role.At("name").Text(), role, defaults);
        }

        walk.Tasks(play.At("tasks").Items(), defaults);
        walk.Tasks(play.At("post_tasks").Items(), defaults);
    }

    // Lines of a play that are no task: its head, its variables, comments. They stand for nothing of their own.
    private static void Structure(TaskWalk walk, IncludedFiles files)
    {
        var covered = All(walk.Items).Concat(All(walk.Finally)).SelectMany(i => Enumerable.Range(i.Line, Math.Max(1, i.EndLine - i.Line + 1))).ToHashSet();
        for (var number = 1; number <= files.Text.Count; number++)
        {
            if (covered.Contains(number))
                continue;
            var text = files.Text[number - 1].Trim();
            // A task's own text never gets here: tasks cover their lines.
            walk.Items.Add(new DraftNote(number, number, text.StartsWith('#') || text is "---" or "..." ? null : "part of the play, not a task"));
        }
    }

    private static IEnumerable<DraftItem> All(IEnumerable<DraftItem> items) => items.SelectMany(i => i is DraftStep step ? All(step.Children).Prepend(step) : [i]);
}
