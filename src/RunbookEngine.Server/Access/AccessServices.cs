using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using RunbookEngine.Server.Hosting;
using RunbookEngine.Server.Records;

namespace RunbookEngine.Server.Access;

internal static class AccessServices
{
    public static void AddAccess(this IServiceCollection services, ServerSettings settings)
    {
        var oidc = settings.Get<AccessOptions>("access").Oidc;
        services.AddSingleton<ApiKeys>();
        services.AddSingleton<PersonNames>();
        services.AddSingleton(s => new CallerRights(s.GetRequiredService<ApiKeys>(), s.GetRequiredService<PersonNames>(), oidc, s.GetRequiredService<TimeProvider>()));
        services.AddSingleton<NamedRights>();
        services.AddSingleton<KeyMakers>();
        services.AddSingleton<IAccess, ServerAccess>();
        services.AddSingleton<ServerRecord>();
        services.AddSingleton<IServerRecord>(s => s.GetRequiredService<ServerRecord>());
        services.AddSingleton<RequestRates>();
        services.AddSingleton<Refusals>();
        services.AddHostedService(s => s.GetRequiredService<Refusals>());
        services.AddSingleton(s => new BearerTokens(
            oidc, oidc.Issuer is null ? null : Provider(oidc, settings), s.GetRequiredService<PersonNames>(), s.GetRequiredService<TimeProvider>(), s.GetRequiredService<ILogger<BearerTokens>>()));
        // The core alone: the rest brings key files of its own, for cookies that nobody bakes here.
        services.AddAuthenticationCore(o => o.AddScheme<CallerHandler>(CallerHandler.Name, null));
        services.AddTransient<CallerHandler>();
        services.AddWebEncoders();
    }

    private static ConfigurationManager<OpenIdConnectConfiguration> Provider(OidcOptions options, ServerSettings settings)
    {
        var address = options.Issuer!.TrimEnd('/') + "/.well-known/openid-configuration";
        var client = new HttpClient(OidcHandlers.Create(options.CaFile is { } file ? settings.PathOf(file) : null)) { Timeout = TimeSpan.FromSeconds(10), MaxResponseContentBufferSize = 1 << 20 };
        return new ConfigurationManager<OpenIdConnectConfiguration>(
            address, new OpenIdConnectConfigurationRetriever(), new HttpDocumentRetriever(client) { RequireHttps = !new Uri(address).IsLoopback });
    }
}
