package preflight

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"phonebatch/apiclient"
)

// Hints are what to do about it, one thing each. Flags in them can be copied into a shell as they are.
func (e *HeaderError) Hints() []string {
	switch {
	case e.Results:
		return []string{"import the list itself; rows to mend are in the file that ends in .failed.csv"}
	case e.Headless: // what was found may be passwords
		return []string{"put the names of the columns into the first line, and nothing above them; or name the line that has them: --header-row N; `phonebatch help columns` lists the names"}
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
		// What comes first is another field for each column, so that all hints can be followed together.
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
		hints = append(hints, fmt.Sprintf("say what column %q is: %s", cut(u.Column, longestName), strings.Join(flags, " or ")))
	}
	var left []string
	for _, missing := range e.Missing {
		switch have := e.Suggestion[missing]; {
		case have != "":
			hints = append(hints, fmt.Sprintf("rename column %q to %s, or pass %s", cut(have, longestName), missing, mapFlag(have, missing)))
		case !asked[missing]: // by a column that could mean it
			left = append(left, missing)
		}
	}
	hints = append(hints, e.fill(left)...)
	return append(hints, "columns found: "+quoted(slices.DeleteFunc(slices.Clone(e.Found), func(name string) bool { return normal(name) == "" })))
}

// setAside says how to have but one of the columns for a field.
func (e *HeaderError) setAside(field string) string {
	keep := e.keep[field]
	var flags []string
	for _, other := range e.Twice[field] {
		if flag := mapFlag(other, ""); other != keep && len(flags) < mostAsked && !slices.Contains(flags, flag) {
			flags = append(flags, flag)
		}
	}
	if len(flags) == 0 || slices.Index(e.Twice[field], keep) != lastIndex(e.Twice[field], keep) {
		return fmt.Sprintf("rename all but one of the columns %q, or delete them", cut(keep, longestName))
	}
	return fmt.Sprintf("to take %s from column %q, set the other aside: %s", field, cut(keep, longestName), strings.Join(flags, " "))
}

func lastIndex(list []string, item string) int {
	for i := len(list) - 1; i >= 0; i-- {
		if list[i] == item {
			return i
		}
	}
	return -1
}

// usualDefault is the --default that does for a field what --usual-defaults does; empty where that fills it not.
func usualDefault(field string) string {
	for _, text := range append(usualFills[:len(usualFills):len(usualFills)], "local_gmt=-5.00") {
		if strings.HasPrefix(text, field+"=") {
			return text
		}
	}
	return ""
}

// fill says how columns can be filled that the list does not have in any guise.
func (e *HeaderError) fill(missing []string) (hints []string) {
	var defaults, usually, generated []string
	for _, field := range missing {
		switch {
		case field == "phone_full_name" && e.fullName() != "":
			hints = append(hints, "for phone_full_name pass "+flag("--default", e.fullName()))
		case usualDefault(field) != "":
			usually, defaults = append(usually, field), append(defaults, flag("--default", usualDefault(field)))
		case field == "phone_pass" || field == "registration_password":
			generated = append(generated, field)
		case field == "extension":
			hints = append(hints, `add the column extension, or fill it: --default "extension={other column}" copies another, --number extension=2001-2999 takes numbers that are free`)
		default:
			hints = append(hints, fmt.Sprintf("add the column %s, or give one value to all rows: --default %s=…", field, field)+alsoSpread(field))
		}
	}
	switch {
	case len(usually) == 1 && usually[0] == apiclient.LocalGMT.String():
		hints = append(hints, "--usual-defaults takes local_gmt from the dialer where it is asked (check --online, import); or say it: --default local_gmt=-5.00")
	case len(usually) > 0:
		hints = append(hints, fmt.Sprintf("--usual-defaults fills %s; or say yourself what to put there, such as %s", strings.Join(usually, ", "), strings.Join(defaults, " ")))
	}
	if len(generated) > 0 {
		hints = append(hints, fmt.Sprintf("--generate %s makes strong ones", strings.Join(generated, ",")))
	}
	return hints
}

// alsoSpread is the other way to fill a server_ip.
func alsoSpread(field string) string {
	if field == apiclient.ServerIP.String() {
		return "; --spread server_ip=10.0.9.8,10.0.9.9 fills servers evenly"
	}
	return ""
}

// fullName is the --default that makes a full name of the list's own columns, if it has those.
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

// mapFlag is the --map that makes a column the field; of no field it sets the column aside.
func mapFlag(column, field string) string { return flag("--map", shown(column)+"="+field) }

// flag is a flag with its value, as a shell takes them.
func flag(name, value string) string {
	switch {
	case strings.ContainsAny(value, "\"$`\\!"):
		return name + " '" + strings.ReplaceAll(value, "'", `'\''`) + "'"
	case strings.ContainsFunc(value, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("_-=.:,/@%+", r)
	}),
		strings.HasSuffix(value, "="):
		return name + ` "` + value + `"`
	}
	return name + " " + value
}

// shown is a header on one line, without what cannot be seen: as it reads, and as it can be typed. It means the same
// column (normal).
func shown(header string) string {
	return strings.Join(strings.FieldsFunc(header, func(r rune) bool { return unseen(r) || r == unicode.ReplacementChar }), " ")
}
