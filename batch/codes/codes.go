package codes

import (
	"fmt"
	"slices"
	"strings"
)

// table is the whole table of codes, in the order in which `phonebatch help codes` shows it.
var table = slices.Concat(
	withCommon(Kind{Scope: RowScope}, rowKinds),
	withCommon(Kind{Scope: RowScope}, serverKinds),
	withCommon(Kind{Scope: RowScope}, cellKinds),
	withCommon(Kind{Scope: ListScope, Severity: Warning}, listKinds),
	withCommon(Kind{Scope: RowScope, Severity: Error, Fixed: true}, recordKinds),
	withCommon(Kind{Scope: HeaderScope, Severity: Error, Fixed: true}, headerKinds),
	withCommon(Kind{Scope: FileScope, Severity: Error, Fixed: true}, fileKinds),
	withCommon(Kind{Scope: AnswerScope, Fixed: true}, answerKinds),
	withCommon(Kind{Scope: AnswerScope, Fixed: true}, unclearKinds),
	withCommon(Kind{Scope: RunScope, Fixed: true}, runKinds),
)

// withCommon returns a copy of the kinds, with the fields that are common to all of them filled in.
func withCommon(common Kind, kinds []Kind) []Kind {
	list := slices.Clone(kinds)
	for i := range list {
		k := &list[i]
		k.Scope, k.Fixed = common.Scope, common.Fixed
		if common.Severity != 0 {
			k.Severity = common.Severity
		}
	}
	return list
}

// byCode maps each code to its index in table.
var byCode = func() map[Code]int {
	m := make(map[Code]int, len(table))
	for i, k := range table {
		m[k.Code] = i
	}
	return m
}()

// Kinds returns the whole table, in the order in which `phonebatch help codes` shows it.
func Kinds() []Kind { return slices.Clone(table) }

// Found returns the codes of problems that are found before anything is sent.
func Found() (list []Code) {
	for _, k := range table {
		if k.Scope <= FileScope {
			list = append(list, k.Code)
		}
	}
	return list
}

// Ignorable holds the codes that --ignore can turn off. A record that cannot be read has nothing to send, so its codes
// are not among them.
var Ignorable = func() (list []Code) {
	for _, k := range table {
		if !k.Fixed {
			list = append(list, k.Code)
		}
	}
	return list
}()

// Of returns the entry of a code, or the zero Kind if the table has no such code.
func Of(code Code) Kind {
	if i, known := byCode[code]; known {
		return table[i]
	}
	return Kind{}
}

// Meaning returns what a code stands for, or "" if the table has no such code.
func Meaning(code Code) string { return Of(code).Meaning }

// Remedy returns what to do about a row with the code, on one line. It is empty if there is nothing to do.
func Remedy(code Code) string { return Of(code).ForRow() }

// Remedies returns what to do about a code that ends a run or that doctor finds, one line for each thing to do.
func Remedies(code Code) (lines []string) {
	k := Of(code)
	if k.Remedy != "" {
		lines = append(lines, k.Remedy)
	}
	for line := range strings.Lines(k.Stop) {
		lines = append(lines, strings.TrimSuffix(line, "\n"))
	}
	return lines
}

// RemedyFor returns what to do about a special case of a code. The arguments fill the template of the case. If the code
// has no such case, RemedyFor returns the remedy of the code.
func RemedyFor(code Code, special Case, args ...any) string {
	template, known := Of(code).Cases[special]
	if !known {
		return Remedy(code)
	}
	return fmt.Sprintf(template, args...)
}
