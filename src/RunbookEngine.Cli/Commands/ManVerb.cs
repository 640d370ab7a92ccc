using System.CommandLine;
using RunbookEngine.Cli.Hosting;
using RunbookEngine.Cli.Manuals;
using RunbookEngine.Language.Expressions;

namespace RunbookEngine.Cli.Commands;

internal sealed class ManVerb : Verb
{
    private readonly Argument<string> _command = new("COMMAND")
    {
        Description = "The command; none for the program itself",
        Arity = ArgumentArity.ZeroOrOne,
        DefaultValueFactory = _ => "",
    };

    private readonly Option<string?> _out = new("--out") { Description = "Write all manual pages into this folder", HelpName = "DIR" };

    public ManVerb(Desk desk)
        : base(desk, "man", "Print a manual page in the form that man reads, or write all of them", "runbook man --out ~/.local/share/man/man1", "runbook man run > runbook-run.1")
    {
        Add(_command);
        Add(_out);
        Validators.Add(result =>
        {
            if (result.GetValue(_command) is { Length: > 0 } && result.GetValue(_out) is not null)
                result.AddError("--out writes all pages: leave out COMMAND");
        });
    }

    protected override async Task<Exit> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        var pages = ManPages.All().ToList();
        if (call.Get(_out) is { } folder)
        {
            try
            {
                Directory.CreateDirectory(folder);
                foreach (var (file, text) in pages)
                    await File.WriteAllTextAsync(Path.Combine(folder, file), text, cancellationToken);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new CommandFailure(Exit.Failed, $"the pages cannot be written to {folder}: {e.Message.TrimEnd('.')}", "name another folder", e);
            }

            call.Error.WriteLine($"{pages.Count} pages written to {folder}");
            return Exit.Done;
        }

        var command = call.Get(_command);
        var wanted = command.Length == 0 ? "runbook.1" : $"runbook-{command}.1";
        var page = pages.FirstOrDefault(p => p.File == wanted);
        if (page.Text is null)
            throw new CommandFailure(
                Exit.Usage, $"there is no command '{command}'", Suggestion.Closest(command, CommandTree.Names) is { } meant ? $"did you mean {meant}?" : "runbook help lists the commands");
        call.Out.Write(page.Text);
        return Exit.Done;
    }
}
