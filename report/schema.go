package report

import (
	"encoding"
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// fieldNotes say what each field of a Document or a Checkup means, by its path.
var fieldNotes = map[string]string{
	"command":         "what was called: check, import, verify, undo, report, doctor",
	"list":            "the list as it was named, - for standard input",
	"dialer":          "the dialer, where one was asked",
	"exit":            "the exit status",
	"error":           "why the command ended early; that rows are not done is none",
	"error_codes":     "what is wrong with a list that cannot be read at all; see help codes",
	"hints":           "what to do about the error",
	"rows":            "rows of the list",
	"rows_ready":      "rows without errors, as far as pre-flight can tell",
	"rows_invalid":    "rows with errors",
	"statuses":        "how many rows have become what",
	"not_done":        "the rows that are not done, by their reason",
	"results_file":    "where the results are",
	"failed_file":     "where the rows that are not done are",
	"open":            "of report: whether import --resume would go on with the run",
	"errors":          "how many errors pre-flight found",
	"warnings":        "how many warnings",
	"problems":        "errors, then warnings, by line; at most 10,000 of each",
	"problem_groups":  "all of them, by kind",
	"mends":           "what was changed or filled in without risk",
	"unknown_columns": "columns that mean nothing to a dialer",
	"rows_left_out":   "rows that --where does not take",
	"list_of":         "the program whose own list it is, where it is known by its header",
	"rows_set_aside":  "rows that are no rows of the list",
	"would_be_sent":   "of the rows that are ready",
	"format":          "how the list is written",

	"checks":            "of doctor, which has command, dialer, exit, error and hints, and nothing else: what it found",
	"checks[].check":    "what was looked at",
	"checks[].verdict":  "ok, warning, FAIL or skipped",
	"checks[].found":    "what was found",
	"checks[].remedies": "what to do about it",

	"mapped_columns":          "columns taken for a field by another name than its own",
	"mapped_columns[].column": "as the list names it",
	"mapped_columns[].field":  "what it was taken for",
	"rows_set_aside[].line":   "of a text the line, of a workbook the row",
	"rows_set_aside[].why":    "above_header, header_repeated, totals_row, sep_line or type_line",
	"unsure_columns":          "columns that could mean more than one thing, left aside",
	"unsure_columns[].column": "as the list names it",
	"unsure_columns[].could":  "the fields that it could mean",
	"unsure_columns[].open":   "those of them that no other column has",
	"credentials_file":        "where passwords are that were made",
	"format.encoding":         "such as UTF-8 or windows-1252",
	"format.encoding_guessed": "nobody said so, and it is neither UTF-8 nor marked",
	"format.delimiter":        "what separates cells",
	"format.sheet":            "of a workbook",

	"mends[].column":               "as the list names it",
	"mends[].what":                 "what was done",
	"mends[].rows":                 "in how many rows",
	"mends[].first_line":           "the first of them",
	"mends[].example":              "what became of its value; never a password",
	"not_done[].code":              "see help codes",
	"not_done[].status":            "see the results' column",
	"not_done[].rows":              "how many",
	"not_done[].first_line":        "the first of them",
	"not_done[].message":           "of the first",
	"not_done[].hint":              "what to do",
	"problem_groups[].code":        "see help codes",
	"problem_groups[].severity":    "error or warning",
	"problem_groups[].rows":        "how many",
	"problem_groups[].first_lines": "the first five",
	"problem_groups[].column":      "of the first",
	"problem_groups[].value":       "of the first; *** for passwords",
	"problem_groups[].message":     "of the first",
	"problem_groups[].hint":        "what to do",
	"problems[].line":              "the line of the file on which the row begins, of a workbook its row",
	"problems[].column":            "as the list names it; empty where the whole row is meant",
	"problems[].value":             "as listed; *** for passwords",
	"problems[].severity":          "error or warning",
	"problems[].code":              "see help codes",
	"problems[].message":           "what is wrong",
	"problems[].hint":              "what to do",
	"problems[].other_lines":       "rows that it clashes with, the first ten",
	"would_be_sent.servers":        "rows by server_ip",
	"would_be_sent.others":         "rows for further servers, beyond 65,535",
	"would_be_sent.mended":         "rows of the list that were mended",
	"would_be_sent.warned":         "rows of the list with warnings",
}

// Schema describes the fields of all documents, a line each.
func Schema() string {
	var b strings.Builder
	for _, f := range documentFields() {
		fmt.Fprintf(&b, "  %-29s %-8s %s\n", f.path, f.kind, fieldNotes[f.path])
	}
	return b.String()
}

// A schemaField is one field of a document: its path, and what JSON calls its type.
type schemaField struct{ path, kind string }

// documentFields are the fields of a Document, then those that a Checkup alone has.
func documentFields() []schemaField {
	list := schema(reflect.TypeFor[Document](), "")
	for _, f := range schema(reflect.TypeFor[Checkup](), "") {
		if !slices.ContainsFunc(list, func(known schemaField) bool { return known.path == f.path }) {
			list = append(list, f)
		}
	}
	return list
}

func schema(t reflect.Type, under string) (list []schemaField) {
	for i := range t.NumField() {
		tag, ok := t.Field(i).Tag.Lookup("json")
		if !ok {
			continue
		}
		name, _, _ := strings.Cut(tag, ",")
		path, inner := under+name, t.Field(i).Type
		if inner.Kind() == reflect.Pointer {
			inner = inner.Elem()
		}
		list = append(list, schemaField{path, jsonKind(inner)})
		switch {
		case inner.Kind() == reflect.Struct:
			list = append(list, schema(inner, path+".")...)
		case inner.Kind() == reflect.Slice && inner.Elem().Kind() == reflect.Struct:
			list = append(list, schema(inner.Elem(), path+"[].")...)
		}
	}
	return list
}

// jsonKind is what JSON calls a type.
func jsonKind(t reflect.Type) string {
	if t.Implements(reflect.TypeFor[encoding.TextMarshaler]()) {
		return "string"
	}
	switch t.Kind() {
	case reflect.Slice:
		return "array"
	case reflect.Map, reflect.Struct:
		return "object"
	case reflect.String:
		return "string"
	case reflect.Bool:
		return "boolean"
	}
	return "number"
}

// DocumentPaths are the paths of all fields that a document can have, such as problems[].line.
func DocumentPaths() (list []string) {
	for _, f := range documentFields() {
		list = append(list, f.path)
	}
	return list
}
