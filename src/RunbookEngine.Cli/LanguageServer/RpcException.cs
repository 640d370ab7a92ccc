namespace RunbookEngine.Cli.LanguageServer;

/// <summary>A request that is answered with an error.</summary>
internal sealed class RpcException(RpcError code, string message) : Exception(message)
{
    public RpcError Code { get; } = code;
}
