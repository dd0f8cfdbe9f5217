package preflight

import (
	"reflect"
	"testing"
)

// TestAliasesAreFoundAsTheDialerStoresThem: alias ids compare without case and without the characters that the dialer
// drops (domain rule R-04).
func TestAliasesAreFoundAsTheDialerStoresThem(t *testing.T) {
	rows := []*Row{
		{Alias: Alias{"101x", "Ann"}},
		{},
		{Alias: Alias{"102x", "Bo"}},
		{Alias: Alias{"101X", "Ann"}, Invalid: true},
		{Alias: Alias{"10.2x", "Bo"}},
	}
	got := (&List{Rows: rows}).Aliases()
	want := []AliasRows{{Alias{"101x", "Ann"}, []int{0, 3}}, {Alias{"102x", "Bo"}, []int{2, 4}}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
