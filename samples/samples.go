// Package samples holds lists to start from. Each is tested to do what it says.
package samples

import (
	"embed"
	"fmt"
	"strings"
)

//go:embed agents.csv minimal.csv mistakes.csv
var files embed.FS

// samples in the order in which they are offered.
var samples = []struct{ name, about string }{
	{"agents", "25 agents on two servers, ready to be imported"},
	{"minimal", "three phones, with the required columns alone"},
	{"mistakes", "one of each mistake, named in a column of its own"},
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

// Read returns the sample of a name.
func Read(name string) ([]byte, error) {
	list, err := files.ReadFile(name + ".csv")
	if err != nil {
		return nil, fmt.Errorf("there is no sample %q", name)
	}
	return list, nil
}
