// Command phonebatch puts a spreadsheet of phones into VICIdial.
//
// The command takes arguments, environment variables and standard input. It writes data to standard output and messages
// for a person to standard error, and it returns an exit status. This package holds messages, flags and wiring. Package
// batch processes a list, and package report describes the outcome.
//
// Each subcommand has a file with a struct of its options, a function that makes the cobra command, and a run method.
// root.go assembles the subcommands. app.go holds what all of them share. flags.go and the other files of that name
// hold flags that several subcommands share. Files need each other in one direction: root.go, then the subcommands,
// then the shared steps, then the flags. No file needs itself by way of other files.
//
// check and import share checkOptions. Their differences are in a purpose. nightly.go wraps an import for a machine
// that runs it every night: files for monitoring, and the removal of old results (prune.go).
//
// A subcommand ends in three steps. It fills in a report.Ending. The method end prints that as text or JSON
// (document.go). The method explain prints the error and returns the exit status (exit.go, endings.go, remedies.go).
// An error of this project carries its exit status and hints: see package exit.
//
// Begin reading with phonebatch in root.go, then import.go.
package main
