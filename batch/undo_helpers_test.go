package batch

import (
	"testing"
	"time"

	"phonebatch/batch/object"
	"phonebatch/batch/register"
	"phonebatch/batch/run"
)

// undoRun takes a run back on a dialer. It returns the results, and what became of the aliases that are not as they
// were before the run.
func (k *desk) undoRun(t *testing.T, d *dialer, this register.Run) (results []object.Result, aliases []string) {
	t.Helper()
	u, err := BeginUndo(k.register, register.Me("test"), this, this.Dialer)
	if err != nil {
		t.Fatal(err)
	}
	defer u.Close()
	o := run.Options{Workers: 4, Retries: 3, GiveUp: 5 * time.Minute, Run: "u" + this.ID}
	results, err = u.Do(t.Context(), d.client(t, "1234"), o, func(run.Plan) error { return nil })
	if err != nil {
		t.Fatal(err)
	}
	if err := u.End(results); err != nil {
		t.Fatal(err)
	}
	return results, u.Aliases
}
