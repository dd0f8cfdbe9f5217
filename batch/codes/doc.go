// Package codes holds every code of the program once, in one table: the severity, the scope, the meaning and the
// remedy. No other package holds the words of a code.
//
// A code is a stable snake_case word. Scripts depend on the words. Four parts of the program give codes:
//
//   - sheet, for files and records that cannot be read, and for cells that a spreadsheet has changed;
//   - pre-flight, for headers, rows and lists;
//   - the dialer, whose answers apiclient turns into codes;
//   - a run or an undo, for rows that neither refuses.
//
// The message of a problem depends on the row and belongs to the rule that finds the problem. The remedy belongs to the
// table: Remedy returns the remedy of a code, Remedies the remedy of a run that an answer stops, and RemedyFor fills
// the template of a special case with a column, a width or a flag. BarrierRemedies and ProxyRemedies do the same for
// answers that come from something other than the API. `phonebatch help codes` prints the table.
//
// The package imports apiclient for the codes of answers and for the barriers. It owns only its tables. They are
// written once, before main begins, and any number of goroutines may read them. Begin reading at kind.go, then
// codes.go. The words are in table_*.go, the names of the codes in names_*.go.
package codes
