package register

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// runOn records a run with one phone on a dialer.
func runOn(t *testing.T, r *Register, id, dialer string, n int) {
	t.Helper()
	rec, err := r.Begin(Run{ID: id, Command: CommandImport, Dialer: dialer, ListPath: "/" + id})
	check(t, err)
	record(t, rec, phones(n, n+1))
	check(t, rec.Close())
}

func TestADialerThatGetsANameKeepsItsPhones(t *testing.T) {
	r := own(t)
	urls := []string{"https://one", "https://two", "https://three"}
	runOn(t, r, "r1", "https://one", 1)
	runOn(t, r, "r2", "https://two", 2)
	adopted, err := r.Adopt("sales", urls, ann)
	check(t, err)
	if d := cmp.Diff([]string{"https://one", "https://two"}, adopted); d != "" {
		t.Error(d)
	}
	for _, name := range append(urls, "sales") {
		canonical, err := r.Dialer(name)
		check(t, err)
		for n := 1; n <= 2; n++ {
			if _, stands, err := r.Standing(name, phone(n).Key); canonical != "sales" || !stands || err != nil {
				t.Errorf("under %s, which is %s, phone %d stands: %t, %v", name, canonical, n, stands, err)
			}
		}
	}
	if adopted, err = r.Adopt("sales", urls, ann); err != nil || adopted != nil {
		t.Errorf("once more: %v, %v", adopted, err)
	}
}

func TestADialerWithoutRunsStaysUnknown(t *testing.T) {
	r := own(t)
	adopted, err := r.Adopt("sales", []string{"https://one"}, ann)
	check(t, err)
	if known, err := r.KnownDialer("sales"); known || err != nil || adopted != nil {
		t.Errorf("known: %t, %v, %v", known, adopted, err)
	}
	runOn(t, r, "r1", "sales", 1)
	_, err = r.Adopt("sales", []string{"https://one"}, ann)
	check(t, err)
	if canonical, err := r.Dialer("https://one"); canonical != "sales" || err != nil {
		t.Errorf("https://one is %s, %v", canonical, err)
	}
}

func TestTheURLOfADialerWithAnotherNameIsRefused(t *testing.T) {
	r := own(t)
	runOn(t, r, "r1", "sales", 1)
	_, err := r.Adopt("sales", []string{"https://one"}, ann)
	check(t, err)
	var named *NamedError
	if _, err := r.Adopt("support", []string{"https://two", "https://one"}, ann); !errors.As(err, &named) || *named != (NamedError{"https://one", "support", "sales"}) {
		t.Errorf("%v", err)
	}
	if known, err := r.KnownDialer("https://two"); known || err != nil {
		t.Errorf("something was recorded: %v", err)
	}
	check(t, r.SameDialer("sales", "support")) // the dialer has a new name
	_, err = r.Adopt("support", []string{"https://two", "https://one"}, ann)
	check(t, err)
	if canonical, err := r.Dialer("https://two"); canonical != "support" || err != nil {
		t.Errorf("https://two is %s, %v", canonical, err)
	}
}

func TestADialerAtWorkIsNotAdopted(t *testing.T) {
	r := own(t)
	runOn(t, r, "r1", "https://one", 1)
	lock := take(t, r, "https://one")
	var held *HeldError
	if _, err := r.Adopt("sales", []string{"https://one"}, ann); !errors.As(err, &held) || held.Name != "https://one" {
		t.Errorf("%v", err)
	}
	check(t, lock.Release())
	_, err := r.Adopt("sales", []string{"https://one"}, ann)
	check(t, err)
	take(t, r, "https://one")
	if _, err := r.Lock("sales", ann); !errors.As(err, &held) || held.Name != "sales" {
		t.Errorf("%v", err)
	}
}
