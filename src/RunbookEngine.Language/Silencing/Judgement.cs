using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Documents;
using RunbookEngine.Language.Rules;
using RunbookEngine.Plans;

namespace RunbookEngine.Language.Silencing;

/// <summary>What becomes of the findings in one file: silenced in place, or given another severity by the house's settings.</summary>
/// <remarks>A comment gives its reason, and a finding that no plan survives is neither silenced nor softened.</remarks>
public sealed class Judgement
{
    private readonly string _file;
    private readonly List<Diagnostic> _problems = [];
    private readonly ILookup<(int Line, string Code), SilencingComment> _comments;
    private readonly RuleSettings? _settings;
    private readonly HashSet<(SilencingComment, string)> _used = [];

    private Judgement(SourceFile file, DocumentNode? root, SourceFile? settings)
    {
        _file = file.Name;
        _comments = SilencingComment.Read(file, root, _problems).SelectMany(comment => comment.Codes.Select(code => (comment, code)))
            .ToLookup(c => (c.comment.Line, c.code), c => c.comment);
        _settings = settings is null ? null : RuleSettings.Read(settings, _problems);
    }

    /// <summary>What is wrong with the comments and the settings themselves.</summary>
    public IReadOnlyList<Diagnostic> Problems => _problems;

    /// <summary>The settings file, for showing its lines; null when there is none.</summary>
    public SourceFile? Settings => _settings?.File;

    /// <summary>For a file that is not compiled here, such as the text that a plan carries.</summary>
    public static Judgement Of(SourceFile file) => Of(file, file.Problem is null ? DocumentLoader.Load(file).Root : null, RuleSettings.FindFile(file));

    /// <summary>Judges what was found in a plan and in the plans it calls by the texts that they carry.</summary>
    public static IReadOnlyList<Diagnostic> Apply(Plan plan, IReadOnlyList<Diagnostic> findings) =>
        SourcesOf(plan).DistinctBy(s => s.File).Aggregate(findings, (left, source) => Of(new SourceFile(source.File, source.Text)).Apply(left));

    internal static Judgement Of(SourceFile file, DocumentNode? root, SourceFile? settings) => new(file, root, settings);

    /// <summary>The findings that are left, with the severity that holds here. Findings in other files pass.</summary>
    public IReadOnlyList<Diagnostic> Apply(IEnumerable<Diagnostic> findings) => [.. findings.Select(One).OfType<Diagnostic>()];

    /// <summary>Comments that silenced nothing. Ask after all findings have passed.</summary>
    /// <param name="environment">Whether one was given: what needs it has said nothing otherwise.</param>
    public IEnumerable<Diagnostic> Unused(bool environment) =>
        from line in _comments
        from comment in line
        let rule = RuleCatalog.Find(line.Key.Code)
        where rule is { CanBeSilenced: true } && (environment || !rule.NeedsEnvironment)
            && !RuleCatalog.IsPrediction(rule.Code) && !_used.Contains((comment, rule.Code))
        select Diagnostic.Warning(Codes.UnusedSilence, comment.At, $"{rule.Code} finds nothing in line {comment.Line}, so there is nothing to silence",
            "remove the comment, or put it on the line that the finding names");

    private static IEnumerable<PlanSource> SourcesOf(Plan plan) =>
        plan.AllSteps().Select(s => s.Child).OfType<Plan>().SelectMany(SourcesOf).Concat(plan.Source is { } source ? [source] : []);

    private Diagnostic? One(Diagnostic found)
    {
        if (found.At.File != _file || RuleCatalog.Find(found.Code) is not { } rule)
            return found;
        if (rule.CanBeSilenced && _comments[(found.At.Line, found.Code)].FirstOrDefault() is { } comment)
        {
            _used.Add((comment, found.Code));
            return null;
        }

        return _settings?.Severities.TryGetValue(found.Code, out var severity) == true
            ? severity is { } other ? found with { Severity = other } : null
            : found;
    }
}
