// Package samples holds example lists that users start from.
//
// In comes the name of a sample. Out come the bytes of the list and the name of its file (Read), the names (Names), and
// a text that describes the samples (Help). The package holds no state, and all functions may be called concurrently.
//
// The sample nightly is a folder and no list (NightlyFiles).
//
// The lists are files of this folder and are embedded in the program by name. A new sample needs a file, an entry in
// the table of samples.go, and its name in the embed pattern.
//
// The tests check each list against its description: agents and minimal import completely into a stand-in dialer, and
// every row of mistakes has the problem that its last cell names.
//
// Begin reading at samples.go.
package samples
