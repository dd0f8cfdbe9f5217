package register

import (
	"sync"

	"phonebatch/batch/object"
)

// A queue holds the changes that the writer has not taken yet. Its methods are safe for concurrent use.
type queue struct {
	mu      sync.Mutex
	changes []change
	err     error // the first error of the writer
}

// A change is one event in the life of an object.
type change struct {
	event   event
	was     object.Presence // the answer of the dialer, for wasAsked
	claim   claim           // after settled only the key is set
	outcome *Outcome        // for settled
}

// An event says what happened to an object.
type event uint8

const (
	assigned event = iota
	wasAsked
	sending
	settled
)

// add appends changes, unless the queue has an error. It returns that error.
func (q *queue) add(list ...change) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.err == nil {
		q.changes = append(q.changes, list...)
	}
	return q.err
}

// take returns the changes and empties the queue.
func (q *queue) take() []change {
	q.mu.Lock()
	defer q.mu.Unlock()
	list := q.changes
	q.changes = nil
	return list
}

// fail sets the error of the queue, unless the queue has one.
func (q *queue) fail(err error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.err == nil {
		q.err = err
	}
}

// failed returns the error of the queue.
func (q *queue) failed() error {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.err
}
