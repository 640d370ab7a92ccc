namespace RunbookEngine.Arrays.Tests.Fakes;

/// <summary>Answers as the manual shows them, values invented.</summary>
internal static class Samples
{
    /// <summary>REST API guide MK-98RD9014, "Getting information about a specific remote copy group", asked at the P-VOLs' array.</summary>
    public const string UrGroup = """
        { "remoteMirrorCopyGroupId": "938000500222,erpUR,erpURP_,erpURS_",
          "copyGroupName": "erpUR", "remoteStorageDeviceId": "938000500222",
          "localDeviceGroupName": "erpURP_", "remoteDeviceGroupName": "erpURS_", "muNumber": 1,
          "copyPairs": [ {
            "remoteMirrorCopyPairId": "938000500222,erpUR,erpURP_,erpURS_,db01",
            "copyGroupName": "erpUR", "copyPairName": "db01", "replicationType": "UR",
            "fenceLevel": "ASYNC", "consistencyGroupId": 12, "copyProgressRate": null,
            "pvolLdevId": 300, "pvolStatus": "PAIR", "pvolStorageDeviceId": "938000500111", "pvolJournalId": 7,
            "svolLdevId": 860, "svolStatus": "PFUL", "svolStorageDeviceId": "938000500222", "svolJournalId": 9,
            "pvolDifferenceDataManagement": "S", "pvolProcessingStatus": "N",
            "svolDifferenceDataManagement": "S", "svolProcessingStatus": "E" } ] }
        """;

    /// <summary>The same section, with <c>NotSpecified</c>: attributes of the volumes on the remote array are left out.</summary>
    public const string UrGroupWithoutPartner = """
        { "remoteMirrorCopyGroupId": "NotSpecified,erpUR,erpURP_,NotSpecified", "copyGroupName": "erpUR",
          "remoteStorageDeviceId": "NotSpecified", "localDeviceGroupName": "erpURP_", "remoteDeviceGroupName": "NotSpecified",
          "copyPairs": [ { "copyGroupName": "erpUR", "copyPairName": "db01", "replicationType": "UR",
            "pvolLdevId": 300, "pvolStatus": "PAIR", "pvolStorageDeviceId": "938000500111", "pvolJournalId": 7 } ] }
        """;

    /// <summary>REST API guide MK-98RD9014, "Getting a list of ShadowImage pairs".</summary>
    public const string SiPairs = """
        { "data": [ {
          "localCloneCopypairId": "bk01,bk01P_,bk01S_,vol07",
          "copyGroupName": "bk01", "copyPairName": "vol07",
          "replicationType": "SI", "copyMode": "NotSnapshot", "copyProgressRate": 63,
          "pvolLdevId": 1201, "pvolMuNumber": 0, "pvolStatus": "COPY",
          "pvolDifferenceDataManagement": "S", "pvolProcessingStatus": "E",
          "svolLdevId": 2201, "svolStatus": "COPY",
          "svolDifferenceDataManagement": "S", "svolProcessingStatus": "N",
          "consistencyGroupId": 4 } ] }
        """;

    /// <summary>REST API guide MK-98RD9014, "Job object".</summary>
    public static string RunningJob(long id, string status = "Initializing", string state = "Queued") => $$"""
        { "jobId": {{id}}, "self": "/ConfigurationManager/v1/objects/jobs/{{id}}", "userId": "runbook",
          "status": "{{status}}", "state": "{{state}}", "createdTime": "2031-02-03T04:05:06Z", "updatedTime": "2031-02-03T04:05:06Z",
          "request": { "requestUrl": "/ConfigurationManager/v1/objects/x", "requestMethod": "POST", "requestBody": "" } }
        """;

    /// <summary>The same section: a failed job and the error object in it.</summary>
    public static string FailedJob(long id, string error) => $$"""
        { "jobId": {{id}}, "self": "/ConfigurationManager/v1/objects/jobs/{{id}}", "userId": "runbook",
          "status": "Completed", "state": "Failed", "createdTime": "2031-02-03T04:05:06Z", "completedTime": "2031-02-03T04:05:09Z",
          "request": { "requestUrl": "/x", "requestMethod": "POST", "requestBody": "" }, "affectedResources": [],
          "error": {{error}} }
        """;

    public static string FinishedJob(long id, string affected) => $$"""
        { "jobId": {{id}}, "self": "/ConfigurationManager/v1/objects/jobs/{{id}}", "userId": "runbook",
          "status": "Completed", "state": "Succeeded", "createdTime": "2031-02-03T04:05:06Z", "completedTime": "2031-02-03T04:05:09Z",
          "request": { "requestUrl": "/x", "requestMethod": "POST", "requestBody": "" }, "affectedResources": ["{{affected}}"] }
        """;

    /// <summary>REST API guide MK-98RD9014, "Error object".</summary>
    public static string Error(string messageId, string? ssb1 = null, string? ssb2 = null, string? solutionType = null) => $$"""
        { "errorSource": "/ConfigurationManager/v1/objects/jobs/1", "message": "The command ended abnormally.",
          "cause": "See the error codes.", "solution": "Do as the manual says.", "messageId": "{{messageId}}"
          {{(solutionType is null ? "" : $", \"solutionType\": \"{solutionType}\"")}}
          {{(ssb1 is null ? "" : $", \"errorCode\": {{ \"SSB1\": \"{ssb1}\", \"SSB2\": \"{ssb2}\" }}")}} }
        """;
}
