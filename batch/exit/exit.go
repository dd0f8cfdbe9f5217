package exit

// The exit statuses. Scripts depend on these numbers; `phonebatch help exit-codes` explains them.
const (
	Done       = 0
	Unexpected = 1
	Usage      = 2 // wrong usage, or the user answered a question with no
	NotAll     = 3 // the command finished, and some rows are not done
	ListErrors = 4 // the list has errors, and nothing was sent
	Refused    = 5 // the dialer refused us, cannot be reached, or is no VICIdial
	Held       = 7 // another run holds the lock of the dialer

	// A command that a signal ends has the status Signal plus the number of the signal, as shells expect.
	Signal = 128
)

// An Error is an error that knows the exit status of the command that it ends.
type Error interface {
	error
	Status() int
}

// A Hinter is an error that says what the user can do. Hints returns the most useful hint first, or nil if there is
// nothing to add to the error text.
type Hinter interface {
	Hints() []string
}

// New returns an Error with a text, a status and hints. Two calls with the same arguments return two different errors.
func New(status int, text string, hints ...string) error {
	return &plain{text: text, status: status, hints: hints}
}

type plain struct {
	text   string
	status int
	hints  []string
}

func (e *plain) Error() string   { return e.text }
func (e *plain) Status() int     { return e.status }
func (e *plain) Hints() []string { return e.hints }

// Hint returns a list with the remedy as its only hint, or nil if the remedy is empty.
func Hint(remedy string) []string {
	if remedy == "" {
		return nil
	}
	return []string{remedy}
}

// Of returns the Error in the chain of err that decides how a command ends, or nil if there is none. An Error decides
// for the errors that it wraps. Among joined errors, the one with the lowest status decides: a failure of this machine
// must not hide behind an answer of the dialer. Among joined errors with equal statuses, the last one decides: it
// happened first.
func Of(err error) Error {
	if err == nil {
		return nil
	}
	if e, ok := err.(Error); ok {
		return e
	}
	switch err := err.(type) {
	case interface{ Unwrap() error }:
		return Of(err.Unwrap())
	case interface{ Unwrap() []error }:
		var decides Error
		for _, joined := range err.Unwrap() {
			if e := Of(joined); e != nil && (decides == nil || e.Status() <= decides.Status()) {
				decides = e
			}
		}
		return decides
	}
	return nil
}
