package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"phonebatch/batch/columns"
)

// helpCommand makes the command help, which shows the help of a command or a topic.
func helpCommand() *cobra.Command {
	return &cobra.Command{
		Use:               "help [COMMAND or TOPIC]",
		Short:             "show the help of a command, or a topic",
		PersistentPreRunE: func(*cobra.Command, []string) error { return nil }, // help must work even if a variable has an invalid value
		ValidArgsFunction: func(c *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			if len(args) > 0 {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			return commandNames(c.Root()), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(c *cobra.Command, args []string) error {
			target := c.Root()
			for _, name := range args {
				i := slices.IndexFunc(target.Commands(), func(sub *cobra.Command) bool { return sub.Name() == name })
				if i < 0 {
					return noTopic(target, name)
				}
				target = target.Commands()[i]
			}
			return target.Help()
		},
	}
}

// noTopic returns the error for help on an unknown name, with the nearest known name.
func noTopic(under *cobra.Command, name string) error {
	hint := "`phonebatch help` lists commands and topics"
	if near := columns.Nearest(name, commandNames(under)); near != "" {
		hint = "did you mean `" + strings.Replace(under.CommandPath(), "phonebatch", "phonebatch help", 1) + " " + near + "`?"
	}
	return usage(fmt.Sprintf("there is no help on %q", name), hint)
}

// commandNames lists the names of the subcommands and topics of a command.
func commandNames(c *cobra.Command) (names []string) {
	for _, sub := range c.Commands() {
		if sub.IsAvailableCommand() || sub.IsAdditionalHelpTopicCommand() {
			names = append(names, sub.Name())
		}
	}
	return names
}
