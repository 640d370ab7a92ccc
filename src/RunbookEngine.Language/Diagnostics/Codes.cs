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
    public const string SilenceReason = "RB1014";
    public const string UnusedSilence = "RB1015";
    public const string CannotSilence = "RB1016";
    public const string HiddenCharacter = "RB1017";
    public const string LookAlike = "RB1018";

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
    public const string UnusedInput = "RB1208";
    public const string ShadowedName = "RB1209";
    public const string MisplacedModifier = "RB1210";
    public const string Call = "RB1211";
    public const string Unreachable = "RB1212";
    public const string OverlappingTargets = "RB1213";
    public const string MisplacedStep = "RB1214";
    public const string EnvironmentFence = "RB1215";
    public const string CalledRunbook = "RB1216";
    public const string TriggerMode = "RB1217";
    public const string WholeArray = "RB1218";
    public const string LateStart = "RB1219";
    public const string TriggerInputs = "RB1220";
    public const string UnusedLoopVariable = "RB1221";
    public const string SingleBranch = "RB1222";
    public const string PointlessParallel = "RB1223";
    public const string EmptyLoop = "RB1224";
    public const string Unresolved = "RB1225";

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
    public const string WaitTimes = "RB1314";
    public const string StepTimeout = "RB1315";
    public const string Retry = "RB1316";
    public const string SameVolume = "RB1317";
    public const string OwnCopy = "RB1318";
    public const string NewName = "RB1319";
    public const string ListedTwice = "RB1320";
    public const string LoopItemTwice = "RB1321";
    public const string TechnologyLimit = "RB1322";
    public const string InitialCopy = "RB1323";
    public const string JournalLimit = "RB1324";
    public const string ShellLine = "RB1325";
    public const string TriggerNever = "RB1326";
    public const string RemovedHour = "RB1327";
    public const string IntervalCron = "RB1328";
    public const string TriggerKeys = "RB1329";
    public const string TriggerName = "RB1330";
    public const string RewrittenNumber = "RB1331";
    public const string SingleSkew = "RB1336";
    public const string MappedPvol = "RB1337";
    public const string UnknownHost = "RB1338";

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
    public const string UncheckedStart = "RB1514";
    public const string ApprovalAfterPivot = "RB1515";
    public const string CheckpointAfterPivot = "RB1516";
    public const string IdleCheckpoint = "RB1517";
    public const string ReadOnlySplit = "RB1518";
    public const string SplitOfGroupedPair = "RB1519";
    public const string FinallyChangesPairs = "RB1520";
    public const string ParallelCascade = "RB1521";
    public const string RestoreUnapproved = "RB1522";
    public const string DeleteWithoutCheckpoint = "RB1523";
    public const string ForcedTakeover = "RB1524";
    public const string ForcedTakeoverUngated = "RB1541";
    public const string AbortLeavesHalf = "RB1525";
    public const string UseBeforeSettled = "RB1526";
    public const string PivotChangesNothing = "RB1527";
    public const string SecondPivot = "RB1528";
    public const string StillMounted = "RB1529";
    public const string SwapUnchecked = "RB1530";
    public const string ForceSuspend = "RB1531";
    public const string FenceLevel = "RB1532";
    public const string RetryRefused = "RB1533";
    public const string RollbackRepeats = "RB1534";
    public const string RollbackElsewhere = "RB1535";
    public const string AsksProduction = "RB1545";
    public const string ListsByProduction = "RB1546";
    public const string LateRelease = "RB1561";

    // People and services
    public const string ApprovalImpossible = "RB1601";
    public const string UnknownApprover = "RB1602";
    public const string UnknownChannel = "RB1603";
    public const string UnknownConnection = "RB1604";
    public const string ManualChoices = "RB1605";
    public const string CommandTimeout = "RB1606";
    public const string RepeatedPost = "RB1607";
    public const string ClearTextSecret = "RB1608";
    public const string SecretInArguments = "RB1609";
    public const string ToldTwice = "RB1610";
    public const string DeadlineBeyondWindow = "RB1611";
    public const string PeopleInsideClock = "RB1612";
    public const string UnpairedClock = "RB1613";
    public const string StaleTicket = "RB1614";
    public const string ApprovalMessage = "RB1615";
    public const string SelfApproval = "RB1616";
    public const string Escalation = "RB1617";
    public const string AvoidableDecision = "RB1618";
    public const string UnmeasuredObjective = "RB1620";

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
    public const string OpenFence = "RB1809";

    // Targets on the arrays
    public const string NothingMatches = "RB1901";
    public const string FenceForbids = "RB1902";
}
