using RunbookEngine.Cli.Hosting;
using RunbookEngine.Cli.Runs;
using RunbookEngine.Journal;
using RunbookEngine.Persistence;
using RunbookEngine.Runs;
using RunbookEngine.Testing;

namespace RunbookEngine.Cli.Tests;

public sealed class CommandLineTests
{
    [Fact]
    public async Task Every_command_has_help_with_an_example_that_it_understands()
    {
        foreach (var name in CommandTree.Names)
        {
            var (exit, output, error) = await RunAsync(name, "--help");
            Assert.Equal((0, ""), (exit, error));
            var example = output.Split('\n').SkipWhile(l => !l.StartsWith("Example", StringComparison.Ordinal)).Skip(1).First(l => l.StartsWith("  runbook ", StringComparison.Ordinal)).Trim();
            Assert.StartsWith($"runbook {name}", example);
            var words = System.CommandLine.Parsing.CommandLineParser.SplitCommandLine(example.Split(" > ")[0].Replace('\'', '"')).Skip(1).ToList();
            var root = CommandTree.Build(new Desk(new Terminal { Out = TextWriter.Null, Error = TextWriter.Null }, new CommonOptions()), words);
            Assert.True(root.Parse(words).Errors.Count == 0, $"{example}: {string.Join("; ", root.Parse(words).Errors)}");
        }
    }

    [Fact]
    public async Task A_misspelt_command_gets_the_one_that_was_meant()
    {
        foreach (var name in CommandTree.Names.Where(n => n.Length > 3))
        {
            var (exit, output, error) = await RunAsync(name + "x");
            Assert.Equal((2, ""), (exit, output));
            Assert.Contains($"did you mean '{name}'?", error);
        }
    }

    [Fact]
    public async Task Without_a_command_all_of_them_are_listed_and_help_lists_them_or_shows_one()
    {
        var (exit, output, error) = await RunAsync();
        Assert.Equal((2, ""), (exit, output));
        var (helped, overview, _) = await RunAsync("help");
        Assert.Equal(0, helped);
        foreach (var name in CommandTree.Names)
        {
            Assert.Contains($"\n  {name} ", error);
            Assert.Contains($"\n  {name} ", overview);
            Assert.Equal((await RunAsync(name, "--help")).Out, (await RunAsync("help", name)).Out);
        }

        Assert.Equal((await RunAsync("locks", "break", "--help")).Out, (await RunAsync("help", "locks", "break")).Out);
        var (wrong, _, said) = await RunAsync("help", "shw");
        Assert.Equal(2, wrong);
        Assert.Contains("did you mean 'show'?", said);
    }

    [Fact]
    public async Task A_misspelt_option_of_any_command_is_one_error_with_the_one_that_was_meant()
    {
        var root = CommandTree.Build(new Desk(new Terminal { Out = TextWriter.Null, Error = TextWriter.Null }, new CommonOptions()), []);
        var tried = 0;
        foreach (var command in root.Subcommands.SelectMany(c => c.Subcommands.Prepend(c)))
        {
            foreach (var option in command.Options.Concat(root.Options).Select(o => o.Name).Where(o => o.Length > 5))
            {
                var (path, wrong) = (command.Parents.Single() == root ? [command.Name] : new[] { command.Parents.Single().Name, command.Name }, option.Insert(3, "x"));
                foreach (var arguments in new string[][] { [.. path, wrong], [.. path, "a", wrong, "b"], [.. path, "a", $"{wrong}=b"] })
                {
                    var (exit, output, error) = await RunAsync(arguments);
                    Assert.True((exit, output) == (2, ""), $"{string.Join(' ', arguments)}: {exit} {output}");
                    Assert.Single(error.Split('\n'), l => l.StartsWith("error: ", StringComparison.Ordinal));
                    Assert.Contains($"has no option '{wrong}'", error);
                    Assert.Contains("did you mean '", error);
                    tried++;
                }
            }
        }

        Assert.True(tried > 300, $"{tried}");
        Assert.Equal(1, (await RunAsync("runs", "--outcmoe", "held", "--limt", "3", "--bogus")).Error.Split('\n').Count(l => l.StartsWith("error: ", StringComparison.Ordinal)));
        Assert.Contains("did you mean 'break'?", (await RunAsync("locks", "brak")).Error);
    }

    [Fact]
    public async Task What_stands_behind_two_dashes_is_text() =>
        Assert.Equal((0, "2\n", ""), await RunAsync("eval", "--", "1 + 1"));

    [Fact]
    public async Task A_run_is_found_by_its_id_its_beginning_its_end_and_as_the_latest()
    {
        await using var store = await RunStores.OpenAsync("memory", new ManualClock(), CancellationToken.None);
        var story = new Story();
        await store.StartAsync(story.State.Summary, story.Entries, [], CancellationToken.None);
        foreach (var text in (string[])[Story.Id.ToString(), "latest", "01a2", "01a20131-e146", "7fff", "ffd12cef7fff", "FFD12CEF7FFF"])
            Assert.Equal(Story.Id, await RunFinder.FindAsync(store, text, CancellationToken.None));
        foreach (var text in (string[])["01a", "beef", "zzzz", "", Guid.Empty.ToString()])
            Assert.Equal(Exit.Usage, (await Assert.ThrowsAsync<CommandFailure>(() => RunFinder.FindAsync(store, text, CancellationToken.None))).Exit);
    }

    [Fact]
    public void A_step_is_found_by_its_key_and_by_its_id_where_that_is_one()
    {
        var run = new Story().Splitting().State;
        Assert.Equal("split[erp-2]", StepFinder.Find(run, "split[erp-2]").ToString());
        Assert.Equal("go", StepFinder.Find(run, "go").ToString());
        Assert.Contains("did you mean 'split'", Assert.Throws<CommandFailure>(() => StepFinder.Find(run, "splt")).Help);
        Assert.Contains("erp-1", Assert.Throws<CommandFailure>(() => StepFinder.Find(run, "split[erp-9]")).Help);
    }

    [Fact]
    public async Task An_expression_gives_its_value_or_a_diagnostic_with_a_caret()
    {
        Assert.Equal((0, "3\n", ""), await RunAsync("eval", "1 + 2"));
        Assert.Equal((0, "two is 2\n", ""), await RunAsync("eval", "two is ${{ 1 + 1 }}"));
        var (exit, output, error) = await RunAsync("eval", "1 + 2 *");
        Assert.Equal((3, ""), (exit, output));
        Assert.StartsWith("TEXT:1:7: error RB", error);
        Assert.Contains("^", error);
    }

    [Fact]
    public void No_exception_reaches_a_person_as_a_stack_trace()
    {
        Exception[] all =
        [
            new InvalidOperationException("odd"), new OperationCanceledException(), new StoreUnavailableException("no store"), new JournalCorruptException("gap"),
            new OperatorRefusedException("no"), new IOException("disk full"), new UnauthorizedAccessException("denied"), new RunbookEngine.Activities.RunTakenOverException("host/2/b"),
        ];
        Assert.All(all, e =>
        {
            var failure = Failures.Explain(e);
            Assert.NotEqual(Exit.Done, failure.Exit);
            Assert.DoesNotContain('\n', failure.Message);
        });
    }

    private static async Task<(int Exit, string Out, string Error)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var exit = await App.RunAsync(arguments, new Terminal { Out = output, Error = error, Clock = new ManualClock(), User = "akiko" }, CancellationToken.None);
        return (exit, output.ToString(), error.ToString());
    }
}
