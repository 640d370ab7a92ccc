using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using RunbookEngine.Secrets;
using Xunit;

namespace RunbookEngine.Core.Tests.Secrets;

public class SecretMaskTests
{
    /// <summary>Characters of a piece of a spelling that tell nothing.</summary>
    private const int Harmless = 5;

    private static readonly string[] Secrets =
        ["Zq\"9\\x+&=/%kLmW", "hunter2-hunter2", "a/b+c=d?e&f/0", "päss wörd <ü> 42", "C:\\temp\\new\\u0041", "12345678", "P@$$w0rd'!`\"", "ab%41cd%2Fef"];

    /// <summary>Every way in which programs, services and shells are known to write a text.</summary>
    private static readonly (string Name, Func<string, string> Write)[] Spellings =
    [
        ("as it is", s => s),
        ("Base64", s => Base64(s)),
        ("Base64 one byte off", s => Base64("x" + s)),
        ("Base64 two bytes off", s => Base64("xy" + s)),
        ("Base64 in the middle", s => Base64($"{{\"token\":\"{s}\",\"until\":1}}")),
        ("user:secret in Base64", s => Base64($"svc-user:{s}")),
        ("Base64 of addresses", s => Base64("k:" + s).Replace('+', '-').Replace('/', '_').TrimEnd('=')),
        ("URL", Uri.EscapeDataString),
        ("URL in lower case", s => Lower(Uri.EscapeDataString(s), "%[0-9A-F]{2}")),
        ("URL with / as it is", s => Uri.EscapeDataString(s).Replace("%2F", "/")),
        ("form", s => Uri.EscapeDataString(s).Replace("%20", "+")),
        ("JSON", s => JsonSerializer.Serialize(s)[1..^1]),
        ("JSON in lower case", s => Lower(JsonSerializer.Serialize(s)[1..^1], "\\\\u[0-9A-F]{4}")),
        ("JSON with few escapes", s => JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(s)),
        ("JSON with / escaped", s => JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(s).Replace("/", "\\/")),
        ("JSON with all escaped", s => string.Concat(s.Select(c => $"\\u{(int)c:x4}"))),
        ("JSON in JSON", s => JsonSerializer.Serialize(JsonSerializer.Serialize(s)[1..^1])[1..^1]),
        ("HTML", s => HtmlEncoder.Default.Encode(s)),
        ("XML", s => System.Security.SecurityElement.Escape(s)),
        ("hexadecimal", s => Convert.ToHexString(Encoding.UTF8.GetBytes(s))),
        ("hexadecimal in lower case", s => Convert.ToHexStringLower(Encoding.UTF8.GetBytes(s))),
    ];

    public static TheoryData<string, string> All => [.. Secrets.SelectMany(s => Spellings.Select(p => (s, p.Name)))];

    [Theory]
    [MemberData(nameof(All))]
    public void A_secret_is_masked_in_every_spelling(string secret, string spelling)
    {
        var written = Write(secret, spelling);
        var masked = new SecretMask([new KnownSecret(secret, "svc-user")]).Apply($"before {written}\nafter");

        AssertNothingOf(secret, written, masked);
        Assert.StartsWith("before ", masked);
        Assert.EndsWith("\nafter", masked);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_secret_is_masked_when_it_is_broken_over_lines(string secret, string spelling)
    {
        var written = Write(secret, spelling);
        for (var at = 1; at < written.Length; at++)
        {
            var broken = written[..at] + "\n  " + written[at..];
            AssertNothingOf(secret, written, new SecretMask([secret]).Apply($"before {broken}\nafter").ReplaceLineEndings("").Replace("  ", ""));
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_secret_is_masked_however_the_text_comes_in_pieces(string secret, string spelling)
    {
        var written = Write(secret, spelling);
        var filling = new string('-', 3000);
        foreach (var size in new[] { 1, 7, 64, 1000, 4096 })
        {
            var got = new StringBuilder();
            var stream = new MaskedStream(new SecretMask([secret]), more => got.Append(more));
            foreach (var piece in string.Join(filling, Enumerable.Repeat(written, 5)).Chunk(size))
                stream.Add(piece);
            stream.Flush();
            AssertNothingOf(secret, written, got.ToString());
            Assert.Equal(4 * filling.Length, got.ToString().Count(c => c == '-') - got.ToString().Replace(filling, "").Count(c => c == '-'));
        }
    }

    [Fact]
    public void The_end_of_a_cut_text_shows_no_beginning_of_a_secret()
    {
        foreach (var secret in Secrets)
        {
            for (var length = 4; length < secret.Length; length++)
                Assert.Equal($"token: {SecretMask.Stars}", new SecretMask([secret]).Apply($"token: {secret[..length]}", cut: true));
        }
    }

    [Fact]
    public void Each_line_of_a_secret_with_lines_is_masked_also_alone()
    {
        var key = "-----BEGIN KEY-----\nMIIEvQIBADANBgkq\nhkiG9w0BAQEFAASC\n-----END KEY-----";
        var masked = new SecretMask([key]).Apply($"{key}\n1: hkiG9w0BAQEFAASC\n{key.Replace("\n", "\\n")}");

        Assert.DoesNotContain("MIIEvQ", masked);
        Assert.DoesNotContain("hkiG9w", masked);
    }

    [Fact]
    public void A_text_without_the_secret_stays_as_it_is()
    {
        var text = "{\"path\": \"C:\\\\temp\\\\new\", \"url\": \"https://x.example/a%2Fb?c=d+e&amp;f\",\r\n \"b64\": \"TWFueSBoYW5kcw==\"}\n\u00e9\ud83d\ude00\n";
        Assert.Equal(text, new SecretMask(Secrets).Apply(text));
        Assert.Equal(text, new SecretMask(Secrets).Apply(text, cut: true));
    }

    [Fact]
    public void The_longest_secret_counts_where_one_is_a_part_of_another()
    {
        Assert.Equal("*** ***", new SecretMask(["hunter", "hunter2"]).Apply("hunter2 hunter"));
        Assert.Equal("no ab", new SecretMask(["no", "ab", ""]).Apply("no ab"));
    }

    [Fact]
    public void Values_names_and_numbers_of_json_are_masked_and_the_rest_stays()
    {
        var value = JsonSerializer.SerializeToElement(new Dictionary<string, object?> { ["12345678"] = 12345678, ["list"] = new object?[] { "x12345678y", 1.5, null, true } });

        Assert.Equal("""{"***":"***","list":["x***y",1.5,null,true]}""", new SecretMask(["12345678"]).Apply(value).GetRawText());
    }

    [Fact]
    public void A_program_that_prints_nothing_but_the_secret_is_not_collected_without_end()
    {
        var (got, most) = (0L, 0);
        var stream = new MaskedStream(new SecretMask(["aaaa"]), more => (got, most) = (got + more.Length, Math.Max(most, more.Length)));
        for (var i = 0; i < 5000; i++)
            stream.Add("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
        stream.Flush();

        Assert.InRange(got, 3, 5000);
        Assert.InRange(most, 3, 100);
    }

    internal static string Write(string secret, string spelling) => Spellings.First(s => s.Name == spelling).Write(secret);

    private static void AssertNothingOf(string secret, string written, string masked)
    {
        Assert.DoesNotContain(secret, masked);
        // Of a text in Base64 the user's part may stay; of the secret's none.
        for (var at = 0; at + Harmless < written.Length && !spelledAround(written); at++)
            Assert.DoesNotContain(written.Substring(at, Harmless + 1), masked);
        foreach (var bytes in Decoded(masked))
            Assert.DoesNotContain(secret[..Math.Min(secret.Length, Harmless)], bytes);

        static bool spelledAround(string text) => text.Length > 0 && Decoded(text).Any(d => d.Contains("svc-user") || d.Contains("token") || d.StartsWith("k:"));
    }

    /// <summary>What the Base64 words of a text say.</summary>
    private static IEnumerable<string> Decoded(string text)
    {
        foreach (var word in text.Split([' ', '\n', '*', '"', '-'], StringSplitOptions.RemoveEmptyEntries).Where(w => w.Length >= 8))
        {
            var plain = word.Replace('-', '+').Replace('_', '/').TrimEnd('=');
            for (var skip = 0; skip < 4 && skip < plain.Length; skip++)
            {
                var part = plain[skip..];
                var buffer = new byte[part.Length + 3];
                if (Convert.TryFromBase64String(part[..(part.Length / 4 * 4)], buffer, out var count))
                    yield return Encoding.UTF8.GetString(buffer, 0, count);
            }
        }
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static string Lower(string text, string pattern) => System.Text.RegularExpressions.Regex.Replace(text, pattern, m => m.Value.ToLowerInvariant().Replace("\\U", "\\u"));
}
