using RunbookEngine.Language.Expressions;
using System.CommandLine;
using System.CommandLine.Parsing;

namespace RunbookEngine.Cli.Hosting;

/// <summary>What is wrong with a command line: one mistake, the first one, since the others often follow from it.</summary>
/// <param name="Meant">The known word that was probably meant; null for none.</param>
internal sealed record UsageError(string Message, string? Meant = null)
{
    /// <exception cref="InvalidOperationException">Nothing is wrong.</exception>
    public static UsageError Of(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        if (UnknownOption(parsed) is { } option)
            return new($"{UsageText.CommandLine(command)} has no option '{option}'", Suggestion.Closest(option, Options(parsed.CommandResult)));
        var word = parsed.UnmatchedTokens.FirstOrDefault();
        if (word is not null && command is RootCommand)
            return new($"there is no command '{word}'", Suggestion.Closest(word, CommandTree.Names));
        if (word is not null && command.Subcommands.Count > 0)
            return new($"{UsageText.CommandLine(command)} has no command '{word}'", Suggestion.Closest(word, command.Subcommands.Select(c => c.Name)));
        return new(UsageText.Mend(parsed.Errors[0].Message));
    }

    /// <summary>An option that the command does not have, however it was taken: a command with a list of files takes one for a file.</summary>
    public static string? UnknownOption(ParseResult parsed)
    {
        var taken = parsed.Tokens.Any(t => t.Type == TokenType.DoubleDash) ? [] : parsed.CommandResult.Children.OfType<ArgumentResult>()
            .SelectMany(a => a.Tokens).Select(t => t.Value).Where(t => t.StartsWith("--", StringComparison.Ordinal) && t.Length > 2);
        return parsed.UnmatchedTokens.Where(t => t.StartsWith('-') && t.Length > 1).Concat(taken).FirstOrDefault()?.Split('=')[0];
    }

    private static IEnumerable<string> Options(CommandResult command)
    {
        for (SymbolResult? at = command; at is not null; at = at.Parent)
        {
            foreach (var option in (at as CommandResult)?.Command.Options ?? [])
                yield return option.Name;
        }
    }
}
