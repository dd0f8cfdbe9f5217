package report

import (
	"fmt"
	"strings"

	"phonebatch/apiclient"
	"phonebatch/batch/object"
)

const (
	briefCodes = 3 // how many codes a short summary names
	briefLines = 5 // how many line numbers it lists for each code
)

// Short returns the summary in one line, for users who only want to know which rows are not done. Foreign text in the
// line is not made plain.
func (s Summary) Short() string {
	undone := 0
	lines := make(map[apiclient.Code][]int)
	for i := range s.Results {
		if r := &s.Results[i]; r.Undone(s.SkipExisting) {
			undone++
			lines[r.Code] = append(lines[r.Code], r.Line)
		}
	}
	text := fmt.Sprintf("%d of %s not done", undone, things(s.Results, "row"))
	if undone > 0 {
		text += ": " + s.reasons(lines)
	}
	if s.FailedPath != "" {
		text += ": " + s.FailedPath
	}
	return text
}

// VerifiedShort returns the text of Verified in one line.
func VerifiedShort(results []object.Result) string {
	var absent, differ, unknown []int
	for i := range results {
		switch r := &results[i]; r.Verified {
		case object.VerifiedYes:
		case object.VerifiedNo:
			absent = append(absent, r.Line)
		case object.VerifiedDiffers:
			differ = append(differ, r.Line)
		default:
			unknown = append(unknown, r.Line)
		}
	}
	var parts []string
	if len(absent) > 0 {
		parts = append(parts, fmt.Sprintf("%d not there (%s)", len(absent), lineList(absent)))
	}
	if len(differ) > 0 {
		parts = append(parts, fmt.Sprintf("%d with other values (%s)", len(differ), lineList(differ)))
	}
	if len(unknown) > 0 {
		parts = append(parts, fmt.Sprintf("%d unknown (%s)", len(unknown), lineList(unknown)))
	}
	return fmt.Sprintf("of %s %s", things(results, "phone"), strings.Join(parts, ", "))
}

// reasons names the most frequent codes of the rows that are not done, with the first lines of each code. lines holds
// the line numbers by code.
func (s Summary) reasons(lines map[apiclient.Code][]int) string {
	var parts []string
	told := make(map[apiclient.Code]bool)
	for _, g := range Groups(s.Results, s.SkipExisting) {
		if told[g.Code] || len(told) == briefCodes {
			continue
		}
		told[g.Code] = true
		parts = append(parts, fmt.Sprintf("%s (%s)", g.Code, lineList(lines[g.Code])))
	}
	text := strings.Join(parts, ", ")
	if more := len(lines) - len(told); more > 0 {
		text += " and " + plural(more, "other code")
	}
	return text
}

// lineList lists the first briefLines of some line numbers. There must be at least one.
func lineList(lines []int) string {
	if len(lines) == 1 {
		return fmt.Sprintf("line %d", lines[0])
	}
	text := "lines "
	for i, line := range lines[:min(len(lines), briefLines)] {
		if i > 0 {
			text += ", "
		}
		text += fmt.Sprint(line)
	}
	if more := len(lines) - briefLines; more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	return text
}
