package main

import (
	"bytes"
	"cmp"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/rivo/uniseg"
	"github.com/spf13/cobra"

	"phonebatch/report"
)

// everyCommand are all commands and topics.
func everyCommand() (all []*cobra.Command) {
	a := &app{screen: report.NewScreen(nil, true)}
	var visit func(*cobra.Command)
	visit = func(c *cobra.Command) {
		all = append(all, c)
		for _, sub := range c.Commands() {
			visit(sub)
		}
	}
	visit(a.rootCommand())
	return all
}

func TestHelpFitsItsTerminal(t *testing.T) {
	for _, width := range []string{"60", "80", "140"} {
		t.Setenv("COLUMNS", width)
		most := map[string]int{"60": 60, "80": 80, "140": 140}[width]
		for _, c := range everyCommand() {
			var b bytes.Buffer
			c.SetOut(&b)
			if err := c.Help(); err != nil {
				t.Fatal(err)
			}
			for line := range strings.Lines(b.String()) {
				line = strings.TrimRight(line, "\n")
				if n := uniseg.StringWidth(line); n > most {
					t.Errorf("help %s: at %d columns a line has %d: %q", c.Name(), most, n, line)
				}
				if strings.TrimRight(line, " ") != line {
					t.Errorf("help %s ends a line in spaces: %q", c.Name(), line)
				}
			}
			if !c.Runnable() {
				continue
			}
			words := strings.Fields(b.String())
			for _, word := range strings.Fields(cmp.Or(c.Long, c.Short)) {
				if !slices.Contains(words, word) {
					t.Errorf("help %s: at %d columns %q is broken", c.Name(), most, word)
				}
			}
		}
	}
}

func TestEveryFlagIsInOneGroupOfItsHelp(t *testing.T) {
	for _, c := range everyCommand() {
		if !c.Runnable() {
			continue
		}
		text := helpText(c, 80)
		for _, g := range groupFlags(c) {
			if n := strings.Count(text, "\n"+g.title+":\n"); n != 1 {
				t.Errorf("help %s has %d times %q", c.Name(), n, g.title)
			}
			for _, f := range g.flags {
				if n := strings.Count(text, " --"+f.Name+" ") + strings.Count(text, "--"+f.Name+"\n"); n < 1 {
					t.Errorf("help %s does not show --%s", c.Name(), f.Name)
				}
			}
		}
	}
}

func TestReflow(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"a paragraph is broken anew", "one two three\nfour five\n\nsix", "one two three four\nfive\n\nsix"},
		{"what is indented is a line of its own", "list:\n  a   one two three four\n  b   two", "list:\n  a   one two\n      three four\n  b   two"},
		{"an indented line without columns", "  one two three four five", "  one two three\n    four five"},
		{"wide characters", "日本 日本 日本 日本 日本", "日本 日本 日本\n日本 日本"},
	} {
		if d := gocmp.Diff(tt.want, reflow(tt.text, 18)); d != "" {
			t.Errorf("%s: %s", tt.name, d)
		}
	}
}

func TestExamplesAreBrokenAsAShellTakesThem(t *testing.T) {
	got := examples("  of names:\n  phonebatch import --yes --default \"name={First Name} {Last}\" \\\n    --spread server_ip=10.0.9.8 list.csv", 44)
	want := `  of names:
  phonebatch import --yes \
      --default "name={First Name} {Last}" \
      --spread server_ip=10.0.9.8 list.csv`
	if d := gocmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}
