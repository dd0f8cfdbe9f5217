package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/spf13/pflag"

	"phonebatch/batch/files"
	"phonebatch/report"
)

// nightFlags hold what an import does for a machine that runs it every night: the files for monitoring, and the age at
// which results are removed.
type nightFlags struct {
	summary, metrics string
	keep             ageFlag
}

func (n *nightFlags) addTo(f *pflag.FlagSet) {
	f.StringVar(&n.summary, "summary-file", "", env("summary-file", "write what became of the run into this file as one JSON object, whatever the exit status"))
	f.StringVar(&n.metrics, "metrics", "", env("metrics", "write metrics of the run into this file, FILE.prom, for the textfile collector of node_exporter"))
	f.Var(&n.keep, "keep-results", env("keep-results", "after the run, remove older results and failed rows of the same list from the folder of the results: an age such as 30d or 12h"))
}

// An ageFlag is the value of --keep-results. The zero value means no limit.
type ageFlag struct {
	text string
	age  time.Duration
}

// Set implements pflag.Value.
func (a *ageFlag) Set(text string) error {
	wrong := errors.New("want days or hours, such as 30d or 12h")
	if text == "" {
		return wrong
	}
	unit, known := map[byte]time.Duration{'d': 24 * time.Hour, 'h': time.Hour}[text[len(text)-1]]
	n, err := strconv.ParseUint(text[:len(text)-1], 10, 16)
	if err != nil || !known || n == 0 {
		return wrong
	}
	*a = ageFlag{text, time.Duration(n) * unit}
	return nil
}

// String implements pflag.Value.
func (a *ageFlag) String() string { return a.text }

// Type implements pflag.Value.
func (a *ageFlag) Type() string { return "AGE" }

// forMonitoring is the mode of the files for monitoring, which runs as another user. These files hold no secrets.
const forMonitoring fs.FileMode = 0o644

// A nightFile is a file for monitoring. It is reserved before the run and written at its end.
type nightFile struct {
	*files.File
	write func(io.Writer, *report.Night, []byte) error // the last argument is the content that the file replaces
}

// reserve checks the flags, and reserves the files. others are the paths of files that the command reads or writes
// besides. The error is a usageError or that of files.Create. The caller calls write or discard.
func (n *nightFlags) reserve(others ...string) (list []nightFile, err error) {
	if n.metrics != "" && filepath.Ext(n.metrics) != ".prom" {
		return nil, usage("--metrics: the name must end in .prom", "the textfile collector of node_exporter reads no other files")
	}
	for _, f := range []struct {
		flag, path string
		ours       func([]byte) bool
		write      func(io.Writer, *report.Night, []byte) error
	}{
		{"--summary-file", n.summary, report.IsNightJSON, func(w io.Writer, n *report.Night, _ []byte) error { return n.JSON(w) }},
		{"--metrics", n.metrics, report.IsMetrics, func(w io.Writer, n *report.Night, was []byte) error { return n.Metrics(w, was) }},
	} {
		if f.path == "" {
			continue
		}
		if err := replaceable(f.flag, f.path, f.ours, others); err != nil {
			return nil, err
		}
		file, err := files.Create(f.path, files.Replace)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", f.flag, err)
		}
		file.Mode = forMonitoring
		list, others = append(list, nightFile{file, f.write}), append(others, f.path)
	}
	return list, nil
}

// replaceable returns a usageError if the file at path is one of the others, or if the program has not written it:
// files for monitoring are replaced every night, and a mistyped name must not cost a file.
func replaceable(flag, path string, ours func([]byte) bool, others []string) error {
	own, err := filepath.Abs(path)
	if err != nil {
		return err
	}
	for _, other := range others {
		if whole, err := filepath.Abs(other); other != "" && err == nil && (own == whole || sameFile(own, whole)) {
			return usage(flag+" names a file that the command needs for something else", "choose another name")
		}
	}
	text, err := os.ReadFile(path)
	if err == nil && len(text) > 0 && !ours(text) {
		return usage(fmt.Sprintf("%s: %s is another file, and is not replaced", flag, path), "choose another name, or remove that file first")
	}
	return nil
}
