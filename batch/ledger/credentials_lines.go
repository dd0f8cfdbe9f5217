package ledger

import (
	"bytes"
	"encoding/csv"
	"io"
	"os"
	"slices"
	"strings"
)

// AreCredentials says whether a file is one of passwords that were made.
func AreCredentials(path string) bool {
	if info, err := os.Stat(path); err != nil || !info.Mode().IsRegular() {
		return false
	}
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	header, err := csv.NewReader(io.LimitReader(f, 1<<10)).Read()
	if err == nil && len(header) > 0 {
		header[0] = strings.TrimPrefix(header[0], "\ufeff")
	}
	return err == nil && slices.Equal(header, credentialColumns)
}

// allCells says whether a line that has no line end has all its cells: of the last one, the run, nothing depends on.
func allCells(line []byte) bool {
	cells, err := csv.NewReader(bytes.NewReader(line)).Read()
	return err == nil && len(cells) == len(credentialColumns)
}

// named changes the cells of a line that name a phone. Passwords that were made have nothing to defuse.
func named(change func(string) string, cells ...string) []string {
	for i, cell := range cells {
		cells[i] = change(cell)
	}
	return cells
}

// shown is a name on one line.
func shown(name string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' {
			return ' '
		}
		return r
	}, name)
}
