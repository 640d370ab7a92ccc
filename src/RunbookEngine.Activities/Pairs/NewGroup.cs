using RunbookEngine.Activities.Steps;

namespace RunbookEngine.Activities.Pairs;

/// <summary>What a <c>pair.create</c> says about all its pairs.</summary>
internal sealed record NewGroup(int? MirrorUnit, int? PathGroup, int? PvolJournal, int? SvolJournal, int? QuorumDisk, int? Pool, bool DataReductionForceCopy)
{
    public static NewGroup Read(StepArguments arguments)
    {
        var journals = arguments.Section("journals");
        return new NewGroup(
            arguments.OptionalNumber("mirrorUnit", 0, 3), arguments.OptionalNumber("pathGroup", 0, 255),
            journals?.Number("pvol", 0, 255), journals?.Number("svol", 0, 255),
            arguments.OptionalNumber("quorumDisk", 0, 31), arguments.OptionalNumber("pool", 0, 65535), arguments.Flag("dataReductionForceCopy", false));
    }
}
