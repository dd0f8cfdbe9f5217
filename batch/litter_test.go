package batch

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"phonebatch/apiclient"
	"phonebatch/batch/object"
	"phonebatch/batch/preflight"
	"phonebatch/batch/run"
)

// written lists the files in the folder of the list, without the state folder.
func (k *desk) written(t *testing.T) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(k.dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.Name() != "state" {
			names = append(names, e.Name())
		}
	}
	return names
}

// A run that sends no phone leaves no entry in the register and no passwords, however it ends.
func TestNothingIsWrittenWhereNothingWasSent(t *testing.T) {
	declined := func(string, run.Plan) error { return ErrDeclined }
	for name, spoil := range map[string]func(t *testing.T, d *dialer, j *Import){
		"a wrong password": func(t *testing.T, d *dialer, j *Import) {
			j.Dial = func(*preflight.List) (*apiclient.Client, error) { return d.client(t, "wrong"), nil }
		},
		"no dialer can be named": func(_ *testing.T, _ *dialer, j *Import) {
			j.Dial = func(*preflight.List) (*apiclient.Client, error) { return nil, ErrDeclined }
		},
		"the answer is no": func(_ *testing.T, _ *dialer, j *Import) { j.Confirm = declined },
	} {
		for _, numbered := range []bool{false, true} {
			t.Run(name, func(t *testing.T) {
				k, d := newDesk(t), newDialer()
				j := importing(t, d)
				list := listOf(3)
				if numbered {
					j, list = fromNothing(t, j, "2001-2009"), people("Ann", "Bo")
				}
				j.Credentials = filepath.Join(k.dir, "agents.credentials.csv")
				spoil(t, d, j)
				k.begin(t, j, k.claim())
				defer j.Session.Close()
				out, err := j.Do(t.Context(), strings.NewReader(list))
				if err == nil || out == nil || out.Claimed || out.Credentials != "" {
					t.Fatalf("%+v, %v", out, err)
				}
				if err := j.Session.End(out.Results); err != nil {
					t.Error(err)
				}
				runs, err := k.register.Runs(0)
				if names := k.written(t); len(names) > 0 || len(runs) > 0 || err != nil || j.Session.Touched() {
					t.Errorf("left behind: %q, runs %v, %v", names, runs, err)
				}
			})
		}
	}
}

// If the passwords cannot be written to disk, no phone is sent and no row is added.
func TestNothingIsSentWherePasswordsCannotBeKept(t *testing.T) {
	k, d := newDesk(t), newDialer()
	j := fromNothing(t, importing(t, d), "2001-2009")
	j.Credentials = filepath.Join(k.dir, "agents.credentials.csv")
	j.Confirm = func(string, run.Plan) error { return os.Mkdir(j.Credentials, 0o700) }
	k.begin(t, j, k.claim())
	defer j.Session.Close()
	out, err := j.Do(t.Context(), strings.NewReader(people("Ann", "Bo")))
	var lost *run.LedgerError
	if !errors.As(err, &lost) || out.Credentials != "" || len(d.Phones()) > 0 || d.count(adds) > 0 {
		t.Errorf("%v, %+v", err, out)
	}
	for _, r := range out.Results {
		if r.Status != object.NotSent {
			t.Errorf("line %d is %s %s", r.Line, r.Status, r.Code)
		}
	}
	if d := k.written(t); !slices.Equal(d, []string{"agents.credentials.csv"}) {
		t.Errorf("left behind: %q", d)
	}
}
