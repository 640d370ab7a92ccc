using System.Collections.Immutable;
using RunbookEngine.Import.Cci;

namespace RunbookEngine.Import.Ansible;

/// <summary>Playbooks to turn into one runbook.</summary>
/// <param name="Playbooks">In the order they are played.</param>
public sealed record AnsibleRequest(ImmutableArray<ImportText> Playbooks)
{
    /// <summary>Files of variables, the stronger ones last.</summary>
    public ImmutableArray<ImportText> Variables { get; init; } = [];

    /// <summary>Inventory; only its variables are read.</summary>
    public ImportText? Inventory { get; init; }

    /// <summary>Name of the runbook; default: from the first playbook's file name.</summary>
    public string? Name { get; init; }

    /// <summary>Reads a file that a playbook includes, by its path from the playbook's folder; null when there is none.</summary>
    public Func<string, string, ImportText?> ReadFile { get; init; } = (_, _) => null;
}
