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

// mostSuccesses limits how many successes a file of metrics keeps, besides those of the dialers of this run: a list may
// have another name every night.
const mostSuccesses = 20

const (
	metricsStart = "# HELP phonebatch_"
	successName  = "phonebatch_last_success_timestamp_seconds"
)

// Metrics writes a Night in the text format of Prometheus. Each dialer of the list has its own samples, so that an
// alert on one of them hides behind no other. earlier is the content of the file that the text replaces, or empty:
// Metrics takes over the times of successes that stand there, except that of a dialer and list for which this run was
// good. A run is good for a dialer if its exit status there is 0. The error is that of w.
func (n *Night) Metrics(w io.Writer, earlier []byte) error {
	var b strings.Builder
	family := func(name, help string, samples []string) {
		fmt.Fprintf(&b, "# HELP %s %s\n# TYPE %s gauge\n", name, help, name)
		for _, s := range samples {
			b.WriteString(name + s + "\n")
		}
	}
	each := func(value func(*DialerNight) string) []string {
		return n.samples(func(labels string, d *DialerNight) []string { return []string{labels + " " + value(d)} })
	}
	ended := strconv.FormatInt(n.Ended.Unix(), 10)
	always := func(value string) func(*DialerNight) string { return func(*DialerNight) string { return value } }
	status := func(d *DialerNight) string { return strconv.Itoa(d.Status) }
	family("phonebatch_rows", "Rows of the list by their status after the last run.", n.samples(rowSamples))
	family("phonebatch_run_seconds", "How long the last run took.", each(always(strconv.FormatFloat(n.seconds(), 'f', -1, 64))))
	family("phonebatch_exit_status", "Exit status of the last run; 0 means that every row is done.", each(status))
	family("phonebatch_last_run_timestamp_seconds", "When the last run ended.", each(always(ended)))
	if successes := n.successes(earlier, ended); len(successes) > 0 {
		family(successName, "When the last run ended whose exit status was 0.", successes)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// samples returns the samples of all dialers, without the name of the family. of gets the labels of a dialer.
func (n *Night) samples(of func(labels string, d *DialerNight) []string) (list []string) {
	parts := n.parts()
	for i := range parts {
		labels := fmt.Sprintf(`{dialer="%s",list="%s"}`, escapeLabel(parts[i].Dialer), escapeLabel(n.List))
		list = append(list, of(labels, &parts[i])...)
	}
	return list
}

// rowSamples returns the samples of phonebatch_rows without their name.
func rowSamples(labels string, d *DialerNight) (samples []string) {
	counts := Counts(d.Results)
	for _, status := range importStatuses {
		samples = append(samples, fmt.Sprintf(`{status="%s",%s %d`, status, labels[1:], counts[status]))
	}
	return samples
}

// successes returns the samples of successes without their name: those of this list on its dialers, then the newest
// others of the earlier file. ended is the time of this run.
func (n *Night) successes(earlier []byte, ended string) []string {
	before := earlierSuccesses(earlier)
	own := n.samples(func(labels string, d *DialerNight) (list []string) {
		before = slices.DeleteFunc(before, func(s string) bool {
			is := strings.HasPrefix(s, labels+" ")
			if is && len(list) == 0 {
				list = []string{s}
			}
			return is
		})
		if d.Status == exit.Done {
			return []string{labels + " " + ended}
		}
		return list
	})
	return append(own, before[:min(len(before), max(0, mostSuccesses-len(own)))]...)
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
