package samples

import (
	"embed"
	"fmt"
	"strings"
)

// The pattern names each file. Other files in this folder, such as the results of a rehearsal with passwords, must not
// get into the program.
//
//go:embed agents.csv minimal.csv workbook.xlsx european.csv hr.csv mistakes.csv
var files embed.FS

// samples holds the samples in the order of the help.
var samples = []struct{ name, file, about string }{
	{"agents", "agents.csv", "25 agents on two servers, ready to import"},
	{"minimal", "minimal.csv", "three phones with only the required columns"},
	{"workbook", "workbook.xlsx", "ten phones as LibreOffice saves them, with every cell as text and with the column names that people use"},
	{"european", "european.csv", "six phones as a European Excel saves them: semicolons, windows-1252, decimal commas"},
	{"hr", "hr.csv", "a list from the personnel office with only names and departments; import --help shows what to add"},
	{"mistakes", "mistakes.csv", "one row for each kind of mistake, with a column that names the mistake"},
}

// Names returns the names of the samples that are lists.
func Names() []string {
	names := make([]string, len(samples))
	for i, s := range samples {
		names[i] = s.name
	}
	return names
}

// Help returns a text with one line for each sample: the name and a description. Config and Nightly come last.
func Help() string {
	var b strings.Builder
	for _, s := range samples {
		fmt.Fprintf(&b, "  %-10s %s\n", s.name, s.about)
	}
	fmt.Fprintf(&b, "  %-10s %s\n", Config, ConfigAbout)
	fmt.Fprintf(&b, "  %-10s %s\n", Nightly, NightlyAbout)
	return b.String()
}

// Read returns the content of a sample and the name of its file. It fails if there is no sample of that name.
func Read(name string) (list []byte, file string, err error) {
	for _, s := range samples {
		if s.name == name {
			list, err = files.ReadFile(s.file)
			return list, s.file, err
		}
	}
	return nil, "", fmt.Errorf("there is no sample %q", name)
}
