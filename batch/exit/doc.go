// Package exit lists the exit statuses of phonebatch and gives errors an exit status and hints.
//
// An error that may end a command has two methods: Status (interface Error) returns the exit status of the command, and
// Hints (interface Hinter) returns what the user can do, one sentence each. The package that declares an error type
// declares both methods, so a new error is a change in one place. New makes an error that has only a text, a status and
// hints.
//
// In comes the error that a command returned. Of finds in its chain the error that decides the exit status; the caller
// takes the status and the hints from that error.
//
// The package imports no other package of phonebatch, so every package may import it. It has no state; all functions
// are safe for concurrent use. Begin reading at exit.go, the only file.
package exit
