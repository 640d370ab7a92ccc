using RunbookEngine.Import.Cci.Translation;
using YamlDotNet.RepresentationModel;

namespace RunbookEngine.Import.Ansible;

/// <summary>What stands at a task beside its module. Each key is read, says nothing to a run, is told, or stops the task from being turned.</summary>
internal static class TaskKeys
{
    /// <summary>Read where tasks are walked.</summary>
    private static readonly string[] Read =
        ["name", "when", "loop", "with_items", "with_list", "loop_control", "register", "until", "retries", "delay", "vars", "tags", "block", "rescue", "always", "ignore_errors", "ignore_unreachable", "check_mode", "failed_when", "async", "poll", "module_defaults"];

    /// <summary>How Ansible reaches hosts, and what it shows: the engine speaks to the arrays itself.</summary>
    private static readonly string[] Nothing =
        ["no_log", "become", "become_user", "become_method", "become_flags", "become_exe", "delegate_to", "delegate_facts", "run_once", "changed_when", "connection", "environment", "any_errors_fatal", "diff", "collections", "throttle", "debugger", "remote_user", "port", "timeout"];

    private static readonly string[] Refused = ["notify", "local_action", "action", "args"];

    public static IReadOnlyList<(string Key, YamlNode Value)> Modules(YamlNode task) => [.. task.Entries().Where(e => !Read.Contains(e.Key) && !Nothing.Contains(e.Key) && !Refused.Contains(e.Key))];

    /// <exception cref="NotTurnedException">A key would change what the task does.</exception>
    public static void Check(YamlNode task)
    {
        foreach (var refused in Refused.Where(r => task.At(r) is not null))
        {
            throw new NotTurnedException($"`{refused}` has no counterpart", refused == "notify" ? "write what the handler does as a step of its own, with `when`" : "write the step by hand");
        }

        if (task.At("failed_when") is { } failed && !Says(failed, "false"))
            throw new NotTurnedException("`failed_when` decides by itself what a failure is", "write the step by hand; `pair.assert` says what must hold");
        if (task.At("check_mode") is { } check && !Says(check, "false"))
            throw new NotTurnedException("`check_mode` lets it only say what it would do", "leave the step out, or write pair.snapshot");
        if (task.At("async") is { } async && async.Text() != "0")
            throw new NotTurnedException("`async` lets the playbook go on before it is done", "write the step with `wait: none`, and pair.wait where its end is needed");
        if (Tags(task).Contains("never"))
            throw new NotTurnedException("its tag `never` keeps it out unless --tags asks for it", "write the step with `modes` or `when` on an input, or leave it out");
    }

    /// <summary>Its failure does not end the playbook.</summary>
    public static bool GoesOn(YamlNode task) => ((string[])["ignore_errors", "ignore_unreachable"]).Any(k => task.At(k) is { } node && !Says(node, "false")) || task.At("failed_when") is { } failed && Says(failed, "false");

    /// <summary>Tags that choose tasks when the playbook is played with <c>--tags</c>.</summary>
    public static IReadOnlyList<string> Tags(YamlNode task) =>
        [.. task.At("tags").Items().SelectMany(t => (t.Text() ?? "").Split(',')).Select(t => t.Trim()).Where(t => t is not ("always" or ""))];

    public static bool Says(YamlNode node, string word) =>
        node.Text()?.ToLowerInvariant() is { } text && (text == word || (text, word) is ("no", "false") or ("off", "false") or ("yes", "true") or ("on", "true"));
}
