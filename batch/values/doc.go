// Package values says what the text of one cell can mean by itself: no value, yes or no, a number, the address of a
// server or of a person. The package looks at one text at a time. It knows neither columns nor rules.
//
// What comes in is the text of a cell, and the field where the meaning depends on the field. What goes out is the
// meaning. Package columns asks about headers and about columns that say who is wanted; package preflight asks in its
// rules and mends. Both packages must get the same answer, so the answer is in this package once.
//
// The package owns only its tables. They are written once, before main begins, and any number of goroutines may read
// them. Begin reading at short_words.go, then nothing.go and values.go.
package values
