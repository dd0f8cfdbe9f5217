package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"phonebatch/report"
)

const (
	usualHelpWidth = 80  // if the width is unknown or the output is not a terminal
	mostHelpWidth  = 120 // longer lines are hard to read
	flagColumn     = 30  // the column where the text of a flag begins
	stackedFlags   = 72  // on a terminal narrower than this, the text of a flag begins below the flag
)

// writeHelp prints the help of a command in the width of the terminal, at most mostHelpWidth.
func writeHelp(out io.Writer, c *cobra.Command) {
	width := report.HelpWidth(out)
	if width == 0 {
		width = usualHelpWidth
	}
	fmt.Fprint(out, helpText(c, min(width, mostHelpWidth)))
}

// writeTopic prints a help topic in the width of the terminal. If out is not a terminal, writeTopic does not break
// lines, so that tools such as grep find whole sentences.
func writeTopic(out io.Writer, text func(width int) string) {
	width := report.HelpWidth(out)
	fmt.Fprintln(out, strings.TrimRight(reflow(text(width), width), "\n"))
}

// helpText returns the help of a command: description, usage, examples, subcommands, and flags in groups.
func helpText(c *cobra.Command, width int) string {
	about := c.Long
	if about == "" {
		about = c.Short
	}
	var b strings.Builder
	b.WriteString(reflow(about, width) + "\n\nUsage:\n")
	if c.Runnable() {
		b.WriteString(report.Wrap("  "+c.UseLine()+"\n", width, 4))
	}
	if c.HasAvailableSubCommands() {
		b.WriteString("  " + c.CommandPath() + " COMMAND\n")
	}
	if c.HasExample() {
		b.WriteString("\nExamples:\n" + examples(c.Example, width) + "\n")
	}
	b.WriteString(commandList(c, width))
	for _, g := range groupFlags(c) {
		b.WriteString("\n" + g.title + ":\n")
		for _, f := range g.flags {
			b.WriteString(flagText(f, width))
		}
	}
	return b.String()
}

// commandList lists the subcommands of a command, then the help topics.
func commandList(c *cobra.Command, width int) string {
	var commands, topics string
	for _, sub := range c.Commands() {
		line := report.Wrap(fmt.Sprintf("  %-12s %s\n", sub.Name(), sub.Short), width, 13)
		switch {
		case sub.IsAvailableCommand():
			commands += line
		case sub.IsAdditionalHelpTopicCommand():
			topics += line
		}
	}
	if commands != "" {
		commands = "\nCommands (COMMAND --help says more):\n" + commands
	}
	if topics != "" {
		topics = "\nTopics (" + c.Root().Name() + " help TOPIC):\n" + topics
	}
	return commands + topics
}

// flagText returns the help of one flag.
func flagText(f *pflag.Flag, width int) string {
	value, usage := pflag.UnquoteUsage(f)
	name := "      --" + f.Name
	if f.Shorthand != "" {
		name = "  -" + f.Shorthand + ", --" + f.Name
	}
	if value = valueName(value); value != "" {
		name += " " + value
	}
	switch f.DefValue {
	case "", "0", "false", "[]", "0s":
	default:
		usage += " (default " + f.DefValue + ")"
	}
	column := flagColumn
	if width < stackedFlags {
		column = 10
	}
	text := report.Wrap(usage, width-column, 0)
	lines := strings.Split(text, "\n")
	head := name + "\n"
	if len(name)+2 <= column {
		head = fmt.Sprintf("%-*s%s\n", column, name, lines[0])
		lines = lines[1:]
	}
	for _, line := range lines {
		head += strings.Repeat(" ", column) + line + "\n"
	}
	return head
}

// valueName returns the word that stands for the value of a flag in help. kind is the type name of the flag.
func valueName(kind string) string {
	switch kind {
	case "string", "stringArray":
		return "TEXT"
	case "strings":
		return "LIST"
	case "int", "uint64":
		return "N"
	case "duration":
		return "TIME"
	case "rate":
		return "RATE"
	}
	return kind
}

// reflow fits a text into lines of at most width characters. It joins the lines of a paragraph and breaks them again.
// An indented line stays a separate line, and its continuation lines are indented up to its last column. A width of 0
// or less leaves the text as it is.
func reflow(text string, width int) string {
	if width <= 0 {
		return text
	}
	var b strings.Builder
	paragraph := ""
	flush := func() {
		if paragraph != "" {
			b.WriteString(report.Wrap(paragraph, width, 0) + "\n")
			paragraph = ""
		}
	}
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, " \n")
		if line != "" && line[0] != ' ' && line[0] != '\t' {
			if paragraph != "" {
				line = " " + line
			}
			paragraph += line
			continue
		}
		flush()
		b.WriteString(report.Wrap(line, width, hangingIndent(line)) + "\n")
	}
	flush()
	return strings.TrimRight(b.String(), "\n")
}

// hangingIndent returns the additional indent of the continuation lines of a line, which begin at its last column. Two
// spaces separate columns.
func hangingIndent(line string) int {
	text := strings.TrimLeft(line, " ")
	if _, after, found := strings.Cut(text, "  "); found {
		return len(text) - len(strings.TrimLeft(after, " "))
	}
	return 2
}

// examples fits examples into lines of at most width characters. It breaks a command with a backslash, so that a shell
// accepts the lines.
func examples(text string, width int) string {
	text = strings.ReplaceAll(text, " \\\n", " ")
	var b strings.Builder
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\n")
		if !strings.HasPrefix(strings.TrimSpace(line), "phonebatch ") {
			b.WriteString(report.Wrap(line, width, 2) + "\n")
			continue
		}
		at := 0
		for i, word := range shellWords(line) {
			switch {
			case i == 0:
				b.WriteString("  ")
				at = 2
			case at+1+len(word)+2 > width:
				b.WriteString(" \\\n      ")
				at = 6
			default:
				b.WriteByte(' ')
				at++
			}
			b.WriteString(word)
			at += len(word)
		}
		b.WriteByte('\n')
	}
	return strings.TrimRight(b.String(), "\n")
}

// shellWords splits a command into words. A quoted text is one word, and so is a flag together with its value.
func shellWords(line string) (words []string) {
	quoted := false
	fields := strings.FieldsFunc(line, func(r rune) bool {
		if r == '"' {
			quoted = !quoted
		}
		return r == ' ' && !quoted
	})
	for i := 0; i < len(fields); i++ {
		word := fields[i]
		if strings.HasPrefix(word, "--") && i+2 < len(fields) && !strings.HasPrefix(fields[i+1], "-") {
			i++
			word += " " + strings.Join(strings.Fields(fields[i]), " ")
		}
		words = append(words, word)
	}
	return words
}
