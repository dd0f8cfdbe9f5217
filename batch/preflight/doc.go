// Package preflight turns the records of a list into rows that can be sent, and finds everything that is wrong with
// them before anything is sent. It reads the list once. Each problem has a line, a column and a remedy.
//
// What comes in is a list, as bytes, and Options. Package sheet splits the bytes into records, and package columns says
// which cell is which field. What goes out is a List: the rows with their problems, the counts, and the changes that
// were made. A row with an error is never sent. Read returns an error only for a list that cannot be read; problems of
// rows are data.
//
// A record goes through these stages: it is taken or refused (pass_take.go), tidied (tidy.go), and given a row for each
// of its servers (pass_row.go, fan_out.go). A row is filled (columns.Fill), checked for damage by a spreadsheet
// (damage.go, rules_damage.go), mended (mend.go), judged by the rules for single rows (judge.go, rules.go and
// rules_*.go), and remembered as a few hashes (traces.go). At the end of the list, the rules for several rows compare
// the hashes (list_findings.go, clash.go, shared.go, crowded_servers.go, lost_zeros.go, alias_rules.go).
//
// Read starts one goroutine, which reads ahead; the rows are judged in the caller's goroutine. No part of a List is
// safe for concurrent use during Read, Rejudge or Report.
//
// No file needs itself by way of other files. Begin reading at problem.go, row.go, list.go and options.go, then
// preflight.go, with Read, which leads to read_ahead.go, pass.go, pass_take.go and pass_finish.go.
package preflight
