// Package columns finds out what the columns of a list mean: which column holds which field of a phone, what fills
// empty cells, and which rows are taken. The package knows no rules for values.
//
// What comes in is the header that package sheet read, and what the command line says: --map (Mapping), --default,
// --usual-defaults, --spread, --number and --generate (Filling), --where (Where), --from (Origin), --servers and the
// flags about them (Servers), --alias and --alias-name (Aliasing). What goes out is Columns, which package preflight
// asks about every row, or an error that names everything that is wrong with the header and the flags that correct it:
// HeaderError, MappingError, FillError, WhereError. At the end of the list, a HeldError says that columns mark rows as
// not wanted.
//
// A name that could mean more than one thing is never taken for a field. The tables of names are in synonyms.go
// (fields), standing.go (columns that say who is wanted) and person.go (a person's own number).
//
// Columns, Mapping, Filling, Where and Pick are values that do not change: any number of goroutines may use them, if
// the Chooser allows it. Watches belong to the goroutine that reads the rows. Begin reading at columns.go, with Bind,
// then header.go; normal.go and synonyms.go lie below the other files.
package columns
