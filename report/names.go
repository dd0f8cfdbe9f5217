package report

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"time"

	"phonebatch/batch/ledger"
)

// ResultsPath is the default name of a results file: STEM.results.YYYYMMDD-HHMMSSZ.csv beside the list or in dir. Of
// names taken within one second, be it by the journal of a run that was cut off, it gives the next free one. list is a path, or - for standard input.
func ResultsPath(list, dir string, now time.Time) string {
	if dir == "" && list != "-" {
		dir = filepath.Dir(list)
	}
	name := filepath.Join(dir, stem(list)+".results."+now.UTC().Format("20060102-150405")+"Z")
	path := name + ".csv"
	for n := 2; ; n++ {
		_, results := os.Lstat(path)
		_, journal := os.Lstat(path + ledger.Suffix)
		if results != nil && journal != nil {
			return path
		}
		path = fmt.Sprintf("%s-%d.csv", name, n)
	}
}

// stem is the name of a list without its endings; list is as of ResultsPath.
func stem(list string) string {
	if list == "-" {
		return "stdin"
	}
	base := strings.TrimSuffix(filepath.Base(list), ".gz")
	return ofList(base[:len(base)-len(filepath.Ext(base))])
}

// CredentialsPath is where passwords that were made for a list are kept: beside the results, one file for all runs of it.
// list is as of ResultsPath.
func CredentialsPath(list, results string) string {
	return filepath.Join(filepath.Dir(results), stem(list)+".credentials.csv")
}

// ofList cuts off a stem what an earlier run has put there: failed rows give their results the name of the first list.
func ofList(stem string) string { return earlierRun().ReplaceAllString(stem, "") }

var earlierRun = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`(\.results\.\d{8}-\d{6}Z(-\d+)?)?\.failed(-\d+)?$`) })

// FailedPath is where the rows that are not done go: beside the results, with the same stem, as what the list is.
func FailedPath(results string, workbook bool) string {
	ext := ".csv"
	if workbook {
		ext = ".xlsx"
	}
	return results[:len(results)-len(filepath.Ext(results))] + ".failed" + ext
}
