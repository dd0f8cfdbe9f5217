package sandbox

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A Fault is a kind of failure that can strike a call.
type Fault string

// The faults.
const (
	Reset          Fault = "reset"           // the connection is dropped before the request is read; the call is not done
	LostReply      Fault = "lost-reply"      // the call is done, and then the connection is dropped
	HTTP500        Fault = "http500"         // status 500 with an empty body; the call is not done
	Empty500Stored Fault = "empty500-stored" // status 500 with an empty body; the call is done
	HTML           Fault = "html"            // an HTML page with status 200; the call is not done
	Slow           Fault = "slow"            // the call is done after a delay
	SilentLoss     Fault = "silent-loss"     // SUCCESS, and nothing is stored; calls that store nothing are not affected
)

// choices holds all faults, in the order in which their shares divide the range of a draw.
var choices = []Fault{Reset, LostReply, HTTP500, Empty500Stored, HTML, Slow, SilentLoss}

// slowness is the delay of a slow call if the list of faults names no delay.
const slowness = time.Second

// Shares are counted in millionths of all requests: percentages with four decimals.
const (
	whole    = 1_000_000
	decimals = 4
)

// Faults holds the share of the requests that each fault strikes. The zero Faults has no fault.
type Faults struct {
	shares []share // in the order of choices
}

type share struct {
	fault Fault
	parts int           // in millionths
	delay time.Duration // only for Slow
}

// A FaultError says which entry of a list of faults is wrong, and why.
type FaultError struct {
	Entry   string // as given
	Problem string
}

// Error returns the entry, the problem, and the names of all faults.
func (e *FaultError) Error() string {
	names := make([]string, len(choices))
	for i, f := range choices {
		names[i] = string(f)
	}
	return fmt.Sprintf("%q: %s; want a list such as lost-reply=2%%,slow=5%%:800ms of %s", e.Entry, e.Problem, strings.Join(names, ", "))
}

// ParseFaults reads a list such as lost-reply=2%,slow=5%:800ms. Each fault occurs at most once, with its share of all
// requests. The entry slow may add its delay; the default is 1s. An empty text gives the zero Faults. Every error is a
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
		return Faults{}, &FaultError{Entry: text, Problem: "the shares add up to " + percent(total) + ", which is more than 100%"}
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
			return s, "its duration must be longer than zero, such as 800ms or 2s"
		}
	}
	return s, ""
}

// parsePercent reads a percentage from 0% to 100% as millionths. It uses whole numbers, so shares that add up to
// exactly 100 % on paper do so here too.
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

// String returns the list as ParseFaults reads it, with every delay.
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

// at returns the share that a draw from 0 to whole-1 falls into. The zero share means no fault.
func (f Faults) at(draw int) share {
	for _, s := range f.shares {
		if draw -= s.parts; draw < 0 {
			return s
		}
	}
	return share{}
}
