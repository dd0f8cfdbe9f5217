package main

import (
	"strings"
	"testing"

	"phonebatch/batch/codes"
)

func TestHelpNamesEveryCodeOnceWithItsMeaningAndRemedy(t *testing.T) {
	text := codesText()
	for _, k := range codes.Kinds() {
		if n := strings.Count(text, "  "+string(k.Code)+" "); n != 1 {
			t.Errorf("%s is listed %d times", k.Code, n)
		}
		if !strings.Contains(text, k.Meaning+"\n") || k.ForRow() != "" && !strings.Contains(text, "→ "+k.ForRow()+"\n") {
			t.Errorf("%s is not explained", k.Code)
		}
	}
}
