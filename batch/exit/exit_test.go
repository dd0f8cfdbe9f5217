package exit

import (
	"errors"
	"fmt"
	"testing"
)

func TestOfFindsTheErrorThatDecides(t *testing.T) {
	noStatus := errors.New("x")
	usage, list, held, disk := New(Usage, "usage"), New(ListErrors, "list"), New(Held, "held"), New(Unexpected, "disk")
	disk2 := New(Unexpected, "disk too")
	for name, tt := range map[string]struct{ err, want error }{
		"nothing":            {nil, nil},
		"no status":          {noStatus, nil},
		"an Error":           {usage, usage},
		"wrapped":            {fmt.Errorf("a: %w", fmt.Errorf("b: %w", held)), held},
		"the outer one":      {wrapping{usage, disk}, usage},
		"the lower status":   {errors.Join(held, noStatus, list), list},
		"in the other order": {errors.Join(list, held), list},
		"the last of equals": {errors.Join(disk, disk2), disk2},
		"two wrapped in one": {fmt.Errorf("%w: %w", noStatus, held), held},
		"joined and wrapped": {fmt.Errorf("c: %w", errors.Join(noStatus, fmt.Errorf("d: %w", held))), held},
		"wrapping no Error":  {fmt.Errorf("e: %w", noStatus), nil},
	} {
		got := Of(tt.err)
		if tt.want == nil {
			if got != nil {
				t.Errorf("%s: got %v", name, got)
			}
			continue
		}
		if got == nil || got.Error() != tt.want.Error() {
			t.Errorf("%s: got %v, want %v", name, got, tt.want)
		}
	}
}

// wrapping is an Error that wraps another.
type wrapping struct {
	error
	inner error
}

func (w wrapping) Status() int   { return Of(w.error).Status() }
func (w wrapping) Unwrap() error { return w.inner }

func TestNewAndHint(t *testing.T) {
	e := Of(New(Usage, "text", "one", "two"))
	if e.Error() != "text" || e.Status() != Usage || len(e.(Hinter).Hints()) != 2 {
		t.Errorf("got %v, %d", e, e.Status())
	}
	if a, b := New(Usage, "same"), New(Usage, "same"); errors.Is(a, b) {
		t.Error("two errors are one")
	}
	if Hint("") != nil || len(Hint("x")) != 1 {
		t.Errorf("got %q and %q", Hint(""), Hint("x"))
	}
}
