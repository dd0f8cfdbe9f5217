package assign

import (
	"fmt"

	"phonebatch/apiclient"
	"phonebatch/batch/columns"
	"phonebatch/batch/preflight"
)

// A NumbersError says that there are not enough free numbers.
type NumbersError struct {
	From, To columns.Number
	People   int  // people without a number
	Asked    bool // the dialer was asked
}

func (e *NumbersError) Error() string {
	taken := "taken in the list"
	if e.Asked {
		taken = "taken, in the list or on the dialer"
	}
	left := "1 person is"
	if e.People > 1 {
		left = fmt.Sprintf("%d people are", e.People)
	}
	return fmt.Sprintf("%s left without an extension: all other numbers from %s to %s are %s", left, e.From, e.To, taken)
}

// A numberPool holds the numbers from which the program chooses.
type numberPool struct {
	from, to columns.Number
	used     map[string]bool // numbers of the list, and numbers that people had before
	next     int             // how many numbers, from the first on, were examined
}

// use removes the numbers of a listed phone from the pool.
func (n *numberPool) use(p *apiclient.Phone) {
	for _, number := range []string{p.Extension, p.PhoneLogin, p.DialplanNumber} {
		if number != "" {
			n.used[number] = true
		}
	}
}

// take returns the next number that is not known to be in use, and false if there is none. It leaves out numbers that
// are reserved for the dialer or for emergencies (domain rule R-18).
func (n *numberPool) take() (string, bool) {
	for ; n.from.N+n.next <= n.to.N; n.next++ {
		number := columns.Number{N: n.from.N + n.next, Digits: n.from.Digits}.String()
		if !n.used[number] && !preflight.Reserved(number) {
			n.next++
			return number, true
		}
	}
	return "", false
}
