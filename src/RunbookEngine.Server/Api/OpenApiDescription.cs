using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using RunbookEngine.Server.Access;

namespace RunbookEngine.Server.Api;

/// <summary>The OpenAPI document: what the endpoints say of themselves, who may use them, and examples.</summary>
internal static class OpenApiDescription
{
    public static void AddOpenApiDescription(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo { Title = "RunbookEngine", Version = "v1", Description = "Runbooks for replication pairs of storage arrays. Errors are problem details (application/problem+json) with what to do in `help`; lists are { items, next }, and `next` goes into `cursor`." };
            document.Servers = [];
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
            {
                ["bearer"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "An API key (rbk_...) or a token of the identity provider" },
                ["key"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Header, Name = "X-Api-Key", Description = "An API key" },
            };
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            var metadata = context.Description.ActionDescriptor.EndpointMetadata;
            if (metadata.OfType<PermissionNeeded>().LastOrDefault() is { } needed)
            {
                operation.Description = $"{operation.Description} Needs the permission {needed.Permission.ToString().ToLowerInvariant()}.".TrimStart();
                operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("bearer", context.Document)] = [] }, new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("key", context.Document)] = [] }];
            }

            if (metadata.OfType<TextBody>().LastOrDefault() is { } text)
                operation.RequestBody = new OpenApiRequestBody { Required = true, Content = new Dictionary<string, OpenApiMediaType> { [text.MediaType] = new() { Schema = new OpenApiSchema { Type = JsonSchemaType.String } } } };
            if (metadata.OfType<RequestExample>().LastOrDefault() is { } example && operation.RequestBody?.Content?.TryGetValue("application/json", out var body) == true)
                body.Example = JsonNode.Parse(example.Json);
            return Task.CompletedTask;
        });
    });
}
