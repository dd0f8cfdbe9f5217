package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"phonebatch/batch/columns"
)

// shells are the shells that completion supports.
var shells = []string{"bash", "zsh", "fish", "powershell"}

const completionLong = `Completion writes a script that has the shell complete commands, flags, their values and files. To use it at once:

  bash         source <(phonebatch completion bash)
  zsh          source <(phonebatch completion zsh)
  fish         phonebatch completion fish | source
  powershell   phonebatch completion powershell | Out-String | Invoke-Expression

To have it in every session, put that line into the file that the shell reads when it starts.`

// completionOptions are the options of the command completion.
type completionOptions struct {
	*app
	bare bool // without descriptions
}

func (a *app) completionCommand() *cobra.Command {
	o := &completionOptions{app: a}
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
			hint := "the shells are " + strings.Join(shells, ", ")
			if near := columns.Nearest(args[0], shells); near != "" {
				hint = "did you mean `phonebatch completion " + near + "`?"
			}
			return usage(fmt.Sprintf("there is no completion for %q", args[0]), hint)
		},
		RunE: func(c *cobra.Command, args []string) error { return o.write(c.Root(), args[0]) },
	}
	c.Flags().BoolVar(&o.bare, "no-descriptions", false, env("no-descriptions", "complete words without descriptions"))
	return c
}

// write prints the completion script for a shell.
func (o *completionOptions) write(root *cobra.Command, shell string) error {
	switch shell {
	case "bash":
		return root.GenBashCompletionV2(o.out, !o.bare)
	case "zsh":
		if o.bare {
			return root.GenZshCompletionNoDesc(o.out)
		}
		return root.GenZshCompletion(o.out)
	case "fish":
		return root.GenFishCompletion(o.out, !o.bare)
	}
	if o.bare {
		return root.GenPowerShellCompletion(o.out)
	}
	return root.GenPowerShellCompletionWithDesc(o.out)
}
