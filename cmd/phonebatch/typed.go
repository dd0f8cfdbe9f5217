package main

import (
	"fmt"
	"maps"
	"os"
	"strings"

	"github.com/spf13/pflag"

	"phonebatch/batch/columns"
	"phonebatch/report"
)

// Flags that the next command does not have from this one. --yes is said again for the same list on the same dialer alone;
// failed rows are on a sheet of their own, under a header in its first line.
var (
	perRunFlags = flagSet("quiet", "json", "first", "resume", "start-over", "same-dialer-as", "new-dialer", "max-change", "undoable", "dry-run", "online", "results", "overwrite", "log-format", "log-level")
	// forReal are left out where a rehearsal becomes real: nobody was there to be spared, or to be asked.
	rehearsalFlags = flagSet("sandbox", "yes", "rate", "workers", "retries", "timeout", "give-up", "pace", "max-failures")
	wholeListFlags = flagSet("skip-invalid", "sheet", "header-row")
)

func flagSet(names ...string) map[string]bool {
	m := make(map[string]bool)
	for _, name := range names {
		m[name] = true
	}
	return m
}

// typed are the flags of the command line as they would be typed for the next command, with a space behind each: all but
// those that stand for one command alone, and but what comes from the environment, which the next command has as well.
func (o *checkOptions) typedOptions(without ...map[string]bool) (text string) {
	omitted := maps.Clone(perRunFlags)
	for _, more := range without {
		maps.Copy(omitted, more)
	}
	return typedFlags(o.list.flags, func(name string) bool { return !omitted[name] })
}

// typedDialer are the flags that name the dialer and the account.
func typedDialer(f *pflag.FlagSet) string {
	own := pflag.NewFlagSet("", pflag.ContinueOnError)
	(&dialerFlags{}).addTo(own, false)
	return typedFlags(f, func(name string) bool { return own.Lookup(name) != nil })
}

func typedFlags(f *pflag.FlagSet, wanted func(name string) bool) (text string) {
	f.Visit(func(f *pflag.Flag) {
		if _, inherited := f.Annotations[fromEnvironment]; inherited || !wanted(f.Name) {
			return
		}
		for _, v := range typedValues(f) {
			text += flagWord(f.Name, v, f.Value.Type() == "bool")
		}
	})
	return text
}

// flagWord is one flag as it would be typed, with a space behind it.
func flagWord(name, value string, isBool bool) string {
	switch {
	case isBool && value == "true":
		return "--" + name + " "
	case isBool:
		return "--" + name + "=" + value + " "
	}
	return "--" + name + " " + shellQuote(value) + " "
}

// typedValues are the values of a flag without what may be a password: of a column of passwords only its name is told.
func typedValues(f *pflag.Flag) []string {
	many, ok := f.Value.(pflag.SliceValue)
	if !ok {
		return []string{f.Value.String()}
	}
	values := many.GetSlice()
	if f.Name == "default" {
		return columns.ShownDefaults(values)
	}
	if f.Name == "where" {
		for i, v := range values {
			values[i] = columns.ShownWhere(v)
		}
	}
	return values
}

// optionWords are the options of an earlier run as they would be typed to go on with it; what the environment says now as
// it did then is left out.
func optionWords(options []string) (text string) {
	own := pflag.NewFlagSet("", pflag.ContinueOnError)
	new(importOptions).addFlags(own)
	for _, option := range options {
		name, value, _ := strings.Cut(strings.TrimPrefix(option, "--"), "=")
		f := own.Lookup(name)
		if f == nil || perRunFlags[name] || name == "yes" || !commandLineOnly[name] && inherited(name, value) {
			continue
		}
		text += flagWord(name, value, f.Value.Type() == "bool")
	}
	return text
}

// inherited says whether a flag's variable has this value, or holds it among others.
func inherited(flag, value string) bool {
	for line := range strings.Lines(os.Getenv(variable(flag))) {
		if strings.TrimSuffix(line, "\n") == value {
			return true
		}
	}
	return false
}

// listWord is a list as it would be typed.
func listWord(path string) string {
	if path == "-" {
		return "-"
	}
	return fileWord(path)
}

// fileWord is a path as it would be typed: one that begins like a flag must not be taken for one.
func fileWord(path string) string {
	if strings.HasPrefix(path, "-") {
		path = "./" + path
	}
	return shellQuote(path)
}

// shellQuote quotes a word where a shell would take it apart, or see none. What a terminal must not see is written so that
// the shell makes it: what is shown can be typed, or copied.
func shellQuote(word string) string {
	if word == "" {
		return "''"
	}
	if report.Plain(word) != word {
		return printfWord(word)
	}
	for _, r := range word {
		if !(r == '/' || r == '.' || r == '-' || r == '_' || r == '=' || r == ',' || r == ':' || r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' || r > 127) {
			return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
		}
	}
	return word
}

// printed has printf make a word. A shell drops line ends at its end, which no name of a list has.
func printfWord(word string) string {
	var b strings.Builder
	for i := range len(word) {
		switch c := word[i]; {
		case c < ' ' || c > '~' || c == '\\' || c == '\'' || c == '%':
			fmt.Fprintf(&b, `\%03o`, c)
		default:
			b.WriteByte(c)
		}
	}
	return `"$(printf '` + b.String() + `')"`
}
