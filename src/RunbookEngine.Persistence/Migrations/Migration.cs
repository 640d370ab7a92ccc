namespace RunbookEngine.Persistence.Migrations;

/// <summary>One step of a store's schema. Numbered from 1 without gaps, never changed after a release, never taken back.</summary>
internal sealed record Migration(int Number, string Name, string Sql);
