using System.Globalization;
using RunbookEngine.Import.Cci.Conditions;
using RunbookEngine.Import.Cci.Translation;
using RunbookEngine.Import.Report;
using RunbookEngine.Plans;
using YamlDotNet.RepresentationModel;

namespace RunbookEngine.Import.Ansible;

/// <summary>Tasks of Ansible's own modules: variables, messages, pauses, ends, included files. Any other is a hole with a proposal.</summary>
internal sealed class OtherTasks(Jinja jinja, IncludedFiles files, Draft draft, TaskWalk walk)
{
    /// <summary>Leaving it out changes no array and no decision.</summary>
    public static bool IsHarmless(string module) => module is "debug" or "setup" or "gather_facts" || module.EndsWith("_facts", StringComparison.Ordinal) || module.EndsWith("_info", StringComparison.Ordinal);

    /// <summary>Why a task that only tells something needs no step, whatever its condition and loop; null for any other.</summary>
    public static string? OnlyTells(YamlNode task) => TaskKeys.Modules(task) is not [var (module, arguments)] || task.At("until") is not null ? null : PairModule.ShortName(module) switch
    {
        "debug" => "a message; the run journal says what every step did, and `notify` tells people",
        "setup" or "gather_facts" => "it gathers facts about hosts; a run needs none",
        "meta" when (arguments.Text() ?? arguments.At("free_form").Text())?.Trim() is "noop" or "flush_handlers" or "refresh_inventory" or "reset_connection" => "a run needs nothing of the kind",
        _ => null,
    };

    public void Take(YamlNode task, string name, YamlNode arguments, IReadOnlyDictionary<string, YamlNode> defaults, int line, int end)
    {
        if (task.At("until") is not null || task.At("retries") is not null)
            throw new NotTurnedException("it is repeated until something holds", "write a `command` or `http` step with `retry`, or pair.wait");
        switch (name)
        {
            case "set_fact":
                SetFact(arguments, line, end);
                break;
            case "pause":
                Pause(task, arguments, line, end);
                break;
            case "wait_for" when arguments.Entries().All(e => e.Key is "timeout" or "delay") && arguments.At("timeout") is { } time:
                Delay(Number(time) + (arguments.At("delay") is { } more ? Number(more) : 0), line, end);
                break;
            case "fail":
                draft.Stop(line, end, Condition.True);
                break;
            case "assert":
                var holds = new WhenReader(jinja).Read(arguments.At("that") ?? throw new NotTurnedException("it says not what must hold", "correct the playbook"));
                if (holds.Known == true)
                    draft.Note(line, end, "it holds with the variables that were given");
                else
                    draft.Stop(line, end, holds.Not());
                break;
            case "meta" when arguments.Text()?.Trim() is "end_play" or "end_host":
                draft.Ended = draft.Ended.Or(draft.Alive);
                draft.Note(line, end, "what follows in this play runs only where it is not ended here");
                break;
            case "include_tasks" or "import_tasks" or "include":
                draft.Note(line, end, "its tasks stand here");
                walk.Tasks(files.Include(jinja.Value(Only(arguments, "file").Text() ?? arguments.At("file").Text() ?? "").Constant, task), defaults);
                break;
            case "include_role" or "import_role":
                Only(arguments, "name", "tasks_from", "public", "allow_duplicates");
                draft.Note(line, end, "its tasks stand here");
                walk.Tasks(files.Role(arguments.At("name").Text(), arguments.At("tasks_from").Text(), jinja, task), defaults);
                break;
            case "include_vars":
                Only(arguments, "file");
                if (draft.Alive.Known is null)
                    throw new NotTurnedException("its variables are set only in some cases", "make them inputs");
                foreach (var variables in files.Variables(jinja.Value(arguments.Text() ?? arguments.At("file").Text() ?? "").Constant, task))
                    jinja.Variables.SetAll(Layer.Included, variables);
                draft.Note(line, end, "its values stand where they are used");
                break;
            case "command" or "shell" or "raw" or "script":
                throw new NotTurnedException($"`{name}` runs a program on the hosts of the play",
                    $"when the engine's machine is meant: command: {{ run: [\"/bin/sh\", \"-c\", {YamlText.Quoted(SecretText.Masked(arguments.Text() ?? arguments.At("cmd").Text() ?? "…"))}] }}");
            case "uri":
                throw new NotTurnedException("`uri` calls a web service", $"http: {{ url: {YamlText.Quoted(SecretText.Masked(arguments.At("url").Text() ?? "…"))}, method: {arguments.At("method").Text() ?? "GET"} }}");
            default:
                throw new NotTurnedException($"the module {name} is not known here", "write a `command` or `http` step that does its work");
        }
    }

    /// <summary>What a task that was not turned would have set is not known from there on.</summary>
    public void Forget(YamlNode task)
    {
        foreach (var inner in task.At("block").Items().Concat(task.At("rescue").Items()).Concat(task.At("always").Items()))
            Forget(inner);
        foreach (var (module, arguments) in TaskKeys.Modules(task))
        {
            foreach (var (key, _) in PairModule.ShortName(module) == "set_fact" ? arguments.Entries() : [])
                jinja.Variables.Forget(key, $"`{key}` is set by a task that was not turned");
        }

        if (task.At("register").Text() is { } name)
            jinja.Variables.Forget(name, $"`{name}` is what a task answered");
    }

    private void SetFact(YamlNode arguments, int line, int end)
    {
        if (arguments is not YamlMappingNode)
            throw new NotTurnedException("how it sets its facts is not understood", "write them as a map");
        foreach (var (key, value) in arguments.Entries().Where(e => e.Key != "cacheable"))
        {
            if (draft.Alive.Known is null)
                throw new NotTurnedException($"{key} is set only in some cases", "make it an input");
            jinja.Variables.Set(Layer.Facts, key, jinja.Frozen(value));
        }

        draft.Note(line, end, "its values stand where they are used");
    }

    private static YamlNode Only(YamlNode arguments, params string[] keys) => arguments.Entries().FirstOrDefault(e => !keys.Contains(e.Key)) is { Key: { } other }
        ? throw new NotTurnedException($"`{other}` of what it includes is not understood", "put the tasks in its place") : arguments;

    private void Pause(YamlNode task, YamlNode arguments, int line, int end)
    {
        if (arguments.At("seconds") is null && arguments.At("minutes") is null)
        {
            if (task.At("register") is not null)
                throw new NotTurnedException("it asks a person something and goes on with the answer", "make it an input, or a `manual` step whose output `when` reads");
            var ask = new DraftStep(line, end, draft.Ids.Next($"ask-{line}"), "manual");
            ask.Arguments.Add(("question", YamlText.Quoted(jinja.Value(arguments.At("prompt") ?? new YamlScalarNode("Go on?")).Template)));
            draft.Step(ask);
            return;
        }

        Delay((arguments.At("seconds") is { } s ? Number(s) : 0) + (60 * (arguments.At("minutes") is { } m ? Number(m) : 0)), line, end);
    }

    private void Delay(int seconds, int line, int end)
    {
        var step = new DraftStep(line, end, draft.Ids.Next($"pause-{line}"), "delay");
        step.Arguments.Add(("for", DurationText.Write(TimeSpan.FromSeconds(Math.Max(1, seconds)))));
        draft.Step(step);
    }

    private int Number(YamlNode node) => int.TryParse(jinja.Value(node).Constant, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < 1_000_000 ? number
        : throw new NotTurnedException("how long it waits is known only when it is played", "write the number out");
}
