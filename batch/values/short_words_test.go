package values

import "testing"

func TestShortWords(t *testing.T) {
	words := newShortWords([]string{"null", `\n`, "entfällt", "to be determined"})
	for v, want := range map[string]bool{
		"null": true, "NULL": true, "Null": true, `\N`: true, "ENTFÄLLT": true, "To Be Determined": true,
		"": false, "nul": false, "nulls": false, "mull": false, "to be determined, perhaps, some other day": false,
	} {
		if words.Has(v) != want {
			t.Errorf("%q: got %v", v, !want)
		}
	}
}
