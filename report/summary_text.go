package report

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
	"phonebatch/batch/object"
)

// statuses lists the words for each status, in the order of the text.
var statuses = []struct {
	status object.Status
	words  string
}{
	{object.Added, "added"},
	{object.Updated, "updated"},
	{object.Retired, "retired"},
	{object.Ready, "ready to be added"},
	{object.Exists, "there already"},
	{object.Refused, "refused by the dialer"},
	{object.Invalid, "invalid"},
	{object.Deleted, "deleted"},
	{object.Restored, "as before"},
	{object.Gone, "gone already"},
	{object.NotVisible, "not visible to the API user"},
	{object.Unconfirmed, "unconfirmed"},
	{object.NotSent, "not sent"},
}

// Write writes the summary, and then its trailer. If w is a terminal, the lines of the summary fit its width. The
// error is that of w.
func (s Summary) Write(w io.Writer) error {
	var b strings.Builder
	if s.Heading != "" {
		if _, err := io.WriteString(w, s.Heading+"\n"); err != nil {
			return err
		}
	}
	s.count(&b)
	for _, g := range Groups(s.Results, s.SkipExisting) {
		if s.ProblemsTold && (g.Status == object.Invalid && slices.Contains(codes.Found(), g.Code) || g.Code == codes.ListHasErrors) {
			continue
		}
		fmt.Fprintf(&b, "\n  %s %s, %s (first at line %d)\n", plural(g.Rows, g.noun()), g.Status, g.Code, g.Line)
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

// count writes how many rows, and how many aliases, have which status, and what is proved of them.
func (s Summary) count(b *strings.Builder) {
	aliases := ofKind(object.Alias, s.Results)
	if len(aliases) > 0 {
		s.Results = slices.DeleteFunc(slices.Clone(s.Results), func(r object.Result) bool { return r.Kind == object.Alias })
	}
	counts := Counts(s.Results)
	b.WriteString(plural(len(s.Results), "row") + s.counted(counts) + "\n")
	s.prove(b, counts)
	if len(aliases) > 0 {
		s.Results = aliases
		b.WriteString(plural(len(aliases), "alias") + s.counted(Counts(aliases)) + s.provedAliases() + "\n")
	}
}

// prove writes what is proved of phones.
func (s Summary) prove(b *strings.Builder, counts map[object.Status]int) {
	if counts[object.Added] > 0 {
		b.WriteString(s.proof(counts[object.Added], counts[object.Unconfirmed]))
		b.WriteString(s.afterwards())
	}
	if n := counts[object.Updated] + counts[object.Restored]; n > 0 {
		b.WriteString(s.proofChanged(n))
	}
	if n := counts[object.Retired]; n > 0 {
		b.WriteString(s.proofRetired(n))
	}
	if n := counts[object.Deleted]; n > 0 {
		b.WriteString(s.proofGone(n))
	}
}

// counted returns the number of results of each status, in words after a colon, or "" if there are none.
func (s Summary) counted(counts map[object.Status]int) string {
	var parts []string
	changes, leave := 0, 0
	for i := range s.Results {
		switch r := &s.Results[i]; {
		case r.Status == object.Ready && r.Code == apiclient.CodeWouldUpdate:
			changes++
		case r.Status == object.Ready && r.Code == codes.WouldRetire:
			leave++
		}
	}
	counts[object.Ready] -= changes + leave
	for _, st := range statuses {
		if n := counts[st.status]; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, st.words))
		}
		if st.status == object.Ready && changes > 0 {
			parts = append(parts, fmt.Sprintf("%d ready to be changed", changes))
		}
		if st.status == object.Ready && leave > 0 {
			parts = append(parts, fmt.Sprintf("%d ready to be retired", leave))
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return ": " + strings.Join(parts, ", ")
}

// Trailer writes the paths of the files and the next command. Its lines stay whole, so that a person can copy paths and
// commands. The error is that of w.
func (s Summary) Trailer(w io.Writer) error {
	var b strings.Builder
	if s.ResultsPath != "" {
		fmt.Fprintf(&b, "\nresults: %s\n", Plain(s.ResultsPath))
	}
	if s.Credentials != "" {
		fmt.Fprintf(&b, "generated passwords: %s (keep the file secret; only phones that this run added or updated have these passwords)\n", Plain(s.Credentials))
	}
	if s.Before != "" {
		fmt.Fprintf(&b, "the values before the changes: %s (keep the file secret; undo needs it)\n", Plain(s.Before))
	}
	switch {
	case s.FailedPath != "" && s.Next.Resumes:
		fmt.Fprintf(&b, "rows not done: %s\n", Plain(s.FailedPath))
	case s.FailedPath != "":
		fmt.Fprintf(&b, "rows not done, to be mended and imported again: %s\n", Plain(s.FailedPath))
	}
	if s.Next.Command != "" {
		fmt.Fprintf(&b, "next: %s\n", Plain(s.Next.Command))
	}
	if s.Next.Why != "" {
		fmt.Fprintf(&b, "      (%s)\n", Plain(s.Next.Why))
	}
	_, err := io.WriteString(w, b.String())
	return err
}
