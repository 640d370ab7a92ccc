using System.Text.RegularExpressions;

namespace RunbookEngine.Import.Cci;

/// <summary>What a file is written in: by its first line, its name, and the words that only one language has.</summary>
public static partial class SourceKind
{
    /// <summary>Lines that are looked at.</summary>
    private const int Looked = 200;

    /// <summary>Why a file is refused by name, with a hint; null for a shell script and for Windows batch.</summary>
    public static string? Refused(string name, string text)
    {
        var (kind, hint) = Of(name, text) switch
        {
            SourceLanguage.Shell or SourceLanguage.Batch => (null, ""),
            SourceLanguage.PowerShell => ("a PowerShell script", "write its CCI commands as a batch file or a shell script"),
            SourceLanguage.Perl => ("a Perl script", "write the CCI commands that it runs as a shell script"),
            SourceLanguage.Python => ("a Python script", "write the CCI commands that it runs as a shell script"),
            SourceLanguage.Expect => ("an Expect script", "write the CCI commands that it types as a shell script"),
            SourceLanguage.CShell => ("a C shell script, which is another language", "write it for sh, ksh or bash"),
            SourceLanguage.Ansible => ("an Ansible playbook", "use `runbook import-ansible`"),
            _ => ("written in a language that is not read here", "write its CCI commands as a shell script"),
        };
        return kind is null ? null : $"is not a shell script but {kind}: {hint}";
    }

    public static SourceLanguage Of(string name, string text)
    {
        var first = text.TrimStart('\uFEFF').Split('\n', 2)[0].TrimEnd('\r');
        if (first.StartsWith("#!", StringComparison.Ordinal))
        {
            return Interpreter().Match(first).Groups["name"].Value switch
            {
                "sh" or "bash" or "ksh" or "ksh93" or "dash" or "ash" or "mksh" or "pdksh" or "zsh" or "rbash" => SourceLanguage.Shell,
                "csh" or "tcsh" => SourceLanguage.CShell,
                "perl" => SourceLanguage.Perl,
                "expect" => SourceLanguage.Expect,
                "pwsh" or "powershell" => SourceLanguage.PowerShell,
                var other when other.StartsWith("python", StringComparison.Ordinal) => SourceLanguage.Python,
                _ => SourceLanguage.Other,
            };
        }

        var byName = Path.GetExtension(name).ToLowerInvariant() switch
        {
            ".bat" or ".cmd" => SourceLanguage.Batch,
            ".ps1" or ".psm1" => SourceLanguage.PowerShell,
            ".pl" or ".pm" => SourceLanguage.Perl,
            ".py" => SourceLanguage.Python,
            ".exp" or ".tcl" => SourceLanguage.Expect,
            ".csh" => SourceLanguage.CShell,
            ".vbs" or ".js" or ".rb" or ".go" or ".php" or ".java" => SourceLanguage.Other,
            _ => (SourceLanguage?)null,
        };
        return byName ?? ByWords(string.Join('\n', text.Split('\n').Take(Looked)));
    }

    private static SourceLanguage ByWords(string text) =>
        Playbook().IsMatch(text) ? SourceLanguage.Ansible
        : Batch().IsMatch(text) ? SourceLanguage.Batch
        : PowerShell().IsMatch(text) ? SourceLanguage.PowerShell
        : Perl().IsMatch(text) ? SourceLanguage.Perl
        : Python().IsMatch(text) ? SourceLanguage.Python
        : Expect().IsMatch(text) ? SourceLanguage.Expect
        : SourceLanguage.Shell;

    [GeneratedRegex(@"^#!\s*\S*?(?:/env\s+(?:-S\s+)?)?(?<name>[A-Za-z0-9_.]+)(?:\s.*)?$")]
    private static partial Regex Interpreter();

    [GeneratedRegex(@"^-\s+(name|hosts|import_playbook|block|include_tasks|hitachivantara\.)\b.*:|^\s*-\s+hosts:", RegexOptions.Multiline)]
    private static partial Regex Playbook();

    [GeneratedRegex(@"^\s*(@?echo\s+off|rem\s|::|goto\s+:?\w+|set\s+\w+=|if\s+(not\s+)?errorlevel|setlocal|call\s+:)|%ERRORLEVEL%", RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex Batch();

    [GeneratedRegex(@"^\s*(param\s*\(|\$\w+\s*=\s*|Write-(Host|Output)|function\s+\w+-\w+|Start-Process|\[CmdletBinding)", RegexOptions.Multiline)]
    private static partial Regex PowerShell();

    [GeneratedRegex(@"^\s*(use\s+(strict|warnings)|my\s+[$@%(]|sub\s+\w+\s*\{)", RegexOptions.Multiline)]
    private static partial Regex Perl();

    [GeneratedRegex(@"^(import\s+\w+|from\s+[\w.]+\s+import|def\s+\w+\(.*\):|if\s+__name__)", RegexOptions.Multiline)]
    private static partial Regex Python();

    [GeneratedRegex(@"^\s*(spawn\s|expect\s*[\{""]|send\s+"")", RegexOptions.Multiline)]
    private static partial Regex Expect();
}

public enum SourceLanguage
{
    Shell,
    CShell,
    Batch,
    PowerShell,
    Perl,
    Python,
    Expect,
    Ansible,
    Other,
}
