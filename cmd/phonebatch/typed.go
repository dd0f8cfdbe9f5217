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

// The sets of flags that the next command does not take over from this command.
var (
	// perRunFlags apply to one command only. --yes is not among them: a person has allowed it for this list and dialer.
	perRunFlags = flagSet("quiet", "json", "first", "resume", "start-over", "same-dialer-as", "new-dialer", "max-change", "undoable", "dry-run", "online", "results", "overwrite", "log-format", "log-level")
	// rehearsalFlags must not pass from a rehearsal to a real import: with a real dialer, the pace and the question
	// matter.
	rehearsalFlags = flagSet("sandbox", "yes", "rate", "workers", "retries", "timeout", "give-up", "pace", "max-failures")
	// wholeListFlags do not fit the file of failed rows, which has one sheet with the header in its first line.
	wholeListFlags = flagSet("skip-invalid", "sheet", "header-row", "retire-missing", "retire-by")
)

// flagSet makes a set of flag names.
func flagSet(names ...string) map[string]bool {
	m := make(map[string]bool)
	for _, name := range names {
		m[name] = true
	}
	return m
}

// typedOptions returns the flags of this command line for the next command, quoted for a shell, with a space after
// each. It leaves out perRunFlags, the flags in without, and flags whose values come from elsewhere: the next command
// has them from there, too.
func (o *checkOptions) typedOptions(without ...map[string]bool) (text string) {
	omitted := maps.Clone(perRunFlags)
	for _, more := range without {
		maps.Copy(omitted, more)
	}
	return typedFlags(o.list.flags, func(name string) bool { return !omitted[name] })
}

// typedDialer returns the flags of dialerFlags that the command line sets, quoted for a shell, with a space after each.
func typedDialer(f *pflag.FlagSet) string {
	own := pflag.NewFlagSet("", pflag.ContinueOnError)
	(&dialerFlags{}).addTo(own, false)
	return typedFlags(f, func(name string) bool { return own.Lookup(name) != nil })
}

// typedFlags returns the wanted flags that the command line sets, quoted for a shell, with a space after each.
func typedFlags(f *pflag.FlagSet, wanted func(name string) bool) (text string) {
	f.Visit(func(f *pflag.Flag) {
		if placeOf(f) != commandLine || !wanted(f.Name) {
			return
		}
		for _, v := range typedValues(f) {
			text += flagWord(f.Name, v, f.Value.Type() == "bool")
		}
	})
	return text
}

// flagWord returns one flag with its value, quoted for a shell, with a space after it.
func flagWord(name, value string, isBool bool) string {
	switch {
	case isBool && value == "true":
		return "--" + name + " "
	case isBool:
		return "--" + name + "=" + value + " "
	}
	return "--" + name + " " + shellQuote(value) + " "
}

// typedValues returns the values of a flag without passwords: for a column of passwords, only the name of the column.
func typedValues(f *pflag.Flag) []string {
	if many, ok := f.Value.(pflag.SliceValue); ok {
		return shownValues(f.Name, many.GetSlice())
	}
	return []string{f.Value.String()}
}

// shownValues returns the values of a flag without passwords: for a column of passwords, only the name of the column.
func shownValues(flag string, values []string) []string {
	switch flag {
	case "default":
		return columns.ShownDefaults(values)
	case "where":
		shown := make([]string, len(values))
		for i, v := range values {
			shown[i] = columns.ShownWhere(v)
		}
		return shown
	}
	return values
}

// optionWords returns the options of an earlier run for a command that continues that run, quoted for a shell. options
// have the form --name=value. optionWords leaves out the options that the environment still sets.
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

// inherited reports whether one line of a flag's environment variable is this value.
func inherited(flag, value string) bool {
	for line := range strings.Lines(os.Getenv(variable(flag))) {
		if strings.TrimSuffix(line, "\n") == value {
			return true
		}
	}
	return false
}

// listWord returns the path of a list, quoted for a shell. The path - means standard input.
func listWord(path string) string {
	if path == "-" {
		return "-"
	}
	return fileWord(path)
}

// fileWord returns a path, quoted for a shell. A path that begins with a dash gets the prefix ./, because the dash
// would make it a flag.
func fileWord(path string) string {
	if strings.HasPrefix(path, "-") {
		path = "./" + path
	}
	return shellQuote(path)
}

// shellQuote quotes a word for a POSIX shell, if necessary. A word with control characters becomes a call of printf, so
// that a person can copy the word from the terminal.
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

// printfWord returns a call of printf that prints a word. The shell drops line ends at the end of the word; no name of
// a list has them.
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
