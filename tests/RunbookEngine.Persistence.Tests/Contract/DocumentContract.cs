using RunbookEngine.Documents;

namespace RunbookEngine.Persistence.Tests;

/// <summary>Documents beside the journal.</summary>
public abstract partial class RunStoreContract
{
    [Fact]
    public async Task A_document_is_read_as_it_was_written_and_counts_its_versions()
    {
        const string Body = """{"name":"nächtlich ☾","quote":"'; drop table documents; --"}""";
        Assert.Null(await Store.GetAsync("runbook", "nightly", Never));

        var first = await Store.PutAsync("runbook", "nightly", Body, expected: 0, null, Never);
        Assert.Equal((1, Body, (DateTimeOffset?)null), (first!.Version, first.Body, first.ExpiresAt));
        Assert.Equal(first, await Store.GetAsync("runbook", "nightly", Never));
        Assert.Equal(2, (await Store.PutAsync("runbook", "nightly", "{}", expected: 1, null, Never))!.Version);
        Assert.Equal(3, (await Store.PutAsync("runbook", "nightly", "{}", expected: null, null, Never))!.Version);
        Assert.Equal(1, (await Store.PutAsync("schedule", "nightly", "{}", expected: null, null, Never))!.Version);
    }

    [Fact]
    public async Task A_write_from_an_older_version_changes_nothing()
    {
        await Store.PutAsync("runbook", "a", "1", 0, null, Never);
        foreach (var expected in (int[])[0, 2, 7])
            Assert.Null(await Store.PutAsync("runbook", "a", "2", expected, null, Never));
        Assert.Null(await Store.PutAsync("runbook", "b", "2", 1, null, Never));
        Assert.False(await Store.DeleteAsync("runbook", "a", 2, Never));
        Assert.False(await Store.DeleteAsync("runbook", "b", null, Never));

        Assert.Equal("1", (await Store.GetAsync("runbook", "a", Never))!.Body);
        Assert.True(await Store.DeleteAsync("runbook", "a", 1, Never));
        Assert.Null(await Store.GetAsync("runbook", "a", Never));
    }

    [Fact]
    public async Task Of_many_writers_at_once_one_makes_the_document_and_each_version_has_one_writer()
    {
        var stores = new[] { Store, await OpenAsync() };
        var made = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(() => stores[i % 2].PutAsync("claim", "CHG001", $"{i}", 0, null, Never), Never)));
        var winner = Assert.Single(made, d => d is not null);
        Assert.Equal(winner!.Body, (await Store.GetAsync("claim", "CHG001", Never))!.Body);

        for (var version = 1; version <= 5; version++)
        {
            var changed = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => stores[i % 2].PutAsync("claim", "CHG001", $"{i}", version, null, Never), Never)));
            Assert.Equal(version + 1, Assert.Single(changed, d => d is not null)!.Version);
        }
    }

    [Fact]
    public async Task A_list_goes_by_id_in_pages_within_a_prefix()
    {
        string[] ids = ["a/1", "a/10", "a/2", "a_1", "A/1", "b/%", "b/_", "ä/1"];
        foreach (var id in ids)
            await Store.PutAsync("runbook", id, "{}", 0, null, Never);
        await Store.PutAsync("other", "a/3", "{}", 0, null, Never);

        var sorted = ids.Order(StringComparer.Ordinal).ToList();
        Assert.Equal(sorted, await IdsAsync(new("runbook")));
        foreach (var prefix in (string[])["a", "a/", "a/1", "b/%", "b/_", "ä", "zzz"])
            Assert.Equal(sorted.Where(id => id.StartsWith(prefix, StringComparison.Ordinal)), await IdsAsync(new("runbook", prefix)));

        var (paged, after) = (new List<string>(), (string?)null);
        while (await IdsAsync(new("runbook", After: after, Limit: 3)) is { Count: > 0 } page)
        {
            paged.AddRange(page);
            after = page[^1];
        }

        Assert.Equal(sorted, paged);
    }

    [Fact]
    public async Task What_has_expired_is_gone_and_its_place_is_free()
    {
        var now = TimeProvider.System.GetUtcNow();
        await Store.PutAsync("nonce", "old", "{}", 0, now.AddHours(-1), Never);
        await Store.PutAsync("nonce", "young", "{}", 0, now.AddHours(1), Never);

        Assert.Null(await Store.GetAsync("nonce", "old", Never));
        Assert.Equal(["young"], await IdsAsync(new("nonce")));
        Assert.False(await Store.DeleteAsync("nonce", "old", null, Never));
        Assert.Equal(1, (await Store.PutAsync("nonce", "old", "{}", 0, now.AddHours(-1), Never))!.Version);
        Assert.Equal(1, await Store.DropExpiredAsync(Never));
        Assert.Equal(0, await Store.DropExpiredAsync(Never));
    }

    [Fact]
    public async Task Names_out_of_bounds_are_refused_before_the_store_is_asked()
    {
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Store.GetAsync("", "a", Never));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Store.GetAsync("runbook", "", Never));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Store.PutAsync("runbook", new string('x', Document.MaxId + 1), "{}", 0, null, Never));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Store.PutAsync("runbook", "a\0b", "{}", 0, null, Never));
        foreach (var limit in (int[])[0, 1001])
            await Assert.ThrowsAnyAsync<ArgumentException>(() => Store.ListAsync(new DocumentFilter("runbook", Limit: limit), Never));
    }

    private async Task<List<string>> IdsAsync(DocumentFilter filter) => [.. (await Store.ListAsync(filter, Never)).Select(d => d.Id)];
}
