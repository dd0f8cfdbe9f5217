package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"phonebatch/batch/preflight"
	"phonebatch/report"
)

// An app is what every command needs of the world.
type app struct {
	in     io.Reader
	out    io.Writer // data
	screen *report.Screen
	ctx    context.Context // ends with the first signal

	streams    streamFlags
	documented bool // the JSON document that was asked for has been printed
}

// gcPercent trades a little processor time for memory: what a long list keeps is bytes without pointers, which cost
// the collector next to nothing, and the machine is often the dialer's own.
const gcPercent = 80

// phonebatch is the whole program: it returns the exit status that the help topic exit-codes documents.
func phonebatch(args []string, in io.Reader, out, errs io.Writer) int {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
	signal.Ignore(syscall.SIGPIPE) // whoever closes our output does not end the run: results are still written
	log.SetOutput(io.Discard)      // where net/http quotes stray bytes of a server, which may repeat a password
	ctx, stop := interruptible(context.Background())
	defer stop()
	a := &app{in: in, out: out, ctx: ctx, screen: report.NewScreen(errs, report.NoColour())}
	root := a.rootCommand()
	root.SetArgs(args)
	root.SetIn(in)
	root.SetOut(out)
	root.SetErr(a.screen)
	c, err := root.ExecuteContextC(ctx)
	return a.explain(a.document(c, err))
}

const rootLong = `phonebatch puts a spreadsheet of phones into VICIdial. It checks the list before it sends anything, asks
the dialer without storing, adds gently and in parallel, and proves row by row what happened.

Rehearse first, with no dialer and no credentials:
  phonebatch sample agents --out agents.csv
  phonebatch import --sandbox agents.csv`

func (a *app) rootCommand() *cobra.Command {
	version := false
	root := &cobra.Command{
		Use:           "phonebatch",
		Short:         "put a spreadsheet of phones into VICIdial",
		Long:          rootLong,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          knownCommand,
		RunE: func(c *cobra.Command, _ []string) error {
			if version { // not cobra's own: its template would link every method there is, 10 MB of them
				_, err := fmt.Fprintln(a.out, versionText())
				return err
			}
			return c.Help()
		},
		PersistentPreRunE: func(c *cobra.Command, _ []string) error {
			ignored := func(variable, flag string) { a.warn("%s has no effect: %s must be said", variable, flag) }
			if err := setFromEnvironment(c, os.LookupEnv, ignored); err != nil {
				return err
			}
			return a.streams.finalize(a.screen)
		},
	}
	root.SetFlagErrorFunc(flagError)
	root.SetHelpFunc(func(c *cobra.Command, _ []string) { writeHelp(c.OutOrStdout(), c) })
	root.Flags().BoolVar(&version, "version", false, "say which phonebatch this is")
	root.SetHelpCommand(helpCommand())
	a.streams.addTo(root.PersistentFlags())
	root.AddCommand(
		a.checkCommand(), a.importCommand(), a.verifyCommand(), a.undoCommand(), a.reportCommand(),
		a.doctorCommand(), a.sandboxCommand(), a.sampleCommand(), a.completionCommand(), a.versionCommand(),
	)
	root.AddCommand(helpTopics()...)
	completeValues(root)
	return root
}

// knownCommand sees the words after phonebatch that are no command.
func knownCommand(root *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	hint := "`phonebatch --help` lists the commands"
	if near := preflight.Nearest(args[0], commandNames(root)); near != "" {
		hint = "did you mean `phonebatch " + near + "`?"
	}
	return usage(fmt.Sprintf("there is no command %q", args[0]), hint)
}

// flagError tells what is wrong with a flag, and which one may have been meant. What follows a letter that is none may be
// a password: -pSECRET.
func flagError(c *cobra.Command, err error) error {
	text, _, _ := strings.Cut(valueError(err).Error(), " in -")
	hint := "`" + c.CommandPath() + " --help` lists the flags"
	var unknown *pflag.NotExistError
	if errors.As(err, &unknown) && unknown.GetSpecifiedShortnames() == "" {
		if near := preflight.Nearest(unknown.GetSpecifiedName(), flagNames(c)); near != "" {
			hint = "did you mean --" + near + "?"
		}
	}
	return usage(text, hint)
}

// wanted says what values of flags are like, by the type that libraries give them, whose own words name their functions.
var wanted = map[string]string{
	"int": "want a whole number", "int64": "want a whole number", "bool": "want true or false", "duration": "want a time such as 30s, 5m or 1h",
}

// valueError tells in plain words what is wrong with the value of a flag.
func valueError(err error) error {
	var invalid *pflag.InvalidValueError
	if !errors.As(err, &invalid) {
		return err
	}
	if want := wanted[invalid.GetFlag().Value.Type()]; want != "" {
		return fmt.Errorf("invalid argument %q for \"--%s\": %s", invalid.GetValue(), invalid.GetFlag().Name, want)
	}
	return err
}

func flagNames(c *cobra.Command) (names []string) {
	c.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
	return names
}

// A usageError is a fault in how the program was called: exit status 2.
type usageError struct {
	err  error
	hint string
}

func (e *usageError) Error() string { return e.err.Error() }
func (e *usageError) Unwrap() error { return e.err }

func usage(text, hint string) error { return &usageError{err: errors.New(text), hint: hint} }

// usageArgs makes a wrong number of arguments a usageError.
func usageArgs(check cobra.PositionalArgs) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		if err := check(c, args); err != nil {
			return &usageError{err: err, hint: "see `" + c.CommandPath() + " --help`"}
		}
		return nil
	}
}

// oneFile is for commands that take just one file.
func oneFile(what string) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		switch len(args) {
		case 1:
			return nil
		case 0:
			return usage("no "+what+" is named", "give its path: "+c.UseLine())
		}
		return usage("more than one "+what+" is named", "run the command once for each")
	}
}

// completeFiles has the shell offer files of some kinds alone.
func completeFiles(kinds ...string) func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	return func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return kinds, cobra.ShellCompDirectiveFilterFileExt
	}
}
