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
    /// <exception cref="NotReadException">A file is no playbook; the message says where.</exception>
    public static ImportResult Import(AnsibleRequest request)
    {
        // The first reading only learns what the copy groups are; the second writes.
        var (first, _, _) = Walk(request, ImmutableDictionary<string, Technology>.Empty);
        var (draft, jinja, files) = Walk(request, first.Groups.ToDictionary(g => g.Written, g => g.Technology, StringComparer.Ordinal));

        var script = Path.GetFileName(request.Playbooks[0].Name);
        var slug = StepIds.Slug(request.Name ?? Path.GetFileNameWithoutExtension(script), 60);
        var name = slug.Length == 0 ? "imported" : slug;
        Structure(draft, files);
        var targets = new TargetList(draft.Groups);
        var account = new ImportAccount(files.Place, script, [.. files.Text], [], new ImportedParts(draft.Items, draft.Finally, [.. draft.Groups.Select(g => g.Written)], [], jinja.Defaults)
        { Booleans = jinja.Booleans });
        if (draft.Arrays.All.Count == 0)
            draft.Arrays.Of(jinja, null, "array");
        var runbook = account.Write(name, targets);
        var environment = EnvironmentWriter.Write(name, draft.Arrays.All, targets.Links, jinja.Secrets, []);
        return new ImportResult(name, runbook, environment, account.Steps, account.Lines, account.Open);
    }

    private static (Draft Draft, Jinja Jinja, IncludedFiles Files) Walk(AnsibleRequest request, IReadOnlyDictionary<string, Technology> known)
    {
        var variables = new PlayVariables();
        foreach (var set in request.Inventory is { } inventory ? InventoryVariables.Of(inventory) : [])
            variables.SetAll(Layer.Inventory, set);
        foreach (var file in request.Variables)
        {
            if (YamlTree.Read(file.Name, file.Text) is { } root)
                variables.SetAll(Layer.Extra, root as YamlMappingNode ?? throw new NotReadException($"{file.Name} is no file of variables: a map is expected"));
        }

        var (files, jinja, draft) = (new IncludedFiles(request.ReadFile), new Jinja(variables), new Draft(known));
        var walk = new PlayWalk(jinja, files, draft, new TaskWalk(jinja, files, draft));
        foreach (var book in request.Playbooks)
        {
            if (book.Text.Length > ImportRequest.MaxCharacters)
                throw new NotReadException($"{book.Name} has {book.Text.Length:N0} characters; at most {ImportRequest.MaxCharacters:N0} are read");
            if (files.Add(book) is not YamlSequenceNode plays)
                throw new NotReadException($"{book.Name} is no playbook: a list of plays is expected");
            foreach (var play in plays.Children)
                walk.Play(play);
        }

        return (draft, jinja, files);
    }

    // Lines of a play that are no task: its head, its variables, comments. They stand for nothing of their own.
    private static void Structure(Draft draft, IncludedFiles files)
    {
        var covered = All(draft.Items).Concat(All(draft.Finally)).SelectMany(i => Enumerable.Range(i.Line, Math.Max(1, i.EndLine - i.Line + 1))).ToHashSet();
        for (var number = 1; number <= files.Text.Count; number++)
        {
            if (covered.Contains(number))
                continue;
            var text = files.Text[number - 1].Trim();
            // A task's own text never gets here: tasks cover their lines.
            draft.Note(number, number, text.StartsWith('#') || text is "---" or "..." ? null : "part of the play, not a task");
        }
    }

    private static IEnumerable<DraftItem> All(IEnumerable<DraftItem> items) => items.SelectMany(i => i is DraftStep step ? All(step.Children).Prepend(step) : [i]);
}
