// Package assign fills the cells that a list leaves to the program: servers, numbers and passwords.
//
// In come the rows of a first reading with their empty cells (Survey), the people of the rows (Identify), the phones
// that earlier runs chose for these people (Memory), and the passwords that earlier runs made for them (Credentials).
// Out goes a Plan: a columns.Chooser that fills the cells in every later reading of the same list.
//
// A person keeps their number, server and passwords, even if the list has another name, another order of rows or other
// columns. A new person on an old number gets new passwords. One person on several servers has one number and one pair
// of passwords.
//
// A Survey, a Plan and a Credentials belong to one goroutine each. The package asks no dialer: the caller passes
// Plan.Number a function that says which numbers are free. The package writes one file, the credentials file, and only
// in Credentials.Append.
//
// Begin reading at survey.go and identify.go, then credentials.go and credentials_file.go, memory.go, number_pool.go
// and plan.go, and last choose.go, numbers.go and passwords.go, which carry out a Plan.
package assign
