package report

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
	"phonebatch/batch/object"
)

// A Summary says in words what became of a list.
type Summary struct {
	Results      []object.Result
	SkipExisting bool
	ProblemsTold bool   // pre-flight's problems were shown already: rows are counted, reasons not told again
	ResultsPath  string // empty where none were written
	FailedPath   string // empty where every row is done
	Credentials  string // the file of passwords that were made; empty where none were
	Next         string // the command to run next, as it can be typed, if there is one
	Why          string // it is to be run, or when
	Resumes      bool   // it brings in the rows that are not done: they need not be imported by themselves
	Import       bool   // of an import that has just ended: what its phones still need is said
	Registering  bool   // some of the phones that were added register with the dialer: they are SIP or IAX2
	Now          time.Time
}

// A Group is the rows that are not done for one reason.
type Group struct {
	Code    apiclient.Code `json:"code"`
	Status  object.Status  `json:"status"`
	Rows    int            `json:"rows"`
	Line    int            `json:"first_line"`
	Message string         `json:"message"` // of the first of them
	Hint    string         `json:"hint"`
}

// Groups puts the results that are not done together by their reason, the most frequent first.
func Groups(results []object.Result, skipExisting bool) []Group {
	type key struct {
		object.Status
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
func Counts(results []object.Result) map[object.Status]int {
	counts := make(map[object.Status]int)
	for i := range results {
		counts[results[i].Status]++
	}
	return counts
}

// statuses in the order in which they are told.
var statuses = []struct {
	status object.Status
	words  string
}{
	{object.Added, "added"},
	{object.Ready, "ready to be added"},
	{object.Exists, "there already"},
	{object.Refused, "refused by the dialer"},
	{object.Invalid, "invalid"},
	{object.Deleted, "deleted"},
	{object.Gone, "gone already"},
	{object.NotVisible, "not visible to the API user"},
	{object.Unconfirmed, "unconfirmed"},
	{object.NotSent, "not sent"},
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
	if counts[object.Added] > 0 {
		b.WriteString(s.proof(counts[object.Added], counts[object.Unconfirmed]))
		b.WriteString(s.afterwards())
	}
	if n := counts[object.Deleted]; n > 0 {
		b.WriteString(s.proofGone(n))
	}
	for _, g := range Groups(s.Results, s.SkipExisting) {
		if s.ProblemsTold && (g.Status == object.Invalid || g.Code == codes.ListHasErrors) {
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
	if _, err := io.WriteString(w, Wrap(b.String(), LookOf(w).Width, hang)); err != nil {
		return err
	}
	return s.Trailer(w)
}

// Trailer writes where the files are, and what to do next. Its lines are not broken: paths and commands are copied.
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

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
