package register

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/gofrs/flock"
)

// presenceSuffix is the ending of the presence file, which is beside the database. Each process that has the register
// open holds a shared lock on the presence file. A process that checks, mends or makes the database holds an exclusive
// lock.
const presenceSuffix = ".open"

// patience is the longest time that Open waits for another process that checks, mends or makes the database.
const patience = 30 * time.Second

// enter locks the presence file. If no other process has the register open, the lock is exclusive and alone is true.
// Otherwise the lock is shared; enter waits for it.
func (r *Register) enter() (alone bool, err error) {
	name := r.path + presenceSuffix
	if err := private(name); err != nil {
		return false, err
	}
	r.presence = flock.New(name, flock.SetFlag(os.O_RDWR))
	if alone, err = r.presence.TryLock(); alone || err != nil {
		return alone, wrapLock(err)
	}
	return false, r.lockShared()
}

// lockShared waits for a shared lock on the presence file.
func (r *Register) lockShared() error {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	_, err := r.presence.TryRLockContext(ctx, 20*time.Millisecond)
	return wrapLock(err)
}

// wrapLock adds the name of the presence file to an error.
func wrapLock(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("locking the file %s: %w", fileName+presenceSuffix, err)
}

// share turns the exclusive lock into a shared one. Another process may take the exclusive lock in between, so the
// database must not be open during share.
func (r *Register) share() error {
	if err := r.presence.Unlock(); err != nil {
		return wrapLock(err)
	}
	return r.lockShared()
}

// leave releases the lock on the presence file.
func (r *Register) leave() error { return r.presence.Close() }
