package batch

import (
	"errors"
	"path/filepath"

	"phonebatch/batch/object"
	"phonebatch/batch/register"
)

// An ownRun is the run of this process, an import or an undo: the dialer's lock, the recording in the register, and the
// files that the run writes. It is for one goroutine.
type ownRun struct {
	Earlier *register.Run // the run that this one continues; nil for a new run

	register *register.Register
	lock     *register.Lock
	recorded *register.Recording // nil until the run has begun or is continued in the register
	wrote    []register.Wrote
}

// record begins the run in the register, or continues the earlier run. The error is that of the register.
func (o *ownRun) record(this register.Run) (err error) {
	if o.Earlier != nil {
		o.recorded, err = o.register.Continue(o.Earlier.ID, this)
		return err
	}
	o.recorded, err = o.register.Begin(this)
	return err
}

// Writes tells the register which file the run is about to write. sum is the SHA-256 of the content, in hex. The
// caller calls Writes before End; End returns an error of the register.
func (o *ownRun) Writes(path, sum string) {
	file := o.wroteAs(path, sum)
	o.wrote = append(o.wrote, file)
	if o.recorded != nil {
		_ = o.recorded.Wrote(file)
	}
}

// Ours says whether the earlier run wrote a file and nobody has changed it since. sum is the SHA-256 of its content, in
// hex.
func (o *ownRun) Ours(path, sum string) bool {
	if o.Earlier == nil {
		return false
	}
	file := o.wroteAs(path, sum)
	return o.Earlier.Has(file.Name, file.Sum)
}

// wroteAs returns the register's entry for a file and its content.
func (o *ownRun) wroteAs(path, sum string) register.Wrote {
	return register.Wrote{Name: filepath.Base(path), Sum: o.register.SumOf(sum)}
}

// Close releases the dialer's lock. It may be called more than once. The error is that of the register.
func (o *ownRun) Close() error {
	var errs []error
	if o.recorded != nil {
		errs = append(errs, o.recorded.Close())
	}
	if o.lock != nil {
		errs = append(errs, o.lock.Release()) // the end of the process releases the lock as well
	}
	o.recorded, o.lock = nil, nil
	return errors.Join(errs...)
}

// count counts the results for which is returns true.
func count(results []object.Result, is func(*object.Result) bool) (n int) {
	for i := range results {
		if is(&results[i]) {
			n++
		}
	}
	return n
}

// left counts the rows that a resumed run would continue with.
func left(results []object.Result) int {
	return count(results, func(r *object.Result) bool { return r.Status == object.Unconfirmed || r.Status == object.NotSent })
}

// added counts the phones with status added.
func added(results []object.Result) int {
	return count(results, func(r *object.Result) bool { return r.Status == object.Added && r.Kind == object.Phone })
}

// notDone counts the rows that are not done. skipExisting says that rows which exist already are done.
func notDone(results []object.Result, skipExisting bool) int {
	return count(results, func(r *object.Result) bool { return r.Undone(skipExisting) })
}
