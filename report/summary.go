package report

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"phonebatch/apiclient"
	"phonebatch/batch/run"
)

// A Summary says in words what became of a list.
type Summary struct {
	Results      []run.Result
	SkipExisting bool
	ProblemsTold bool   // pre-flight's problems were shown already: rows are counted, reasons not told again
	ResultsPath  string // empty where none were written
	FailedPath   string // empty where every row is done
	Credentials  string // the file of passwords that were made; empty where none were
	Next         string // the command to run next, as it can be typed, if there is one
	Why          string // it is to be run, or when
	Resumes      bool   // it brings in the rows that are not done: they need not be imported by themselves
	Now          time.Time
}

// A Group is the rows that are not done for one reason.
type Group struct {
	Code    apiclient.Code `json:"code"`
	Status  run.Status     `json:"status"`
	Rows    int            `json:"rows"`
	Line    int            `json:"first_line"`
	Message string         `json:"message"` // of the first of them
	Hint    string         `json:"hint"`
}

// Groups puts the results that are not done together by their reason, the most frequent first.
func Groups(results []run.Result, skipExisting bool) []Group {
	type key struct {
		run.Status
		apiclient.Code
	}
	found := make(map[key]*Group)
	for i := range results {
		r := &results[i]
		if !r.Undone(skipExisting) {
			continue
		}
		k := key{r.Status, r.Code}
		if found[k] == nil {
			found[k] = &Group{r.Code, r.Status, 0, r.Line, r.Message, r.Hint}
		}
		found[k].Rows++
	}
	groups := make([]Group, 0, len(found))
	for _, g := range found {
		groups = append(groups, *g)
	}
	slices.SortFunc(groups, func(a, b Group) int { return cmp.Or(b.Rows-a.Rows, a.Line-b.Line, cmp.Compare(a.Code, b.Code)) })
	return groups
}

// Counts counts results by status.
func Counts(results []run.Result) map[run.Status]int {
	counts := make(map[run.Status]int)
	for i := range results {
		counts[results[i].Status]++
	}
	return counts
}

// statuses in the order in which they are told.
var statuses = []struct {
	status run.Status
	words  string
}{
	{run.Added, "added"},
	{run.Ready, "ready to be added"},
	{run.Exists, "there already"},
	{run.Refused, "refused by the dialer"},
	{run.Invalid, "invalid"},
	{run.Deleted, "deleted"},
	{run.Gone, "gone already"},
	{run.NotVisible, "not visible to the API user"},
	{run.Unconfirmed, "unconfirmed"},
	{run.NotSent, "not sent"},
}

// Write writes the summary.
func (s Summary) Write(w io.Writer) error {
	var b strings.Builder
	counts := Counts(s.Results)
	var parts []string
	for _, st := range statuses {
		if n := counts[st.status]; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, st.words))
		}
	}
	b.WriteString(plural(len(s.Results), "row"))
	if len(parts) > 0 {
		b.WriteString(": " + strings.Join(parts, ", "))
	}
	b.WriteByte('\n')
	if counts[run.Added] > 0 {
		b.WriteString(s.proof(counts[run.Added]))
	}
	if n := counts[run.Deleted]; n > 0 {
		b.WriteString(s.proofGone(n))
	}
	for _, g := range Groups(s.Results, s.SkipExisting) {
		if s.ProblemsTold && (g.Status == run.Invalid || g.Code == run.CodeListHasErrors) {
			continue
		}
		fmt.Fprintf(&b, "\n  %s %s, %s (first at line %d)\n", plural(g.Rows, "row"), g.Status, g.Code, g.Line)
		if g.Message != "" {
			fmt.Fprintf(&b, "    %s\n", Plain(g.Message))
		}
		if g.Hint != "" {
			fmt.Fprintf(&b, "    → %s\n", Plain(g.Hint))
		}
	}
	if _, err := io.WriteString(w, b.String()); err != nil {
		return err
	}
	return s.Trailer(w)
}

// Trailer writes where the files are, and what to do next.
func (s Summary) Trailer(w io.Writer) error {
	var b strings.Builder
	if s.ResultsPath != "" {
		fmt.Fprintf(&b, "\nresults: %s\n", Plain(s.ResultsPath))
	}
	if s.Credentials != "" {
		fmt.Fprintf(&b, "generated passwords: %s (for your eyes; only the phones that were added have them)\n", Plain(s.Credentials))
	}
	switch {
	case s.FailedPath != "" && s.Resumes:
		fmt.Fprintf(&b, "rows not done: %s\n", Plain(s.FailedPath))
	case s.FailedPath != "":
		fmt.Fprintf(&b, "rows not done, to be mended and imported again: %s\n", Plain(s.FailedPath))
	}
	if s.Next != "" {
		fmt.Fprintf(&b, "next: %s\n", Plain(s.Next))
	}
	if s.Why != "" {
		fmt.Fprintf(&b, "      (%s)\n", Plain(s.Why))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// Short is the summary in one line, for those who want to hear of what is not done and of nothing else.
func (s Summary) Short() string {
	undone := 0
	for i := range s.Results {
		if s.Results[i].Undone(s.SkipExisting) {
			undone++
		}
	}
	text := fmt.Sprintf("%d of %s not done", undone, plural(len(s.Results), "row"))
	if s.FailedPath != "" {
		text += ": " + s.FailedPath
	}
	return text
}

// proof says how far the added phones were proved to be there, and when they can be used.
func (s Summary) proof(added int) string {
	verified := 0
	var last time.Time
	for i := range s.Results {
		r := &s.Results[i]
		if r.Status == run.Added && r.Verified == run.VerifiedYes {
			verified++
		}
		if r.Status == run.Added && r.FinishedAt.After(last) {
			last = r.FinishedAt
		}
	}
	text := "asked again, the dialer has every phone that was added\n"
	switch {
	case verified == 0:
		text = "nobody asked the dialer again whether they are there\n"
	case verified < added:
		text = fmt.Sprintf("asked again, the dialer has %d of them; of the others it is not known\n", verified)
	}
	if ready := last.Add(rebuild); s.Now.Before(ready) {
		text += fmt.Sprintf("phones can register about two minutes from now, at %s\n", ready.UTC().Format("15:04 UTC"))
	}
	return text
}

// proofGone says how far it was proved that the deleted phones are gone.
func (s Summary) proofGone(deleted int) string {
	verified := 0
	for i := range s.Results {
		if r := &s.Results[i]; r.Status == run.Deleted && r.Verified == run.VerifiedYes {
			verified++
		}
	}
	switch {
	case verified == 0:
		return "nobody asked the dialer again whether they are gone\n"
	case verified < deleted:
		return fmt.Sprintf("asked again, the dialer has %d of those deleted no more; of the others it is not known\n", verified)
	}
	return "asked again, the dialer has none of those deleted any more\n"
}

// rebuild is how long a server takes to notice a new phone and to reload: it looks once a minute (domain.md, "What
// every add sets off").
const rebuild = 2 * time.Minute

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
