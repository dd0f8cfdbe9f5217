package main

import (
	"context"
	"fmt"
	"io"
	"log"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"github.com/spf13/cobra"

	"phonebatch/batch/columns"
	"phonebatch/report"
)

// gcPercent trades a little processor time for memory, because the program often runs on the dialer itself. A fast
// import of 100,000 rows takes some 5 % longer than with 80, and 50 MiB less (BenchmarkImportMemory).
const gcPercent = 50

// phonebatch runs the program with the arguments behind its name and returns the exit status (help topic exit-codes).
// phonebatch changes the signals and the log of the whole process.
func phonebatch(args []string, in io.Reader, out, errs io.Writer) int {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
	signal.Ignore(syscall.SIGPIPE) // if the reader of our output goes away, the run must still write its results
	log.SetOutput(io.Discard)      // net/http logs stray bytes of a server, which may contain a password
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
			if version { // cobra's own version flag uses text/template, which makes the binary 10 MB larger
				_, err := fmt.Fprintln(a.out, versionText())
				return err
			}
			return c.Help()
		},
		PersistentPreRunE: func(c *cobra.Command, _ []string) error {
			ignored := func(variable, flag string) { a.warn("%s has no effect: pass %s on the command line", variable, flag) }
			if err := fromEnvironment(c.Flags(), os.LookupEnv, ignored).apply(c.Flags()); err != nil {
				return err
			}
			if err := configure(c.Flags()); err != nil {
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
		a.checkCommand(), a.importCommand(), a.verifyCommand(), a.retireCommand(), a.undoCommand(), a.reportCommand(), a.runsCommand(),
		a.exportCommand(), a.compareCommand(), a.configCommand(),
		a.doctorCommand(), a.sandboxCommand(), a.sampleCommand(), a.completionCommand(), a.versionCommand(),
	)
	root.AddCommand(helpTopics()...)
	completeValues(root)
	return root
}

// knownCommand refuses arguments of the root command: each is the name of a command that does not exist.
func knownCommand(root *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	hint := "`phonebatch --help` lists the commands"
	if near := columns.Nearest(args[0], commandNames(root)); near != "" {
		hint = "did you mean `phonebatch " + near + "`?"
	}
	return usage(fmt.Sprintf("there is no command %q", args[0]), hint)
}
