// Package samples holds lists to start from. Each is tested to do what it says.
package samples

import (
	"embed"
	"fmt"
	"strings"
)

// Each file is named: whatever else lies in this folder, such as results of a rehearsal with passwords in them, must not
// get into the program.
//
//go:embed agents.csv minimal.csv workbook.xlsx european.csv hr.csv mistakes.csv
var files embed.FS

// samples in the order in which they are offered.
var samples = []struct{ name, file, about string }{
	{"agents", "agents.csv", "25 agents on two servers, ready to be imported"},
	{"minimal", "minimal.csv", "three phones, with the required columns alone"},
	{"workbook", "workbook.xlsx", "ten phones as LibreOffice saves them, every cell as text, with columns as people name them"},
	{"european", "european.csv", "six phones as a European Excel saves them: semicolons, windows-1252, decimal commas"},
	{"hr", "hr.csv", "a list from the personnel office, names and departments alone; import --help shows what it needs"},
	{"mistakes", "mistakes.csv", "one of each mistake, named in a column of its own"},
}

// Names lists the samples.
func Names() []string {
	names := make([]string, len(samples))
	for i, s := range samples {
		names[i] = s.name
	}
	return names
}

// Help describes the samples, a line each.
func Help() string {
	var b strings.Builder
	for _, s := range samples {
		fmt.Fprintf(&b, "  %-10s %s\n", s.name, s.about)
	}
	return b.String()
}

// Read returns the sample of a name, and what its file is called.
func Read(name string) (list []byte, file string, err error) {
	for _, s := range samples {
		if s.name == name {
			list, err = files.ReadFile(s.file)
			return list, s.file, err
		}
	}
	return nil, "", fmt.Errorf("there is no sample %q", name)
}
