package main

import "github.com/spf13/cobra"

// usageArgs makes the error of check a usageError.
func usageArgs(check cobra.PositionalArgs) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		if err := check(c, args); err != nil {
			return &usageError{err: err, hint: "see `" + c.CommandPath() + " --help`"}
		}
		return nil
	}
}

// oneFile requires exactly one argument. what names the argument in messages.
func oneFile(what string) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		switch len(args) {
		case 1:
			return nil
		case 0:
			return usage("no "+what+" is named", "call it as: "+c.UseLine())
		}
		return usage("more than one "+what+" is named", "run the command once for each")
	}
}

// oneRun requires exactly one argument, which names a run.
func oneRun() cobra.PositionalArgs { return oneFile("run") }

// completeFiles makes the shell offer only files with these extensions.
func completeFiles(kinds ...string) func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	return func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return kinds, cobra.ShellCompDirectiveFilterFileExt
	}
}
