// Package files writes files that appear whole, and knows the names of all files that belong to a run.
//
// In come a path and the content. Out comes a file (0600) that has its name only when it is complete and on disk. The
// caller chooses what happens to another file of the same name (Taken). A killed process leaves at most a temporary
// file, and the next Create in the folder removes that file.
//
// The names have one grammar:
//
//	STEM.results.YYYYMMDD-HHMMSSZ[-N].csv   the results of a run of the list STEM.csv
//	RESULTS.failed[-N].csv or .xlsx         the rows of the run that are not done
//	RESULTS.undo[-N].csv                    the results of taking the run back
//	STEM.credentials.csv                    the passwords that phonebatch made for the list
//
// RESULTS is the name of the results file without its ending; --results may have chosen any name. ResultsPath,
// FailedPath, FailedWorkbookPath, UndoPath and CredentialsPath build names; Parse takes a name apart; Aged finds the
// files of old runs.
//
// The package also defuses cells that a spreadsheet would run as a formula (Defuse, Armed). It knows no phones and no
// dialer. A File belongs to one goroutine; all functions are safe for concurrent use.
//
// Begin reading at File and Create in file.go, then names.go. folder.go and unfinished.go are the lower layer of
// file.go.
package files
