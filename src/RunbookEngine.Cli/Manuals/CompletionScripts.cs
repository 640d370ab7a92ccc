using System.Text;

namespace RunbookEngine.Cli.Manuals;

/// <summary>Scripts that complete commands, options, their known values and files. They hold what is known when they are written and start no program:
/// a key press must not wait for one.</summary>
internal static class CompletionScripts
{
    public static readonly IReadOnlyList<string> Shells = ["bash", "fish", "powershell", "zsh"];

    public static string Of(string shell)
    {
        var program = CommandPage.OfProgram();
        return shell switch
        {
            "bash" => Bash(program),
            "zsh" => Zsh(program),
            "fish" => Fish(program),
            "powershell" => PowerShell(program),
            _ => throw new ArgumentOutOfRangeException(nameof(shell), shell, "No script is written for it."),
        };
    }

    /// <summary>Words of options whose next word is a value, and so no command.</summary>
    private static IEnumerable<string> TakingValues(CommandPage program) =>
        program.All.SelectMany(c => c.Options).Where(o => o.Value is not null).SelectMany(o => o.Names).Distinct().Order(StringComparer.Ordinal);

    private static IEnumerable<CommandPage> Below(CommandPage program) => program.All.Where(c => c.Path.Length > 0);

    private static IEnumerable<string> Words(CommandPage command) => command.Commands.Select(c => c.Path.Split(' ')[^1]);

    private static IReadOnlyList<WrittenOption> Options(CommandPage command, CommandPage program) =>
        command.Path.Length == 0 ? program.Options : [.. command.Options, .. program.Options];

    private static IEnumerable<string> ArgumentValues(CommandPage command) => command.Arguments.SelectMany(a => a.Values).Distinct();

    /// <summary>The part of bash and zsh that finds the command: its words are those that are no options, no values, and in the tree.</summary>
    private static void FindCommand(StringBuilder script, CommandPage program, string words, string first, string last)
    {
        script.Append($$"""
                for ((i = {{first}}; i < {{last}}; i++)); do
                    word=${{{words}}[i]}
                    case "${{{words}}[i-1]}" in {{string.Join('|', TakingValues(program))}}) continue ;; esac
                    case "${at:+$at }$word" in
                        {{string.Join('|', Below(program).Select(c => $"\"{c.Path}\""))}}) at="${at:+$at }$word" ;;
                    esac
                done

            """);
    }

    private static string Bash(CommandPage program)
    {
        var script = new StringBuilder("""
            # bash completion for runbook
            _runbook() {
                local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} at="" word i words="" options="" files=""
                COMPREPLY=()

            """);
        FindCommand(script, program, "COMP_WORDS", "1", "COMP_CWORD");
        script.AppendLine("    case \"$at\" in");
        foreach (var command in program.All)
        {
            script.AppendLine($"        \"{command.Path}\")");
            script.AppendLine($"            words=\"{string.Join(' ', Words(command).Concat(ArgumentValues(command)))}\" files={(command.Arguments.Any(a => a.IsFile) ? "yes" : "")}");
            script.AppendLine($"            options=\"{string.Join(' ', Options(command, program).SelectMany(o => o.Names))}\"");
            var valued = Options(command, program).Where(o => o.Value is not null).ToList();
            if (valued.Count > 0)
            {
                script.AppendLine("            case \"$prev\" in");
                foreach (var option in valued)
                    script.AppendLine($"                {string.Join('|', option.Names)}) {BashValues(option)}; return ;;");
                script.AppendLine("            esac");
            }

            script.AppendLine("            ;;");
        }

        return script.Append("""
                esac
                if [[ $cur == -* ]]; then
                    COMPREPLY=($(compgen -W "$options" -- "$cur"))
                else
                    COMPREPLY=($(compgen -W "$words" -- "$cur"))
                    [ -n "$files" ] && { compopt -o filenames 2>/dev/null; COMPREPLY+=($(compgen -f -- "$cur")); }
                fi
                return 0
            }
            complete -F _runbook runbook

            """).ToString();
    }

    private static string BashValues(WrittenOption option) =>
        option.Values.Count > 0 ? $"COMPREPLY=($(compgen -W \"{string.Join(' ', option.Values)}\" -- \"$cur\"))"
        : option.IsFile ? "compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -f -- \"$cur\"))"
        : ":";

    private static string Zsh(CommandPage program)
    {
        var script = new StringBuilder("""
            #compdef runbook
            _runbook() {
                local at="" word i files="" prev=${words[CURRENT-1]}
                local -a commands options

            """);
        FindCommand(script, program, "words", "2", "CURRENT");
        script.AppendLine("    case \"$at\" in");
        foreach (var command in program.All)
        {
            script.AppendLine($"        \"{command.Path}\")");
            script.AppendLine($"            commands=({string.Join(' ', command.Commands.Select(c => Quoted($"{c.Path.Split(' ')[^1]}:{Escaped(c.Description)}")).Concat(ArgumentValues(command).Select(Quoted)))})");
            script.AppendLine($"            options=({string.Join(' ', Options(command, program).SelectMany(o => o.Names.Select(n => Quoted($"{n}:{Escaped(o.Description)}"))))})");
            script.AppendLine($"            files={(command.Arguments.Any(a => a.IsFile) ? "yes" : "")}");
            var valued = Options(command, program).Where(o => o.Value is not null).ToList();
            if (valued.Count > 0)
            {
                script.AppendLine("            case \"$prev\" in");
                foreach (var option in valued)
                    script.AppendLine($"                {string.Join('|', option.Names)}) {ZshValues(option)}; return ;;");
                script.AppendLine("            esac");
            }

            script.AppendLine("            ;;");
        }

        return script.Append("""
                esac
                if [[ $PREFIX == -* ]]; then
                    _describe -o option options
                else
                    (( $#commands )) && _describe command commands
                    [[ -n $files ]] && _files
                fi
                return 0
            }
            if [[ $funcstack[1] == _runbook ]]; then _runbook "$@"; else compdef _runbook runbook; fi

            """).ToString();
    }

    private static string ZshValues(WrittenOption option) =>
        option.Values.Count > 0 ? $"compadd -- {string.Join(' ', option.Values)}" : option.IsFile ? "_files" : ":";

    private static string Fish(CommandPage program)
    {
        var script = new StringBuilder($$"""
            # fish completion for runbook
            function __runbook_at
                set -l at
                set -l before
                for word in (commandline -opc)[2..-1]
                    if not contains -- "$before" {{string.Join(' ', TakingValues(program))}}
                        if contains -- (string join -- ' ' $at $word) {{string.Join(' ', Below(program).Select(c => Quoted(c.Path)))}}
                            set -a at $word
                        end
                    end
                    set before $word
                end
                set -l found (string join -- ' ' $at)
                test "$found" = "$argv[1]"
            end
            complete -c runbook -f

            """);
        foreach (var command in program.All)
        {
            var here = $"complete -c runbook -n '__runbook_at \"{command.Path}\"'";
            foreach (var below in command.Commands)
                script.AppendLine($"{here} -a {below.Path.Split(' ')[^1]} -d {Quoted(below.Description)}");
            foreach (var value in ArgumentValues(command))
                script.AppendLine($"{here} -a {value}");
            if (command.Arguments.Any(a => a.IsFile))
                script.AppendLine($"{here} -F");
            foreach (var option in Options(command, program))
            {
                var names = string.Join(' ', option.Names.Where(n => n.TrimStart('-').All(c => char.IsAsciiLetterOrDigit(c) || c == '-')).Select(n => n.StartsWith("--", StringComparison.Ordinal) ? $"-l {n[2..]}" : $"-s {n[1..]}"));
                var value = option.Value is null ? "" : option.Values.Count > 0 ? $" -x -a {Quoted(string.Join(' ', option.Values))}" : option.IsFile ? " -r -F" : " -x";
                script.AppendLine($"{here} {names}{value} -d {Quoted(option.Description)}");
            }
        }

        return script.ToString();
    }

    private static string PowerShell(CommandPage program)
    {
        var script = new StringBuilder($$"""
            # PowerShell completion for runbook
            Register-ArgumentCompleter -Native -CommandName runbook -ScriptBlock {
                param($wordToComplete, $commandAst, $cursorPosition)
                $takesValue = @({{string.Join(", ", TakingValues(program).Select(Single))}})
                $words = @{

            """);
        foreach (var command in program.All)
            script.AppendLine($"        {Single(command.Path)} = @({string.Join(", ", Words(command).Concat(ArgumentValues(command)).Select(Single))})");
        script.AppendLine("    }\n    $options = @{");
        foreach (var command in program.All)
            script.AppendLine($"        {Single(command.Path)} = @({string.Join(", ", Options(command, program).SelectMany(o => o.Names).Where(n => n.StartsWith("--", StringComparison.Ordinal)).Select(Single))})");
        script.AppendLine("    }\n    $values = @{");
        foreach (var group in program.All.SelectMany(c => Options(c, program).Where(o => o.Values.Count > 0).Select(o => (Key: $"{c.Path} {o.Names[0]}", o.Values))).DistinctBy(v => v.Key))
            script.AppendLine($"        {Single(group.Key)} = @({string.Join(", ", group.Values.Select(Single))})");
        return script.Append("""
                }
                $at = ''
                $before = ''
                foreach ($element in $commandAst.CommandElements | Select-Object -Skip 1) {
                    if ($element.Extent.EndOffset -ge $cursorPosition) { break }
                    $word = $element.ToString()
                    $next = if ($at) { "$at $word" } else { $word }
                    if ($takesValue -notcontains $before -and $words.ContainsKey($next)) { $at = $next }
                    $before = $word
                }
                $found = if ($values.ContainsKey("$at $before")) { $values["$at $before"] }
                    elseif ($takesValue -contains $before) { @() }
                    elseif ($wordToComplete -like '-*') { $options[$at] }
                    else { $words[$at] }
                $found | Where-Object { $_ -like "$wordToComplete*" } | ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }
            }

            """).ToString();
    }

    /// <summary>For bash, zsh and fish: nothing in it is read by the shell.</summary>
    private static string Quoted(string text) => $"'{text.Replace("'", "", StringComparison.Ordinal)}'";

    private static string Single(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    private static string Escaped(string description) => description.Replace(":", "\\:", StringComparison.Ordinal);
}
