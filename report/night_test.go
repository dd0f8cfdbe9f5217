package report

import (
	"bytes"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"

	"phonebatch/batch/object"
)

// A sample is one line of the text format of Prometheus.
type sample struct {
	name, labels string
	value        float64
}

// The lines of the text format, as https://prometheus.io/docs/instrumenting/exposition_formats/ describes them.
var (
	helpLine   = regexp.MustCompile(`^# HELP ([a-z_]+) [^\\]+$`)
	typeLine   = regexp.MustCompile(`^# TYPE ([a-z_]+) gauge$`)
	sampleLine = regexp.MustCompile(`^([a-z_]+)(\{(?:[a-z_]+="(?:[^"\\\n]|\\[\\"n])*",?)*\}) (-?[0-9.]+)$`)
)

// exposition reads the text format: each family once, HELP and TYPE before its samples, no sample twice.
func exposition(t fataler, text string) (samples []sample) {
	t.Helper()
	seen := make(map[string]bool)
	family, typed := "", ""
	if !strings.HasSuffix(text, "\n") || !utf8.ValidString(text) {
		t.Fatalf("the last line does not end, or is no UTF-8: %q", text)
	}
	for _, line := range strings.Split(strings.TrimSuffix(text, "\n"), "\n") {
		if m := helpLine.FindStringSubmatch(line); m != nil && !seen[m[1]] {
			family, seen[m[1]] = m[1], true
			continue
		}
		if m := typeLine.FindStringSubmatch(line); m != nil && m[1] == family && typed != family {
			typed = m[1]
			continue
		}
		m := sampleLine.FindStringSubmatch(line)
		if m == nil || m[1] != typed || typed != family || seen[m[1]+m[2]] {
			t.Fatalf("%q is out of place in\n%s", line, text)
		}
		seen[m[1]+m[2]] = true
		value, err := strconv.ParseFloat(m[3], 64)
		if err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		samples = append(samples, sample{m[1], m[2], value})
	}
	return samples
}

func metrics(t fataler, n *Night, earlier string) string {
	t.Helper()
	var b strings.Builder
	if err := n.Metrics(&b, []byte(earlier)); err != nil {
		t.Fatalf("%v", err)
	}
	if !IsMetrics([]byte(b.String())) {
		t.Fatalf("not known as metrics:\n%s", &b)
	}
	return b.String()
}

// aNight is a night that ended at a second of 1970 with a status.
func aNight(list string, second int64, status int) *Night {
	end := time.Unix(second, 0)
	return &Night{
		Command: "import", List: list, Dialer: "http://d", Begun: end.Add(-1500 * time.Millisecond), Ended: end, Exit: Exit{Status: status},
		Results: []object.Result{{Status: object.Added, Code: "added"}, {Status: object.Refused, Code: "login_exists"}, {Status: object.Added, Code: "added"}},
	}
}

func TestMetricsSayWhatTheRunHasDone(t *testing.T) {
	got := make(map[string]float64)
	for _, s := range exposition(t, metrics(t, aNight("a.csv", 5000, 3), "")) {
		got[strings.TrimPrefix(s.name, "phonebatch_")+s.labels] = s.value
	}
	const labels = `dialer="http://d",list="a.csv"}`
	want := map[string]float64{
		"run_seconds{" + labels: 1.5, "exit_status{" + labels: 3, "last_run_timestamp_seconds{" + labels: 5000,
		`rows{status="added",` + labels: 2, `rows{status="refused",` + labels: 1,
	}
	for _, status := range []string{"updated", "retired", "deleted", "exists", "invalid", "unconfirmed", "not_sent"} {
		want[`rows{status="`+status+`",`+labels] = 0
	}
	if !maps.Equal(want, got) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// successes returns the times of successes by list.
func successes(t fataler, text string) map[string]float64 {
	list := make(map[string]float64)
	for _, s := range exposition(t, text) {
		if s.name == successName {
			list[s.labels[strings.Index(s.labels, "list=")+6:len(s.labels)-2]] = s.value
		}
	}
	return list
}

func TestTheTimeOfTheLastSuccessIsKept(t *testing.T) {
	text := metrics(t, aNight("a.csv", 100, 5), "rubbish\n"+successName+" 7\n"+successName+"{x=\"y\"} 8\n")
	if got := successes(t, text); len(got) > 0 {
		t.Errorf("there was no success: %v", got)
	}
	for _, tt := range []struct {
		list   string
		second int64
		status int
		want   map[string]float64
	}{
		{"a.csv", 200, 0, map[string]float64{"a.csv": 200}},
		{"a.csv", 300, 3, map[string]float64{"a.csv": 200}},
		{`o"d\d.csv`, 400, 0, map[string]float64{"a.csv": 200, `o\"d\\d.csv`: 400}},
		{"a.csv", 500, 1, map[string]float64{"a.csv": 200, `o\"d\\d.csv`: 400}},
		{"a.csv", 600, 0, map[string]float64{"a.csv": 600, `o\"d\\d.csv`: 400}},
	} {
		text = metrics(t, aNight(tt.list, tt.second, tt.status), text)
		if got := successes(t, text); !maps.Equal(got, tt.want) {
			t.Errorf("after %s at %d: got %v, want %v", tt.list, tt.second, got, tt.want)
		}
	}
}

// A list that has another name every night does not make the file grow for ever; the newest successes stay.
func TestTheNewestSuccessesAreKept(t *testing.T) {
	text := ""
	for night := range int64(50) {
		text = metrics(t, aNight(fmt.Sprintf("hr-%d.csv", night), 990+night, 0), text)
	}
	got := slices.Sorted(maps.Values(successes(t, text)))
	if len(got) != mostSuccesses || got[0] != 1020 || got[mostSuccesses-1] != 1039 {
		t.Errorf("got %v", got)
	}
}

// Whatever a list is called and whatever the earlier file holds: Prometheus reads the text, and the success stands
// in the next file as well.
func TestMetricsOfAnyNameAreReadable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := aNight(string(rapid.SliceOf(rapid.Byte()).Draw(t, "list")), 1000, 0)
		n.Dialer = rapid.String().Draw(t, "dialer")
		text := metrics(t, n, rapid.String().Draw(t, "earlier"))
		exposition(t, text)
		n.Status, n.Ended = 5, n.Ended.Add(time.Hour)
		again := metrics(t, n, text)
		for _, s := range exposition(t, again) {
			if s.name == successName && s.value == 1000 {
				return
			}
		}
		t.Fatalf("the success is lost:\n%s\n%s", text, again)
	})
}

func TestASummaryIsKnownAgain(t *testing.T) {
	var b bytes.Buffer
	if err := aNight("a\u202e.csv", 5000, 3).JSON(&b); err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{
		`"list": "a\u202e.csv"`, `"begun": "1970-01-01T01:23:18Z"`, `"seconds": 1.5`, `"exit": 3`, `"rows": 3`, `"added": 2`, `"login_exists": 1`,
	} {
		if !strings.Contains(b.String(), part) {
			t.Errorf("%s is not in %s", part, &b)
		}
	}
	if !IsNightJSON(b.Bytes()) {
		t.Error("not known as a summary")
	}
	for _, text := range []string{"", "{}", "extension,phone_login\n", `{"command":"import"}`, `[1]`, metrics(t, aNight("a", 1, 0), "")} {
		if IsNightJSON([]byte(text)) {
			t.Errorf("taken for a summary: %s", text)
		}
	}
	if IsMetrics([]byte("# HELP node_load1 x\n")) || IsMetrics(nil) {
		t.Error("taken for metrics")
	}
}
