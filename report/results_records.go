package report

import (
	"fmt"
	"iter"
	"slices"
	"strings"

	"phonebatch/batch/codes"
	"phonebatch/batch/exit"
	"phonebatch/batch/files"
	"phonebatch/batch/object"
	"phonebatch/batch/preflight"
)

// ErrNotResults is wrapped by the errors for files that are not results files.
var ErrNotResults = exit.New(exit.Usage, "not a results file of phonebatch", "name the file that import wrote: …results….csv")

// resultRecords yields the records of a results file, the header first. checked holds the rows of a check, one for each
// result that is no alias, or is nil.
func resultRecords(results []object.Result, checked []*preflight.Row) iter.Seq[[]string] {
	return func(yield func([]string) bool) {
		header := slices.Clone(Columns)
		if checked != nil {
			header = append(header, WarningsColumn)
		}
		if !yield(header) {
			return
		}
		row := 0
		for i := range results {
			r := &results[i]
			record := make([]string, 0, len(resultColumns)+1)
			for _, c := range resultColumns {
				record = append(record, c.write(r))
			}
			if checked != nil {
				text := ""
				if r.Kind != object.Alias && row < len(checked) {
					text = warnings(checked[row])
					row++
				}
				record = append(record, text)
			}
			for i, cell := range record {
				record[i] = files.Defuse(Plain(cell))
			}
			if !yield(record) {
				return
			}
		}
	}
}

// warnings returns the text of the cell that lists the warnings of a row.
func warnings(row *preflight.Row) string {
	var list []string
	for _, p := range row.Problems {
		if p.Severity != codes.Warning {
			continue
		}
		text := string(p.Code)
		if p.Column != "" {
			text += ": " + p.Column
		}
		list = append(list, text)
	}
	return strings.Join(list, "; ")
}

// isResultsHeader reports whether a header is that of a results file, of a check or of a run.
func isResultsHeader(header []string) bool {
	if len(header) == len(Columns)+1 && header[len(Columns)] == WarningsColumn {
		header = header[:len(Columns)]
	}
	return slices.Equal(header, Columns)
}

// addResult parses one record and appends the result. line is the line of the file on which the record begins. Every
// error wraps ErrNotResults.
func addResult(results []object.Result, line int, record []string) ([]object.Result, error) {
	result, err := parseResult(record)
	if err != nil {
		return nil, fmt.Errorf("%w: line %d: %w", ErrNotResults, line, err)
	}
	return append(results, result), nil
}

// parseResult parses the cells of one result, in the order of resultColumns. The error names the first column that
// does not fit.
func parseResult(record []string) (r object.Result, err error) {
	for i, c := range resultColumns {
		if e := c.read(&r, files.Armed(record[i])); e != nil && err == nil {
			err = fmt.Errorf("column %s holds %w", c.name, e)
		}
	}
	return r, err
}
