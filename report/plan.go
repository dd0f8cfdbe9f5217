package report

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"phonebatch/batch/object"
	"phonebatch/batch/preflight"
	"phonebatch/batch/register"
	"phonebatch/batch/run"
)

// Verdict returns the number of rows that are ready and invalid, and of errors and warnings, in one line.
func Verdict(l *preflight.List) string {
	text := fmt.Sprintf("%s: %d ready", rowsAndPhones(l), l.Ready())
	if l.Invalid > 0 {
		text += fmt.Sprintf(", %d invalid", l.Invalid)
	}
	if l.NErrors+l.NWarned > 0 {
		text += fmt.Sprintf(" (%s, %s)", plural(l.NErrors, "error"), plural(l.NWarned, "warning"))
	}
	return text
}

// rowsAndPhones returns the number of rows of a list, of their phones if rows have phones on several servers, and of
// aliases if there are any.
func rowsAndPhones(l *preflight.List) string {
	text := plural(l.Total, "row")
	if l.FansOut() {
		text = plural(l.Records, "row") + ", " + plural(l.Total, "phone")
	}
	switch {
	case l.NAliases > 1:
		text += fmt.Sprintf(", %d aliases", l.NAliases)
	case l.NAliases == 1:
		text += ", 1 alias"
	}
	return text
}

// Sending says in one line which rows of a list would be sent. It returns "" if no row is ready.
func Sending(l *preflight.List) string {
	s := l.Sending
	if l.Ready() == 0 {
		return ""
	}
	text := "would be sent: " + byServer(s.Servers)
	if l.Invalid > 0 {
		text = "with --skip-invalid " + text
	}
	if s.Others > 0 {
		text += fmt.Sprintf(", %d elsewhere", s.Others)
	}
	if s.Mended > 0 {
		text += fmt.Sprintf("; mended in %s", plural(s.Mended, "row"))
	}
	if s.Warned > 0 {
		text += fmt.Sprintf("; warned of %s", plural(s.Warned, "row"))
	}
	return text
}

// Plan says in one paragraph what a run is about to do on a dialer.
func Plan(dialer string, p run.Plan) string {
	var b strings.Builder
	b.WriteString("about to " + strings.Join(steps(dialer, p), "; to "))
	for _, part := range []struct {
		n     int
		words string
	}{{p.Done, "done already"}, {p.Exists, "there already"}, {p.Refused, "refused"}, {p.Invalid, "invalid"}, {p.NotSent, "not to be sent"}} {
		if part.n > 0 {
			fmt.Fprintf(&b, "; %d %s", part.n, part.words)
		}
	}
	if p.Takes > 0 {
		fmt.Fprintf(&b, "; it will take about %s", Span(p.Takes))
	}
	if p.Renewal.Phones > 0 {
		b.WriteString("\n" + Renewal(p.Renewal) + ": the agents must be told, and the phones set up anew")
	}
	return b.String()
}

// Renewal says how many phones and people get new passwords.
func Renewal(r run.Renewal) string {
	verb, people := "get", fmt.Sprintf("%d people", r.People)
	if r.Phones == 1 {
		verb = "gets"
	}
	if r.People == 1 {
		people = "1 person"
	}
	return fmt.Sprintf("%s of %s %s new passwords", plural(r.Phones, "phone"), people, verb)
}

// RunName names a run by its id, its begin and its list.
func RunName(this register.Run) string {
	return fmt.Sprintf("run %s of %s, list %s", this.ID, stampShort(this.Begun), Plain(cmp.Or(this.ListPath, "-")))
}

// steps says what a run stores on a dialer, in the order of the run.
func steps(dialer string, p run.Plan) (list []string) {
	if p.Add > 0 || !p.Sends() {
		list = append(list, fmt.Sprintf("add %s on %s: %s", plural(p.Add, "phone"), Plain(dialer), byServer(p.Servers)))
	}
	for _, step := range []struct {
		n          int
		verb, noun string
	}{
		{p.Update, "change %s", "phone"},
		{p.Aliases, "add %s", "alias"},
		{p.Extend, "give new members to %s", "alias"},
		{p.Retire, "make %s inactive", "phone"},
		{p.Delete, "delete %s", "phone"},
	} {
		if step.n == 0 {
			continue
		}
		text := fmt.Sprintf(step.verb, plural(step.n, step.noun))
		if len(list) == 0 {
			text += " on " + Plain(dialer)
		}
		list = append(list, text)
	}
	return list
}

// UndoPlan names the run that an undo takes back, and says what the undo is about to do on a dialer.
func UndoPlan(this register.Run, dialer string, p run.Plan) string {
	text := RunName(this) + "\n"
	var parts []string
	if p.Add > 0 {
		parts = append(parts, fmt.Sprintf("delete %s that this run added on %s: %s", plural(p.Add, "phone"), Plain(dialer), byServer(p.Servers)))
	}
	if p.Update > 0 {
		parts = append(parts, fmt.Sprintf("give %s the values that they had before this run", plural(p.Update, "phone")))
	}
	if p.Aliases > 0 {
		parts = append(parts, fmt.Sprintf("delete %s that this run added", plural(p.Aliases, "alias")))
	}
	if p.Extend > 0 {
		parts = append(parts, fmt.Sprintf("give %s the members that they had before this run", plural(p.Extend, "alias")))
	}
	text += "about to " + strings.Join(parts, ", and to ")
	if p.Takes > 0 {
		text += "; it will take about " + Span(p.Takes)
	}
	if p.Add == 0 {
		return text
	}
	return text + "\nchanges that were made to these phones since then cannot be seen through the API, and are lost"
}

// byServer lists the number of phones on each server, by the name of the server. It lists maxServers servers at most.
func byServer(phones map[string]int) string {
	var parts []string
	servers := slices.Sorted(maps.Keys(phones))
	for _, s := range servers[:min(len(servers), maxServers)] {
		parts = append(parts, fmt.Sprintf("%d on %s", phones[s], Plain(s)))
	}
	text := strings.Join(parts, ", ")
	if more := len(servers) - maxServers; more > 0 {
		text += " and more on " + plural(more, "other server")
	}
	return text
}

// maxServers limits how many servers a plan lists.
const maxServers = 10

// Verified writes the outcome of verify: a line for each phone that is not on the dialer, has other values there, or is
// unknown for a reason of its own, TableRows lines at most, and then the counts. If w is a terminal, the lines fit its
// width. The error is that of w.
func Verified(w io.Writer, results []object.Result) error {
	var b strings.Builder
	counts, told := make(map[object.Verified]int), 0
	for i := range results {
		r := &results[i]
		counts[r.Verified]++
		found := ""
		switch r.Verified {
		case object.VerifiedNo:
			found = "is not there"
		case object.VerifiedDiffers:
			found = "is not as it was sent: " + Plain(r.Message)
		case object.VerifiedUnknown:
			if r.Message != "" {
				found = "is unknown: " + Plain(r.Message)
			}
		}
		if found == "" {
			continue
		}
		if told++; told <= TableRows {
			fmt.Fprintf(&b, "  line %d: %s %s\n", r.Line, named(r), found)
		}
	}
	if more := told - TableRows; more > 0 {
		fmt.Fprintf(&b, "  and %d more\n", more)
	}
	did := "added"
	if slices.ContainsFunc(results, func(r object.Result) bool { return r.Status == object.Updated }) {
		did = "added or changed"
	}
	fmt.Fprintf(&b, "%s %s by that run, or left unconfirmed: %d there, %d not there", things(results, "phone"), did, counts[object.VerifiedYes], counts[object.VerifiedNo])
	if differs := counts[object.VerifiedDiffers]; differs > 0 {
		fmt.Fprintf(&b, ", %d with other values", differs)
	}
	if unknown := counts[object.VerifiedUnknown] + counts[object.NotAsked]; unknown > 0 {
		fmt.Fprintf(&b, ", %d unknown", unknown)
	}
	_, err := io.WriteString(w, Wrap(b.String()+"\n", LookOf(w).Width, hang))
	return err
}
