// Package report writes everything that a person sees or keeps: results, failed rows, problems, progress, and the end
// of a command.
//
// The package takes the list as pre-flight left it (preflight.List), the results of the rows (object.Result), the runs
// of the register (register.Run) and the progress of a run (run.Progress). It writes files, text for a terminal, and
// JSON. It writes no passwords, with one exception: a file of failed rows holds the user's own list, passwords
// included. It writes no foreign text with control characters to a terminal (Plain).
//
// The caller opens and closes the files; package files makes sure that only whole files appear. A Screen is the
// terminal: any number of goroutines may write to it. Everything else is for one goroutine.
//
// Begin reading at plain.go, wrap.go and words.go: text that is safe, lines that fit, and nouns in the plural. Then
// read look.go and screen.go (the terminal), pace.go, bar.go and progress.go (how far a run is), set_aside.go,
// mends.go, problem_table.go and problems.go (what pre-flight found), columns.go, results_records.go, results_book.go
// and results.go (the results file), failed_workbook.go, failed.go and failed_header.go (the rows that are not done),
// groups.go, summary.go, proof.go, summary_text.go, brief.go and plan.go (the text for a person), runs.go, json.go,
// night.go, metrics.go and schema.go (the documents for a script and for monitoring). ending.go comes last: an Ending
// is everything that a command reports at its end.
package report
