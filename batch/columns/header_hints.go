package columns

import (
	"fmt"
	"slices"
	"strings"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
)

// Hints returns what to do about the header, one action each. Flags in the hints can be pasted into a shell.
func (e *HeaderError) Hints() []string {
	switch {
	case e.Results:
		return []string{codes.Remedy(codes.ResultsFile)}
	case e.Headless: // the header may hold passwords, so no name is shown
		return []string{codes.Remedy(codes.NoHeader)}
	}
	var hints []string
	for _, field := range sortedKeys(e.Twice) {
		hints = append(hints, e.setAside(field))
	}
	asked := make(map[string]bool)
	for missing, have := range e.Suggestion {
		asked[missing] = have != ""
	}
	for _, u := range e.Ambiguous {
		// Each hint offers another field first, so that the user can follow all hints together.
		open := slices.Clone(u.Open)
		slices.SortStableFunc(open, func(a, b string) int { return map[bool]int{true: 1}[asked[a]] - map[bool]int{true: 1}[asked[b]] })
		var flags []string
		if len(open) > 0 && asked[open[0]] {
			flags = append(flags, mapFlag(u.Column, ""))
		}
		for _, field := range open {
			flags = append(flags, mapFlag(u.Column, field))
		}
		if len(open) > 0 {
			asked[open[0]] = true
		}
		hints = append(hints, codes.RemedyFor(codes.AmbiguousColumn, codes.SayWhich, Cut(u.Column, longestName), strings.Join(flags, " or ")))
	}
	var left []string
	for _, missing := range e.Missing {
		switch have := e.Suggestion[missing]; {
		case have != "":
			hints = append(hints, codes.RemedyFor(codes.MissingColumn, codes.Rename, Cut(have, longestName), missing, mapFlag(have, missing)))
		case !asked[missing]: // no hint asks about a column that could mean the field
			left = append(left, missing)
		}
	}
	hints = append(hints, e.fill(left)...)
	return append(hints, "columns found: "+Quoted(slices.DeleteFunc(slices.Clone(e.Found), func(name string) bool { return normal(name) == "" })))
}

// setAside returns the hint to keep only one of the columns for a field.
func (e *HeaderError) setAside(field string) string {
	keep := e.best[field]
	var flags []string
	for _, other := range e.Twice[field] {
		if flag := mapFlag(other, ""); other != keep && len(flags) < mostAsked && !slices.Contains(flags, flag) {
			flags = append(flags, flag)
		}
	}
	if len(flags) == 0 || slices.Index(e.Twice[field], keep) != lastIndex(e.Twice[field], keep) {
		return codes.RemedyFor(codes.DuplicateColumn, codes.RenameTwins, Cut(keep, longestName))
	}
	return codes.RemedyFor(codes.DuplicateColumn, codes.SetTwinsAside, field, Cut(keep, longestName), strings.Join(flags, " "))
}

func lastIndex(list []string, item string) int {
	for i := len(list) - 1; i >= 0; i-- {
		if list[i] == item {
			return i
		}
	}
	return -1
}

// usualDefault returns the --default equivalent of --usual-defaults for a field, or "" if there is none.
func usualDefault(field string) string {
	for _, text := range append(usualFills[:len(usualFills):len(usualFills)], "local_gmt=-5.00") {
		if strings.HasPrefix(text, field+"=") {
			return text
		}
	}
	return ""
}

// fill returns hints how to fill fields that the list has no column for.
func (e *HeaderError) fill(missing []string) (hints []string) {
	var defaults, usually, generated []string
	for _, field := range missing {
		switch {
		case field == "phone_full_name" && e.fullName() != "":
			hints = append(hints, codes.RemedyFor(codes.MissingColumn, codes.FullName, flag("--default", e.fullName())))
		case usualDefault(field) != "":
			usually, defaults = append(usually, field), append(defaults, flag("--default", usualDefault(field)))
		case field == "phone_pass" || field == "registration_password":
			generated = append(generated, field)
		case field == "extension":
			hints = append(hints, codes.RemedyFor(codes.MissingColumn, codes.NoExtension))
		case field == apiclient.ServerIP.String():
			hints = append(hints, codes.RemedyFor(codes.MissingColumn, codes.NoServer, field, field))
		default:
			hints = append(hints, codes.RemedyFor(codes.MissingColumn, codes.NoColumn, field, field))
		}
	}
	switch {
	case len(usually) == 1 && usually[0] == apiclient.LocalGMT.String():
		hints = append(hints, codes.RemedyFor(codes.MissingColumn, codes.NoZone))
	case len(usually) > 0:
		hints = append(hints, codes.RemedyFor(codes.MissingColumn, codes.UsualDefaults, strings.Join(usually, ", "), strings.Join(defaults, " ")))
	}
	if len(generated) > 0 {
		hints = append(hints, codes.RemedyFor(codes.MissingColumn, codes.Generated, strings.Join(generated, ",")))
	}
	return hints
}

// fullName returns the --default that makes a full name from the list's own name columns, or "" if the list has none.
func (e *HeaderError) fullName() string {
	find := func(known map[string]bool) int {
		return slices.IndexFunc(e.Found, func(name string) bool { return known[plainName(name)] })
	}
	f, l := find(firstNames), find(lastNames)
	if f < 0 || l < 0 {
		return ""
	}
	return fmt.Sprintf("phone_full_name={%s} {%s}", shown(e.Found[f]), shown(e.Found[l]))
}
