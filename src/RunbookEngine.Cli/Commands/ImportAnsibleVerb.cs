using System.CommandLine;
using RunbookEngine.Cli.Hosting;
using RunbookEngine.Cli.Runs;
using RunbookEngine.Import.Ansible;
using RunbookEngine.Import.Cci;

namespace RunbookEngine.Cli.Commands;

internal sealed class ImportAnsibleVerb : Verb
{
    private readonly Argument<string[]> _playbooks = new("PLAYBOOK") { Description = "Playbooks of hitachivantara.vspone_block, in the order they are played", Arity = ArgumentArity.OneOrMore };
    private readonly Option<string?> _inventory = new("--inventory") { Description = "Inventory; only its variables are read", HelpName = "FILE" };
    private readonly Option<string[]> _variables = new("--vars") { Description = "File of variables; once for each, the stronger one last", HelpName = "FILE" };
    private readonly ImportFiles _files = new();

    public ImportAnsibleVerb(Desk desk)
        : base(
            desk, "import-ansible", "Turn Ansible playbooks of the vendor's collection into a runbook and an environment",
            "runbook import-ansible nightly.yml --vars site.yml --out imported")
    {
        Add(_playbooks);
        Add(_inventory);
        Add(_variables);
        _files.AddTo(this);
    }

    protected override Task<Exit> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        ImportText Read(string path) => new(path, _files.Read(call, path));
        var request = new AnsibleRequest([.. (call.Get(_playbooks) ?? []).Select(Read)])
        {
            Inventory = call.Get(_inventory) is { } inventory ? Read(inventory) : null,
            Variables = [.. (call.Get(_variables) ?? []).Select(Read)],
            Name = _files.Name(call),
            ReadFile = (folder, path) => Path.Combine(folder, path) is var file && File.Exists(file) ? Read(file) : null,
        };
        try
        {
            return Task.FromResult(_files.Finish(call, AnsibleImporter.Import(request), topology: false));
        }
        catch (NotReadException e)
        {
            throw new CommandFailure(Exit.Invalid, e.Message, "nothing was written");
        }
    }
}
