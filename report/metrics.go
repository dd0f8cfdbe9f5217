package report

import (
	"bytes"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"phonebatch/batch/exit"
	"phonebatch/batch/object"
)

// importStatuses lists the statuses that a row of an import can have. Metrics name each of them, also those that no row
// has: an alert on a series that comes and goes is hard to write.
var importStatuses = []object.Status{
	object.Added, object.Updated, object.Retired, object.Deleted, object.Exists, object.Invalid, object.Refused, object.Unconfirmed, object.NotSent,
}

// mostSuccesses limits how many earlier successes a file of metrics keeps: a list may have another name every night.
const mostSuccesses = 20

const (
	metricsStart = "# HELP phonebatch_"
	successName  = "phonebatch_last_success_timestamp_seconds"
)

// Metrics writes a Night in the text format of Prometheus. earlier is the content of the file that the text replaces,
// or empty: Metrics takes over the times of successes that stand there, except that of the same dialer and list if this
// run was good. A run is good if its exit status is 0. The error is that of w.
func (n *Night) Metrics(w io.Writer, earlier []byte) error {
	labels := fmt.Sprintf(`{dialer="%s",list="%s"}`, escapeLabel(n.Dialer), escapeLabel(n.List))
	var b strings.Builder
	family := func(name, help string, samples ...string) {
		fmt.Fprintf(&b, "# HELP %s %s\n# TYPE %s gauge\n", name, help, name)
		for _, s := range samples {
			b.WriteString(name + s + "\n")
		}
	}
	ended := strconv.FormatInt(n.Ended.Unix(), 10)
	family("phonebatch_rows", "Rows of the list by their status after the last run.", n.rowSamples(labels)...)
	family("phonebatch_run_seconds", "How long the last run took.", labels+" "+strconv.FormatFloat(n.seconds(), 'f', -1, 64))
	family("phonebatch_exit_status", "Exit status of the last run; 0 means that every row is done.", labels+" "+strconv.Itoa(n.Status))
	family("phonebatch_last_run_timestamp_seconds", "When the last run ended.", labels+" "+ended)
	var successes []string
	if n.Status == exit.Done {
		successes = []string{labels + " " + ended}
	}
	for _, s := range earlierSuccesses(earlier) {
		if n.Status != exit.Done || !strings.HasPrefix(s, labels+" ") {
			successes = append(successes, s)
		}
	}
	if len(successes) > 0 {
		family(successName, "When the last run ended whose exit status was 0.", successes[:min(len(successes), mostSuccesses)]...)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// rowSamples returns the samples of phonebatch_rows without their name.
func (n *Night) rowSamples(labels string) (samples []string) {
	counts := Counts(n.Results)
	for _, status := range importStatuses {
		samples = append(samples, fmt.Sprintf(`{status="%s",%s %d`, status, labels[1:], counts[status]))
	}
	return samples
}

// successLine matches a sample of a success. Its groups are the labels with the value, and the value.
var successLine = sync.OnceValue(func() *regexp.Regexp {
	const label = `"(?:[^"\\\n]|\\[\\"n])*"`
	return regexp.MustCompile(`(?m)^` + successName + `(\{dialer=` + label + `,list=` + label + `\} (\d{1,12}))$`)
})

// earlierSuccesses returns the samples of successes in a file of metrics without their name, the newest first.
func earlierSuccesses(text []byte) (samples []string) {
	found := successLine().FindAllSubmatch(text, -1)
	slices.SortStableFunc(found, func(a, b [][]byte) int {
		if n := len(b[2]) - len(a[2]); n != 0 { // the longer number is the greater one
			return n
		}
		return bytes.Compare(b[2], a[2])
	})
	for _, m := range found {
		samples = append(samples, string(m[1]))
	}
	return samples
}

// IsMetrics reports whether text is what Night.Metrics writes.
func IsMetrics(text []byte) bool { return bytes.HasPrefix(text, []byte(metricsStart)) }

// escapeLabel escapes the value of a label.
func escapeLabel(value string) string {
	return strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`).Replace(strings.ToValidUTF8(value, "\ufffd"))
}
