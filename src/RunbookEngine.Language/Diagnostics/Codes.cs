namespace RunbookEngine.Language.Diagnostics;

/// <summary>Every rule code but those of expressions, which are in <see cref="Expressions.ExpressionCodes"/> (RB14xx).</summary>
/// <remarks>A code never changes its meaning: people silence rules and search for them by it.</remarks>
public static class Codes
{
    // The text
    public const string TooLarge = "RB1001";
    public const string Unreadable = "RB1002";
    public const string Syntax = "RB1003";
    public const string Tab = "RB1004";
    public const string Empty = "RB1005";
    public const string SecondDocument = "RB1006";
    public const string DuplicateKey = "RB1007";
    public const string TooDeep = "RB1008";
    public const string TooManyNodes = "RB1009";
    public const string Alias = "RB1010";
    public const string Tag = "RB1011";
    public const string ComplexKey = "RB1012";
    public const string BooleanWord = "RB1013";

    // Its shape
    public const string UnknownKey = "RB1101";
    public const string MissingKey = "RB1102";
    public const string WrongType = "RB1103";
    public const string NotAllowedValue = "RB1104";
    public const string OutOfRange = "RB1105";
    public const string WrongForm = "RB1106";

    // Names and structure
    public const string DuplicateId = "RB1201";
    public const string NoVerb = "RB1202";
    public const string SeveralVerbs = "RB1203";
    public const string UnknownTarget = "RB1204";
    public const string UnusedTarget = "RB1205";
    public const string UnknownArray = "RB1206";
    public const string NoPartner = "RB1207";
    public const string ShadowedName = "RB1209";
    public const string MisplacedModifier = "RB1210";
    public const string Call = "RB1211";
    public const string Unreachable = "RB1212";
    public const string OverlappingTargets = "RB1213";
    public const string MisplacedStep = "RB1214";
    public const string EnvironmentFence = "RB1215";
    public const string CalledRunbook = "RB1216";

    // Values
    public const string Duration = "RB1301";
    public const string TimeOfDay = "RB1302";
    public const string Ldev = "RB1303";
    public const string AmbiguousLdev = "RB1304";
    public const string Zone = "RB1305";
    public const string Glob = "RB1306";
    public const string Delay = "RB1307";
    public const string PairCondition = "RB1308";
    public const string InputDefinition = "RB1309";
    public const string ConstantExpression = "RB1310";
    public const string NoExpressionHere = "RB1311";
    public const string Trigger = "RB1312";
    public const string Ticket = "RB1313";

    // Replication
    public const string RollbackMissing = "RB1501";
    public const string RollbackReason = "RB1502";
    public const string ImpossibleWait = "RB1503";
    public const string UrByPair = "RB1504";
    public const string OptionOfOtherTechnology = "RB1505";
    public const string OptionsExclude = "RB1506";
    public const string BranchesCollide = "RB1507";
    public const string RollbackPastPivot = "RB1508";
    public const string WaitNone = "RB1509";
    public const string NoAutomaticRollback = "RB1510";
    public const string VerbOfOtherTechnology = "RB1511";
    public const string NothingToRollBack = "RB1512";
    public const string CreateNeeds = "RB1513";

    // People and services
    public const string ApprovalImpossible = "RB1601";
    public const string UnknownApprover = "RB1602";
    public const string UnknownChannel = "RB1603";
    public const string UnknownConnection = "RB1604";
    public const string ManualChoices = "RB1605";

    // Inputs of a run
    public const string UnknownInput = "RB1701";
    public const string MissingInput = "RB1702";
    public const string InputValue = "RB1703";

    // Environment files
    public const string Endpoint = "RB1801";
    public const string Link = "RB1802";
    public const string SecretReference = "RB1803";
    public const string UnverifiedTls = "RB1804";
    public const string SameArrayTwice = "RB1805";
    public const string ClearText = "RB1806";
    public const string Channel = "RB1807";
    public const string CaFile = "RB1808";

    // Targets on the arrays
    public const string NothingMatches = "RB1901";
    public const string FenceForbids = "RB1902";
}
