package report

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestPlainTakesTheSpellOffText(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"escape sequence", "\x1b[2J", `\x1b[2J`},
		{"NUL", "a\x00b", `a\x00b`},
		{"bell and backspace", "\a\b", `\x07\x08`},
		{"delete", "a\x7f", `a\x7f`},
		{"line end", "a\r\nb", `a\r\nb`},
		{"tab", "a\tb", `a\tb`},
		{"C1 control sequence introducer", "\u009b31m", `\x9b31m`},
		{"C1 next line", "\u0085", `\x85`},
		{"right-to-left override", "\u202egnp.exe", `\u{202e}gnp.exe`},
		{"isolate", "\u2066a\u2069", `\u{2066}a\u{2069}`},
		{"marks of direction", "\u200e\u200f\u061c", `\u{200e}\u{200f}\u{61c}`},
		{"zero-width space", "a\u200bb", `a\u{200b}b`},
		{"joiners", "\u200c\u200d\u2060", `\u{200c}\u{200d}\u{2060}`},
		{"byte-order mark", "\ufeffextension", `\u{feff}extension`},
		{"soft hyphen", "a\u00adb", `a\xadb`},
		{"line and paragraph separator", "\u2028\u2029", `\u{2028}\u{2029}`},
		{"tag characters", "\U000e0041", `\u{e0041}`},
		{"private use", "\ue000\U0010fffd", `\u{e000}\u{10fffd}`},
		{"blanks that look like letters", "\u3164\u115f\u1160\uffa0", `\u{3164}\u{115f}\u{1160}\u{ffa0}`},
		{"bytes that are no text", "a\xff\xc3", `a\xff\xc3`},
		{"half a character", "\xe6\x97", `\xe6\x97`},
		{"surrogate in UTF-8", "\xed\xa0\x80", `\xed\xa0\x80`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := Plain(tt.text); got != tt.want {
				t.Errorf("Plain(%q) = %q, want %q", tt.text, got, tt.want)
			}
		})
	}
}

func TestPlainLeavesOrdinaryTextAlone(t *testing.T) {
	for _, text := range []string{
		"", "plain", "José é Ü ß", "日本", "עברית", "العربية", "Ελλάδα", "ไทย", "e\u0301", "☎ 📞", "\ufffd", "a\u00a0b",
		`already \x1b escaped`, `back\slash`, "=1+1", "'quoted' \"twice\"",
	} {
		if got := Plain(text); got != text {
			t.Errorf("Plain(%q) = %q", text, got)
		}
	}
}

// tricky draws text with many characters that are unsafe for a terminal.
func tricky() *rapid.Generator[string] {
	hostile := rapid.SampledFrom([]string{
		"\x1b[2J", "\x1b]0;x\a", "\x00", "\u009b", "\r", "\n", "\t", "\u202e", "\u2066", "\u200b", "\ufeff", "\u00ad", "\u2028",
		"\xff", "\xc3", "\xe6\x97", "\xed\xa0\x80", "é", "日本", "=", "+", "-", "@", "'", "＝", `"`, ",", `\`, `\x1b`, " ",
	})
	mixed := rapid.Map(rapid.SliceOf(rapid.OneOf(hostile, rapid.String())), func(parts []string) string { return strings.Join(parts, "") })
	return rapid.OneOf(mixed, rapid.Map(rapid.SliceOf(rapid.Byte()), func(b []byte) string { return string(b) }))
}

func TestPlainTextIsSafeAndStaysAsItIs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := tricky().Draw(t, "text")
		got := Plain(text)
		if !utf8.ValidString(got) {
			t.Fatalf("no text: %q", got)
		}
		for _, r := range got {
			if unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Co, unicode.Bidi_Control) {
				t.Fatalf("%U is left in %q", r, got)
			}
		}
		if twice := Plain(got); twice != got {
			t.Fatalf("made plain twice %q becomes %q", got, twice)
		}
		if !strings.ContainsFunc(text, unsafe) && utf8.ValidString(text) && got != text {
			t.Fatalf("%q had nothing unsafe in it and became %q", text, got)
		}
	})
}
