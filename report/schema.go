package report

import (
	"encoding"
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// fieldNotes explains each field of a document, a checkup, a list of runs and a summary file, by the path of the field.
var fieldNotes = map[string]string{
	"command":         "what was called: check, import, verify, undo, report, runs, compare, export, doctor, config check",
	"list":            "the list as it was named, - for standard input",
	"dialer":          "the dialer, where one was asked",
	"exit":            "the exit status",
	"error":           "why the command ended early; absent if rows are merely not done",
	"error_codes":     "what is wrong with a list that cannot be read at all; see help codes",
	"hints":           "what to do about the error",
	"rows":            "lines of the results: rows of the list, of a list with several servers their phones; aliases; phones of missing people",
	"records":         "only for a list with several servers: rows of the list",
	"aliases":         "different aliases of the rows",
	"rows_ready":      "rows without errors, as far as pre-flight can tell",
	"rows_invalid":    "rows with errors",
	"statuses":        "the number of these lines with each status",
	"not_done":        "the rows that are not done, by their reason",
	"results_file":    "where the results are",
	"failed_file":     "where the rows that are not done are",
	"open":            "only for report: whether import --resume would continue the run",
	"errors":          "how many errors pre-flight found",
	"warnings":        "how many warnings",
	"problems":        "errors, then warnings, by line; at most 10,000 of each",
	"problem_groups":  "all problems, by kind",
	"mends":           "what was changed or filled in without risk",
	"unknown_columns": "columns that the program does not know",
	"rows_left_out":   "rows that --where does not take",
	"list_of":         "the program that wrote the list, if its header shows that",
	"rows_set_aside":  "rows of the file that are not entries of the list",
	"would_be_sent":   "counts of the rows that are ready",
	"format":          "how the list is written",

	"checks":            "only for doctor, with command, dialer, exit, error and hints: what doctor found",
	"checks[].check":    "what was looked at",
	"checks[].verdict":  "ok, warning, FAIL or skipped",
	"checks[].found":    "what was found",
	"checks[].remedies": "what to do about it",

	"run":     "only in the file of import --summary-file, with command, list, dialer, exit, error, rows, statuses, results_file and failed_file: the id of the run; absent if nothing was sent",
	"begun":   "only there: when the run began",
	"seconds": "only there: how long the run took",
	"codes":   "only there: the number of rows with each code",

	"runs":                "only for runs, with command, exit, error and hints: the runs, newest first",
	"runs[].id":           "the id that verify, undo and report take",
	"runs[].command":      "import, retire or undo",
	"runs[].of":           "of an undo: the run that the undo takes back",
	"runs[].begun":        "when the run began",
	"runs[].ended":        "when the run ended; absent if the run goes on or was cut off",
	"runs[].list":         "absolute path of the list, - for standard input",
	"runs[].dialer":       "the dialer",
	"runs[].results_file": "absolute path of the results",
	"runs[].added":        "how many phones the run added",
	"runs[].not_done":     "how many rows are not done",
	"runs[].open":         "whether import --resume would continue the run",
	"runs[].undone":       "whether an undo has taken the run back",
	"runs[].state":        "done, ended (rows are not done), open, undoing, undone or damaged",
	"runs[].damaged":      "true if the register's entry is damaged: then only the id is known",

	"config_file":                "only for config check, with command, exit, error, hints and the fields below: absolute path of the configuration file",
	"dialers":                    "the dialers of the configuration file; in a summary file those of a list with a column dialer",
	"dialers[].name":             "what --dialer takes",
	"dialers[].run":              "only for a summary file: id of the run in the register",
	"dialers[].exit":             "only for a summary file: what the exit status would be for the rows of this dialer alone",
	"dialers[].error":            "only for a summary file: why the run on this dialer ended early",
	"dialers[].rows":             "only for a summary file: its lines of the results",
	"dialers[].statuses":         "only for a summary file: the number of its lines with each status",
	"dialers[].urls":             "its URLs; the first that answers is used",
	"dialers[].user":             "the API user",
	"dialers[].password":         "where the password comes from",
	"dialers[].password_found":   "whether the password is there now",
	"dialers[].servers":          "its telephony servers",
	"dialers[].flags":            "the flags that it sets",
	"dialers[].flags[].flag":     "the flag, without dashes",
	"dialers[].flags[].values":   "its values; without passwords",
	"dialers[].flags[].instead":  "the environment variable whose value goes before these",
	"profiles":                   "the profiles of the file",
	"profiles[].name":            "what --profile takes",
	"profiles[].flags":           "the flags that it sets",
	"profiles[].flags[].flag":    "the flag, without dashes",
	"profiles[].flags[].values":  "its values; without passwords",
	"profiles[].flags[].instead": "the environment variable whose value goes before these",
	"mistakes":                   "what is wrong in the file",
	"mistakes[].line":            "the line",
	"mistakes[].key":             "the key",
	"mistakes[].message":         "what is wrong",
	"mistakes[].hint":            "what to do",
	"mistakes[].severity":        "error or warning",

	"dialers[].servers[].server_ip":       "as Admin → Servers shows it",
	"dialers[].servers[].suffix":          "the end of each login",
	"dialers[].servers[].public":          "the host with which phones register",
	"dialers[].servers[].dialplan_prefix": "the digits before the extension",
	"dialers[].servers[].template_id":     "the template of its phones",
	"dialers[].servers[].phone_context":   "the context of its phones",

	"compared":                            "only for compare: how the list and the dialer differ",
	"compared.same":                       "rows whose phone the dialer shows with the same values",
	"compared.only_in_list":               "phones that the dialer does not show",
	"compared.only_in_list[].line":        "the line of the list",
	"compared.only_in_list[].server_ip":   "the server",
	"compared.only_in_list[].extension":   "the extension",
	"compared.only_on_dialer":             "phones that the list does not have",
	"compared.only_on_dialer[].server_ip": "the server",
	"compared.only_on_dialer[].extension": "the extension",
	"compared.only_on_dialer[].name":      "the name that the dialer shows",
	"compared.different":                  "phones with other values",
	"compared.different[].line":           "the line of the list",
	"compared.different[].server_ip":      "the server",
	"compared.different[].extension":      "the extension",
	"compared.different[].columns":        "the columns that differ",
	"compared.different[].listed":         "their values in the list; *** for a value that may be a password",
	"compared.different[].shown":          "their values on the dialer",
	"compared.left_out":                   "rows with errors, which were not compared (--skip-invalid)",

	"exported":          "only for export: which phones were written",
	"exported.file":     "the list that was written",
	"exported.inactive": "phones that are not active; 0 with --brief, which cannot tell",
	"exported.gone":     "phones that were gone before their page was read",
	"exported.foreign":  "phones that the API cannot add, such as those of PJSIP",
	"exported.unread":   "extensions of the phones that were left out, because their page could not be read",

	"mapped_columns":          "columns taken for a field of another name",
	"mapped_columns[].column": "as the list names it",
	"mapped_columns[].field":  "the field for which the column was taken",
	"rows_set_aside[].line":   "the line of a text file, or the row of a workbook",
	"rows_set_aside[].why":    "above_header, header_repeated, totals_row, sep_line or type_line",
	"unsure_columns":          "columns that could mean several fields, and are ignored",
	"unsure_columns[].column": "as the list names it",
	"unsure_columns[].could":  "the fields that the column could mean",
	"unsure_columns[].open":   "the fields of could that no other column has",
	"credentials_file":        "where the passwords are that the program made",
	"format.encoding":         "such as UTF-8 or windows-1252",
	"format.encoding_guessed": "true if the list is not UTF-8, has no mark, and the user named no encoding",
	"format.delimiter":        "the character between two cells",
	"format.sheet":            "the sheet of a workbook",

	"mends[].column":               "as the list names it",
	"mends[].what":                 "what was done",
	"mends[].rows":                 "in how many rows",
	"mends[].first_line":           "the first of them",
	"mends[].example":              "the value before and after; never a password",
	"not_done[].kind":              "phone or alias",
	"not_done[].code":              "see help codes",
	"not_done[].status":            "as in the column status of the results",
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
	"problems[].line":              "the line of the file on which the row begins, or the row of a workbook",
	"problems[].column":            "as the list names it; empty if the whole row is meant",
	"problems[].value":             "as listed; *** for passwords",
	"problems[].severity":          "error or warning",
	"problems[].code":              "see help codes",
	"problems[].message":           "what is wrong",
	"problems[].hint":              "what to do",
	"problems[].other_lines":       "the first ten rows with which the row clashes",
	"would_be_sent.servers":        "rows by server_ip",
	"would_be_sent.others":         "rows for further servers, beyond 65,535",
	"would_be_sent.mended":         "rows of the list that were mended",
	"would_be_sent.warned":         "rows of the list with warnings",
}

// Schema describes the fields of all documents, with one line for each field: path, type and meaning.
func Schema() string {
	var b strings.Builder
	for _, f := range documentFields() {
		fmt.Fprintf(&b, "  %-29s %-8s %s\n", f.path, f.kind, fieldNotes[f.path])
	}
	return b.String()
}

// A schemaField is one field of a document: its path and the JSON name of its type.
type schemaField struct{ path, kind string }

// documentFields returns the fields of a document, then the fields that only a checkup, a list of runs or a summary
// file has.
func documentFields() []schemaField {
	list := schema(reflect.TypeFor[document](), "")
	others := append(schema(reflect.TypeFor[checkup](), ""), schema(reflect.TypeFor[runList](), "")...)
	others = append(others, schema(reflect.TypeFor[configured](), "")...)
	for _, f := range append(others, schema(reflect.TypeFor[nightSummary](), "")...) {
		if !slices.ContainsFunc(list, func(known schemaField) bool { return known.path == f.path }) {
			list = append(list, f)
		}
	}
	return list
}

// schema returns the JSON fields of a struct type. The prefix of their paths is under.
func schema(t reflect.Type, under string) (list []schemaField) {
	for i := range t.NumField() {
		tag, ok := t.Field(i).Tag.Lookup("json")
		if !ok {
			continue
		}
		name, _, _ := strings.Cut(tag, ",")
		if name == "-" {
			continue
		}
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

// jsonKind returns the JSON name of a type.
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

// DocumentPaths returns the paths of all fields that a document can have, such as problems[].line.
func DocumentPaths() (list []string) {
	for _, f := range documentFields() {
		list = append(list, f.path)
	}
	return list
}
