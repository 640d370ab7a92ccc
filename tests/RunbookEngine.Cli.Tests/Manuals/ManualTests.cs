using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using RunbookEngine.Cli.Hosting;
using RunbookEngine.Cli.Manuals;

namespace RunbookEngine.Cli.Tests.Manuals;

/// <summary>Manual pages and completions hold the whole command tree, in a form that their readers take.</summary>
public sealed partial class ManualTests
{
    public static TheoryData<string> Shells => [.. CompletionScripts.Shells];

    [Fact]
    public void Every_command_argument_option_and_example_is_in_its_manual_page()
    {
        var pages = ManPages.All().ToDictionary(p => p.File, p => Plain(p.Text));
        var program = CommandPage.OfProgram();
        Assert.Equal(CommandTree.Names.Select(n => $"runbook-{n}.1").Prepend("runbook.1"), pages.Keys);
        foreach (var command in program.All.Where(c => c.Path.Length > 0))
        {
            var page = pages[$"runbook-{command.Path.Split(' ')[0]}.1"];
            Assert.Contains(command.Name, page, StringComparison.Ordinal);
            Assert.All(command.Arguments, a => Assert.Contains($".I {a.Name}\n{a.Description}", page, StringComparison.Ordinal));
            Assert.All(command.Options.Concat(program.Options).SelectMany(o => o.Names), name => Assert.Contains(name, page, StringComparison.Ordinal));
            Assert.All(command.Examples, example => Assert.Contains(example, page, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void No_line_of_a_manual_page_is_taken_for_a_request_that_does_not_exist()
    {
        foreach (var (file, text) in ManPages.All())
        {
            Assert.All(text.Split('\n').Where(l => l.StartsWith('.') || l.StartsWith('\'')), line => Assert.Matches(@"^\.(TH|SH|TP|B|BR|I|br|nf|fi)( |$)", line));
            Assert.DoesNotMatch(@"\\[^&e\-(]", text);
            Assert.True(text.All(char.IsAscii), $"{file}: {string.Concat(text.Where(c => !char.IsAscii(c)).Distinct())}");
        }
    }

    [Fact]
    public async Task A_manual_page_is_printed_and_a_command_that_is_none_is_refused_with_the_one_that_was_meant()
    {
        Assert.StartsWith(".TH \"RUNBOOK\\-RUN\" 1", (await RunAsync("man", "run")).Out, StringComparison.Ordinal);
        Assert.StartsWith(".TH \"RUNBOOK\" 1", (await RunAsync("man")).Out, StringComparison.Ordinal);
        var (exit, output, error) = await RunAsync("man", "rollbak");
        Assert.Equal((2, ""), (exit, output));
        Assert.Contains("did you mean rollback", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_manual_pages_are_written_into_a_folder()
    {
        var folder = Directory.CreateTempSubdirectory("runbook-man-");
        try
        {
            Assert.Equal(0, (await RunAsync("man", "--out", Path.Combine(folder.FullName, "man1"))).Exit);
            Assert.Equal(CommandTree.Names.Count() + 1, Directory.GetFiles(Path.Combine(folder.FullName, "man1"), "*.1").Length);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task A_completion_script_has_every_command_and_every_long_option(string shell)
    {
        var (exit, script, _) = await RunAsync("completion", shell);

        Assert.Equal(0, exit);
        foreach (var command in CommandPage.OfProgram().All)
        {
            Assert.All(command.Commands, c => Assert.Contains(c.Path.Split(' ')[^1], script, StringComparison.Ordinal));
            Assert.All(
                command.Options.SelectMany(o => o.Names).Where(n => n.StartsWith("--", StringComparison.Ordinal)),
                name => Assert.Contains(shell == "fish" ? $"-l {name[2..]} " : name, script, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Bash_completes_every_command_option_and_known_value()
    {
        var asked = Questions();
        var script = new StringBuilder(CompletionScripts.Of("bash"));
        foreach (var (words, last, _) in asked)
            script.Append($"COMP_WORDS=(runbook {words} '{last}'); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); _runbook; echo \" ${{COMPREPLY[*]}} \"\n");

        Check(asked, (await ShellAsync("bash", ["--norc"], script.ToString())).Split('\n'));
    }

    [Fact]
    public async Task Zsh_completes_every_command_option_and_known_value()
    {
        var asked = Questions();
        var script = new StringBuilder("""
            compdef() { : }
            _files() { found+=(${~PREFIX}*(N)) }
            compadd() { shift; found+=($@) }
            _describe() { found+=(${${(P)argv[-1]}%%:*}) }

            """).Append(CompletionScripts.Of("zsh"));
        foreach (var (words, last, _) in asked)
            script.Append($"words=(runbook {words} '{last}'); CURRENT=$#words; PREFIX='{last}'; found=(); _runbook; print -r -- \" $found \"\n");

        Check(asked, (await ShellAsync("zsh", ["-f"], script.ToString())).Split('\n'));
    }

    [Fact]
    public async Task Fish_completes_every_command_option_and_known_value()
    {
        // Fish offers a short name only where one is begun without a long one; its answers have descriptions behind a tab.
        var asked = Questions().Where(q => q.Wanted.StartsWith("--", StringComparison.Ordinal) || !q.Wanted.StartsWith('-')).ToList();
        var script = new StringBuilder(CompletionScripts.Of("fish"));
        foreach (var (words, last, _) in asked)
            script.Append($"echo ' '(string join -- ' ' (complete -C 'runbook {(words.Length == 0 ? "" : words + " ")}{last}' | string replace -r '\\t.*' ''))' '\n");

        Check(asked, (await ShellAsync("fish", ["--no-config"], script.ToString())).Split('\n'));
    }

    /// <summary>Every command, option and value of the tree: the words before, what is typed of it, and itself.</summary>
    private static List<(string Words, string Last, string Wanted)> Questions()
    {
        var program = CommandPage.OfProgram();
        var asked = new List<(string Words, string Last, string Wanted)>();
        foreach (var command in program.All)
        {
            asked.AddRange(command.Commands.Select(c => (command.Path, c.Path.Split(' ')[^1][..1], c.Path.Split(' ')[^1])));
            asked.AddRange(command.Options.Concat(program.Options).SelectMany(o => o.Names).Distinct().Select(name => (command.Path, name[..2], name)));
            asked.AddRange(command.Options.Concat(program.Options).SelectMany(o => o.Values.Select(v => ($"{command.Path} {o.Names[0]}".Trim(), "", v))));
        }

        // An option's value is no command, and a file is completed where a file is asked for.
        asked.Add(("--store approve run", "--simu", "--simulate"));
        asked.Add(("run --environment", "/etc/pass", "/etc/passwd"));
        asked.Add(("run", "/etc/pass", "/etc/passwd"));
        return asked;
    }

    private static void Check(IReadOnlyList<(string Words, string Last, string Wanted)> asked, IReadOnlyList<string> answers)
    {
        Assert.True(answers.Count >= asked.Count, $"{answers.Count} answers to {asked.Count} questions");
        foreach (var ((words, last, wanted), answer) in asked.Zip(answers))
            Assert.True(answer.Contains($" {wanted} ", StringComparison.Ordinal), $"'runbook {words} {last}' gives '{answer}', not {wanted}");
    }

    private static async Task<string> ShellAsync(string program, string[] options, string script)
    {
        Assert.SkipUnless(
            (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program))), $"{program} is not installed; tests/all.sh installs it.");
        using var shell = Process.Start(new ProcessStartInfo(program, options) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, error) = (shell.StandardOutput.ReadToEndAsync(), shell.StandardError.ReadToEndAsync());
        await shell.StandardInput.WriteAsync(script);
        shell.StandardInput.Close();
        await shell.WaitForExitAsync();
        Assert.Equal("", await error);
        return await output;
    }

    private static async Task<(int Exit, string Out, string Error)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var exit = await App.RunAsync(arguments, new Terminal { Out = output, Error = error }, CancellationToken.None);
        return (exit, output.ToString(), error.ToString());
    }

    private static string Plain(string page) => Escape().Replace(page, m => m.Value switch { "\\-" => "-", "\\e" => "\\", "\\(dq" => "\"", _ => "" });

    [GeneratedRegex(@"\\\(dq|\\[-e&]")]
    private static partial Regex Escape();
}
