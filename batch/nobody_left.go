package batch

import (
	"fmt"

	"phonebatch/batch/exit"
)

// A NobodyLeftError stops an import that retires missing people: the list names several dialers, and not one person of
// a dialer where its last run had some. Half a file may be sorted by dialer.
type NobodyLeftError struct {
	Dialer string
	Run    string // the last run of the list on the dialer
}

func (e *NobodyLeftError) Error() string {
	return fmt.Sprintf("the list has no row for the dialer %s, where its last run had people: run %s", e.Dialer, e.Run)
}

// Status is the exit status of a command that the error ends.
func (e *NobodyLeftError) Status() int { return exit.ListErrors }

// Hints say what the user can do.
func (e *NobodyLeftError) Hints() []string {
	return []string{
		"see whether this is the whole list; nothing was sent",
		"if everybody there has left: phonebatch retire --dialer " + e.Dialer + " FILE retires them, and --max-change 100% goes on without that dialer",
	}
}

// SomebodyLeft returns a *NobodyLeftError if the last run of the list on a dialer that the list does not name any more
// was not taken back. Other errors are those of the register.
func (m *Memory) SomebodyLeft(dialer string) error {
	if m.MaxChange.String() == "100%" {
		return nil
	}
	known, err := m.Register.Dialer(dialer)
	if err != nil {
		return err
	}
	last, found, err := m.Register.LastRunLike(known, m.List)
	if err != nil || !found || last.Undone {
		return err
	}
	return &NobodyLeftError{dialer, last.ID}
}
