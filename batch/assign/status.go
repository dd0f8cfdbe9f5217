package assign

import "phonebatch/batch/exit"

// Status implements exit.Error.
func (e *CredentialsError) Status() int { return exit.Usage }

// Hints implements exit.Hinter.
func (e *CredentialsError) Hints() []string { return exit.Hint(e.Remedy) }

// Status implements exit.Error.
func (e *NumbersError) Status() int { return exit.ListErrors }

// Hints implements exit.Hinter.
func (e *NumbersError) Hints() []string {
	return []string{"give more numbers with --number, or fill in some extensions in the list"}
}
