package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"phonebatch/batch/preflight"
)

// shells are those that completion is made for.
var shells = []string{"bash", "zsh", "fish", "powershell"}

const completionLong = `Completion writes a script that has the shell complete commands, flags, their values and files. To use it at once:

  bash         source <(phonebatch completion bash)
  zsh          source <(phonebatch completion zsh)
  fish         phonebatch completion fish | source
  powershell   phonebatch completion powershell | Out-String | Invoke-Expression

To have it in every session, put that line into the file that the shell reads when it starts.`

func (a *app) completionCommand() *cobra.Command {
	var bare bool
	c := &cobra.Command{
		Use:       "completion SHELL",
		Short:     "write a script with which a shell completes commands, flags and values",
		Long:      completionLong,
		ValidArgs: shells,
		Args: func(_ *cobra.Command, args []string) error {
			switch {
			case len(args) == 0:
				return usage("no shell is named", "name one of "+strings.Join(shells, ", "))
			case len(args) > 1:
				return usage("more than one shell is named", "run the command once for each")
			case slices.Contains(shells, args[0]):
				return nil
			}
			hint := "it knows " + strings.Join(shells, ", ")
			if near := preflight.Nearest(args[0], shells); near != "" {
				hint = "did you mean `phonebatch completion " + near + "`?"
			}
			return usage(fmt.Sprintf("there is no completion for %q", args[0]), hint)
		},
		RunE: func(c *cobra.Command, args []string) error { return writeCompletion(c.Root(), args[0], !bare, a.out) },
	}
	c.Flags().BoolVar(&bare, "no-descriptions", false, env("no-descriptions", "complete words without saying what they mean"))
	return c
}

func writeCompletion(root *cobra.Command, shell string, descriptions bool, out io.Writer) error {
	switch shell {
	case "bash":
		return root.GenBashCompletionV2(out, descriptions)
	case "zsh":
		if descriptions {
			return root.GenZshCompletion(out)
		}
		return root.GenZshCompletionNoDesc(out)
	case "fish":
		return root.GenFishCompletion(out, descriptions)
	}
	if descriptions {
		return root.GenPowerShellCompletionWithDesc(out)
	}
	return root.GenPowerShellCompletion(out)
}
