package main

import (
	"os/exec"
	"strings"
	"testing"
)

// layers are the packages from the outside in: each may import only what comes after it. Packages on one line do not
// know each other.
var layers = [][]string{
	{"phonebatch/cmd/phonebatch"},
	{"phonebatch/report", "phonebatch/samples"},
	{"phonebatch/batch"},
	{"phonebatch/batch/assign"},
	{"phonebatch/batch/run", "phonebatch/batch/register", "phonebatch/batch/preflight", "phonebatch/batch/config"},
	{"phonebatch/batch/columns"},
	{"phonebatch/batch/values"},
	{"phonebatch/batch/object"},
	{"phonebatch/batch/sheet", "phonebatch/batch/files", "phonebatch/batch/pace"},
	{"phonebatch/batch/codes"},
	{"phonebatch/batch/exit"},
	{"phonebatch/apiclient/sandbox", "phonebatch/apiclient/pages"},
	{"phonebatch/apiclient"},
}

// TestArrowsPointOneWay: cmd → report → batch → apiclient. Only cmd knows the sandbox. Of this module sheet knows the
// codes alone, and pace knows nothing.
func TestArrowsPointOneWay(t *testing.T) {
	out, err := exec.Command("go", "list", "-f", `{{.ImportPath}}:{{join .Imports " "}}`, "phonebatch/...").Output()
	if err != nil {
		t.Fatal(err)
	}
	depth := make(map[string]int)
	for i, l := range layers {
		for _, p := range l {
			depth[p] = i
		}
	}
	for line := range strings.Lines(string(out)) {
		from, imports, _ := strings.Cut(strings.TrimSpace(line), ":")
		if _, known := depth[from]; !known {
			t.Errorf("%s stands in no layer", from)
		}
		for _, to := range strings.Fields(imports) {
			d, ours := depth[to]
			if ours && d <= depth[from] {
				t.Errorf("%s imports %s", from, to)
			}
			if to == "phonebatch/apiclient/sandbox" && from != "phonebatch/cmd/phonebatch" {
				t.Errorf("%s imports the sandbox", from)
			}
			if from == "phonebatch/batch/pace" && ours || from == "phonebatch/batch/sheet" && ours && to != "phonebatch/batch/exit" && to != "phonebatch/batch/codes" {
				t.Errorf("%s imports %s", from, to)
			}
		}
	}
}
