package sandbox

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A Fault is one kind of trouble that a call can meet.
type Fault string

// The faults.
const (
	Reset          Fault = "reset"           // the connection is dropped with the request unread: nothing is done
	LostReply      Fault = "lost-reply"      // the call is done, then the connection is dropped
	HTTP500        Fault = "http500"         // an empty 500, nothing is done
	Empty500Stored Fault = "empty500-stored" // an empty 500, the call is done
	HTML           Fault = "html"            // a page of HTML with status 200, nothing is done
	Slow           Fault = "slow"            // the call is done after a delay
	SilentLoss     Fault = "silent-loss"     // SUCCESS, and nothing is stored; other calls are not touched
)

// choices are all faults, in the order in which they share out a draw.
var choices = []Fault{Reset, LostReply, HTTP500, Empty500Stored, HTML, Slow, SilentLoss}

// slowness is the delay of a slow call whose share names none.
const slowness = time.Second

// Shares are counted in millionths of all requests: per cent with four decimals.
const (
	whole    = 1_000_000
	decimals = 4
)

// Faults say how large a share of the requests meets which fault. The zero value is none.
type Faults struct {
	shares []share // in the order of choices
}

type share struct {
	fault Fault
	parts int           // of whole
	delay time.Duration // of Slow
}

// A FaultError says what cannot be understood in a list of faults, and which faults there are.
type FaultError struct {
	Entry   string // as given
	Problem string
}

func (e *FaultError) Error() string {
	names := make([]string, len(choices))
	for i, f := range choices {
		names[i] = string(f)
	}
	return fmt.Sprintf("%q: %s; want a list such as lost-reply=2%%,slow=5%%:800ms of %s", e.Entry, e.Problem, strings.Join(names, ", "))
}

// ParseFaults reads a list such as lost-reply=2%,slow=5%:800ms: each fault at most once, with its share of all
// requests, and slow with how long it takes, 1s where that is left out. Nothing at all is no faults. Every error is a
// *FaultError.
func ParseFaults(text string) (Faults, error) {
	var f Faults
	if strings.TrimSpace(text) == "" {
		return f, nil
	}
	total := 0
	for entry := range strings.SplitSeq(text, ",") {
		entry = strings.TrimSpace(entry)
		s, problem := parseShare(entry)
		if problem == "" && slices.ContainsFunc(f.shares, func(o share) bool { return o.fault == s.fault }) {
			problem = "it is named twice"
		}
		if problem != "" {
			return Faults{}, &FaultError{Entry: entry, Problem: problem}
		}
		f.shares = append(f.shares, s)
		total += s.parts
	}
	if total > whole {
		return Faults{}, &FaultError{Entry: text, Problem: "the shares come to " + percent(total) + ", which is more than 100%"}
	}
	slices.SortFunc(f.shares, func(a, b share) int {
		return slices.Index(choices, a.fault) - slices.Index(choices, b.fault)
	})
	return f, nil
}

func parseShare(entry string) (s share, problem string) {
	name, amount, _ := strings.Cut(entry, "=")
	s.fault = Fault(name)
	if !slices.Contains(choices, s.fault) {
		return s, "there is no such fault"
	}
	amount, delay, delayed := strings.Cut(amount, ":")
	var ok bool
	if s.parts, ok = parsePercent(amount); !ok {
		return s, "its share must be a percentage from 0% to 100%, such as 2% or 0.5%, with at most four decimals"
	}
	if s.fault != Slow {
		if delayed {
			return s, "only slow takes a duration"
		}
		return s, ""
	}
	if s.delay = slowness; delayed {
		var err error
		if s.delay, err = time.ParseDuration(delay); err != nil || s.delay <= 0 {
			return s, "its duration must be more than nothing, such as 800ms or 2s"
		}
	}
	return s, ""
}

// parsePercent is exact, so that shares which come to 100 % on paper do here too.
func parsePercent(text string) (parts int, ok bool) {
	number, ok := strings.CutSuffix(text, "%")
	before, after, point := strings.Cut(number, ".")
	if !ok || before == "" || len(before) > 3 || len(after) > decimals || point && after == "" {
		return 0, false
	}
	digits := before + after + strings.Repeat("0", decimals-len(after))
	n, err := strconv.ParseUint(digits, 10, 32)
	return int(n), err == nil && n <= whole
}

func percent(parts int) string {
	number := fmt.Sprintf("%d.%0*d", parts/(whole/100), decimals, parts%(whole/100))
	return strings.TrimSuffix(strings.TrimRight(number, "0"), ".") + "%"
}

// String is the list as ParseFaults reads it, every duration named.
func (f Faults) String() string {
	entries := make([]string, len(f.shares))
	for i, s := range f.shares {
		entries[i] = string(s.fault) + "=" + percent(s.parts)
		if s.fault == Slow {
			entries[i] += ":" + s.delay.String()
		}
	}
	return strings.Join(entries, ",")
}

// at is what a draw below whole stands for; the zero share is no fault.
func (f Faults) at(draw int) share {
	for _, s := range f.shares {
		if draw -= s.parts; draw < 0 {
			return s
		}
	}
	return share{}
}
