package sheet

import (
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"golang.org/x/text/transform"
)

func TestScrubber(t *testing.T) {
	for name, tt := range map[string]struct{ text, want string }{
		"nothing to do":         {"a,b\r\n1,2\n", "a,b\r\n1,2\n"},
		"marks at line starts":  {"\ufeffa\n\ufeff\ufeffb\r\n\ufeffc", "a\nb\r\nc"},
		"a mark after a CR":     {"a\r\ufeffb\r", "a\rb\r"},
		"a mark within a line":  {"a\ufeffb\n", "a\ufeffb\n"},
		"a letter like a mark":  {"\uff21\n\uff22", "\uff21\n\uff22"},
		"CR CR LF":              {"a\r\r\nb\r\r\r\n", "a\r\nb\r\n"},
		"CRs alone":             {"a\r\rb\r", "a\r\rb\r"},
		"Ctrl-Z at the end":     {"a\n\x1a", "a\n"},
		"Ctrl-Zs and line ends": {"a\n\x1a\x1a\r\n\n", "a\n"},
		"Ctrl-Z before text":    {"a\n\x1ab\n", "a\n\x1ab\n"},
		"CR at the end":         {"a\r", "a\r"},
		"only half of a mark":   {"a\n\xef\xbb", "a\n\xef\xbb"},
		"a mark after CR CR LF": {"a\r\r\n\ufeffb", "a\r\nb"},
	} {
		for chunks, r := range map[string]io.Reader{"whole": strings.NewReader(tt.text), "bytes": iotest.OneByteReader(strings.NewReader(tt.text))} {
			got, err := io.ReadAll(transform.NewReader(r, &scrubber{}))
			if err != nil || string(got) != tt.want {
				t.Errorf("%s, %s: %q, %v; want %q", name, chunks, got, err, tt.want)
			}
		}
	}
}

func TestScrubberOnLongTexts(t *testing.T) {
	text := strings.Repeat("0123456789,abcdef\r\r\n\ufeff", 20_000) + "\x1a"
	got, err := io.ReadAll(transform.NewReader(strings.NewReader(text), &scrubber{}))
	if want := strings.Repeat("0123456789,abcdef\r\n", 20_000); err != nil || string(got) != want {
		t.Errorf("%d bytes, %v; want %d", len(got), err, len(want))
	}
}
