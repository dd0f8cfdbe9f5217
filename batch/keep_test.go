package batch

import (
	"errors"
	"path/filepath"
	"testing"

	"phonebatch/batch/ledger"
)

// Two runs, of other lists on other dialers, do not keep their passwords in one file at once.
func TestAFileOfPasswordsIsOneRunsOwn(t *testing.T) {
	k := newDesk(t)
	file := filepath.Join(k.dir, "all.credentials.csv")
	sessions := make([]*Session, 2)
	for i, name := range []string{"a", "b"} {
		c := k.claim()
		c.List, c.Dialer = filepath.Join(k.dir, name+".csv"), name
		s, err := Begin(c)
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		sessions[i] = s
	}
	if err := sessions[0].KeepCredentials(file); err != nil {
		t.Fatal(err)
	}
	var held *ledger.HeldError
	if err := sessions[1].KeepCredentials(file); !errors.As(err, &held) || held.What != "credentials file" {
		t.Errorf("%v", err)
	}
	sessions[0].Close()
	if err := sessions[1].KeepCredentials(file); err != nil {
		t.Error(err)
	}
}
