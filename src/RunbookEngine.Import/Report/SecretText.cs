using System.Text.RegularExpressions;

namespace RunbookEngine.Import.Report;

/// <summary>Hides passwords of a script line before it is quoted in a runbook.</summary>
internal static partial class SecretText
{
    public static string Masked(string line) => Url().Replace(Assignment().Replace(Option().Replace(Login().Replace(Key().Replace(line, "$1***"), "$1***"), "$1***"), "$1***"), "$1***@");

    // password: "…" of a playbook; a reference is no secret.
    [GeneratedRegex(@"(\b\w*(?:passw|secret|token|pwd|_pass\b|_pw\b)\w*[""']?\s*:\s*)(?![""']?(?:\{\{|\$))(?!\s*$)(?!!vault)\S.*$", RegexOptions.IgnoreCase)]
    private static partial Regex Key();

    [GeneratedRegex(@"(://[^/@\s:]+:)[^/@\s]+@")]
    private static partial Regex Url();

    [GeneratedRegex(@"(-login\s+\S+\s+)\S+", RegexOptions.IgnoreCase)]
    private static partial Regex Login();

    [GeneratedRegex(@"(--?pass(?:word|wd)?(?:=|\s+))\S+", RegexOptions.IgnoreCase)]
    private static partial Regex Option();

    [GeneratedRegex(@"(\b\w*(?:PASSW|SECRET|TOKEN|_PASS|_PW)\w*=)(?!\s|$)(?:""[^""]*""|'[^']*'|\S+)", RegexOptions.IgnoreCase)]
    private static partial Regex Assignment();
}
