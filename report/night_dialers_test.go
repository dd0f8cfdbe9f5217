package report

import (
	"bytes"
	"fmt"
	"maps"
	"strings"
	"testing"

	"phonebatch/batch/object"
)

// aFleetNight is a night on which sales and hosted ended with a status each.
func aFleetNight(second int64, sales, hosted int) *Night {
	n := aNight("a.csv", second, max(sales, hosted))
	n.Dialer = "sales, hosted"
	n.Dialers = []DialerNight{
		{Dialer: "sales", Run: "r1", Exit: Exit{Status: sales}, Results: n.Results[:1]},
		{Dialer: "hosted", Exit: Exit{Status: hosted, Error: "down"}, Results: n.Results[1:]},
	}
	return n
}

// byDialer returns the samples of one family by dialer.
func byDialer(t fataler, text, family string) map[string]float64 {
	list := make(map[string]float64)
	for _, s := range exposition(t, text) {
		if s.name == "phonebatch_"+family {
			_, label, _ := strings.Cut(s.labels, `dialer="`)
			name, _, _ := strings.Cut(label, `"`)
			list[name] += s.value
		}
	}
	return list
}

// An alert on one dialer hides behind no other: each has its own rows, exit status and last success.
func TestEachDialerHasItsOwnMetrics(t *testing.T) {
	text := metrics(t, aFleetNight(100, 0, 0), "")
	text = metrics(t, aFleetNight(200, 0, 5), text)
	for family, want := range map[string]map[string]float64{
		"rows":                             {"sales": 1, "hosted": 2},
		"exit_status":                      {"sales": 0, "hosted": 5},
		"last_run_timestamp_seconds":       {"sales": 200, "hosted": 200},
		"last_success_timestamp_seconds":   {"sales": 200, "hosted": 100},
		"run_seconds":                      {"sales": 1.5, "hosted": 1.5},
		"no_family_of_this_name_is_in_use": {},
	} {
		if got := byDialer(t, text, family); !maps.Equal(got, want) {
			t.Errorf("%s: got %v, want %v", family, got, want)
		}
	}
}

// The last success of a dialer that is down stays, however many dialers the list has.
func TestTheSuccessOfEachOfManyDialersIsKept(t *testing.T) {
	night := func(second int64, status int) *Night {
		n := aNight("a.csv", second, status)
		for i := range 2 * mostSuccesses {
			n.Dialers = append(n.Dialers, DialerNight{Dialer: fmt.Sprint("d", i)})
		}
		n.Dialers[7].Status = status
		return n
	}
	text := metrics(t, night(100, 0), metrics(t, aNight("other.csv", 50, 0), ""))
	got := byDialer(t, metrics(t, night(200, 5), text), "last_success_timestamp_seconds")
	if len(got) != 2*mostSuccesses || got["d7"] != 100 || got["d8"] != 200 {
		t.Errorf("got %v", got)
	}
}

func TestASummaryOfSeveralDialersHasThemAll(t *testing.T) {
	var b bytes.Buffer
	n := aFleetNight(100, 0, 5)
	n.Results = append(n.Results, object.Result{Status: object.NotSent})
	if err := n.JSON(&b); err != nil {
		t.Fatal(err)
	}
	text := strings.Join(strings.Fields(b.String()), " ")
	for _, part := range []string{
		`"dialer": "sales, hosted"`, `"rows": 4`,
		`{ "name": "sales", "run": "r1", "exit": 0, "rows": 1, "statuses": { "added": 1 } }`,
		`{ "name": "hosted", "exit": 5, "error": "down", "rows": 2, "statuses": { "added": 1, "refused": 1 } }`,
	} {
		if !strings.Contains(text, part) {
			t.Errorf("%s is not in %s", part, text)
		}
	}
}
