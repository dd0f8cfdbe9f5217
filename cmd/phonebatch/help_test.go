package main

import (
	"strings"
	"testing"

	"phonebatch/batch/codes"
)

func TestHelpNamesEveryCodeOnceWithItsMeaningAndRemedy(t *testing.T) {
	text := codesText()
	before, _, _ := strings.Cut(text, "Codes of results:")
	for _, k := range codes.Kinds() {
		if n := strings.Count(before, "  "+string(k.Code)+" "); n != 1 {
			t.Errorf("%s is listed %d times", k.Code, n)
		}
		if !strings.Contains(before, k.Meaning+"\n") || !strings.Contains(before, "→ "+k.Remedy+"\n") {
			t.Errorf("%s is not explained", k.Code)
		}
	}
}
