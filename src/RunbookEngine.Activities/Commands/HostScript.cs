using System.Globalization;
using System.Text;

namespace RunbookEngine.Activities.Commands;

/// <summary>What a shell on the other machine reads from its standard input: nothing of it stands in an argument of any program, and a text that was cut off
/// on its way is not carried out in part. Two marks on standard error tell whether the program began and how it ended, whatever becomes of the connection.</summary>
internal sealed class HostScript(CommandArguments command, IReadOnlyDictionary<string, string> about, string mark)
{
    private string Started => $"runbook-{mark}-started";

    private string Ended => $"runbook-{mark}-ended";

    public string Text()
    {
        var script = new StringBuilder("runbook_step() {\n");
        foreach (var (name, value) in about.Concat(command.Environment))
        {
            script.Append(CultureInfo.InvariantCulture, $"{name}={Quote(value)}; export {name}\n");
        }
        if (command.WorkingDirectory is { } folder)
        {
            script.Append(CultureInfo.InvariantCulture, $"cd {Quote(folder)} || {{ echo {Ended} folder >&2; exit 255; }}\n");
        }
        script.Append(CultureInfo.InvariantCulture, $"echo {Started} >&2\n");
        var words = string.Join(' ', command.Run.Select(Quote));
        script.Append(command.StandardInput is { } input ? $"printf %s {Quote(input)} | {words}\n" : $"{words} </dev/null\n");
        script.Append(CultureInfo.InvariantCulture, $"code=$?\necho {Ended} $code >&2\nexit $code\n}}\nrunbook_step\n");
        return script.ToString();
    }

    /// <summary>Takes the marks out of what was written to standard error.</summary>
    /// <returns>Whether the program began, its exit code when it is known, and what else was written.</returns>
    public (bool Began, int? ExitCode, bool NoFolder, string Errors) Read(string errors)
    {
        var (began, code, noFolder, rest) = (false, (int?)null, false, new StringBuilder());
        foreach (var line in errors.Split('\n'))
        {
            if (line == Started)
            {
                began = true;
            }
            else if (line.EndsWith($"{Ended} folder", StringComparison.Ordinal))
            {
                noFolder = true;
            }
            else if (line.IndexOf(Ended + " ", StringComparison.Ordinal) is >= 0 and var at
                && int.TryParse(line.AsSpan(at + Ended.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var exit))
            {
                // A program that ends its last line with no line break has the mark behind it.
                code = exit;
                rest.Append(line.AsSpan(0, at)).Append('\n');
            }
            else
            {
                rest.Append(line).Append('\n');
            }
        }
        return (began || code is not null, code, noFolder, rest.ToString().TrimEnd('\n'));
    }

    /// <summary>One word of a POSIX shell, whatever it holds.</summary>
    public static string Quote(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
