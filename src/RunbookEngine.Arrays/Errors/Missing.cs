namespace RunbookEngine.Arrays.Errors;

/// <summary>Reads for which "there is no such thing" is an answer.</summary>
internal static class Missing
{
    public static async Task<T?> AsNullAsync<T>(Func<Task<T?>> read)
        where T : class
    {
        try
        {
            return await read();
        }
        catch (ArrayApiException e) when (e.Error.Kind == ArrayErrorKind.NotFound)
        {
            return null;
        }
    }
}
