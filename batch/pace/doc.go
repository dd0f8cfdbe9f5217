// Package pace decides when calls go out, and makes them: workers, claims, patience, and the rate of calls.
//
// In come errands. An Errand has tasks of any type, one call to make for each task, and a function that takes each
// outcome and returns what the task needs next. Out come the outcomes, in the order of their arrival. Package pace
// knows neither phones nor the answers of the dialer: Options.Read says what an answer tells about the dialer.
//
// One goroutine, that of the caller, owns a Crew and everything that belongs to it: queues, patience and pacer. It also
// owns the caller's tasks, because Errand.Claim and Errand.Done run in that goroutine. A worker uses a task only to
// make the call.
//
// A task that may store something on the dialer needs a claim before its call: Errand.Claim records the tasks,
// Options.Sync makes the record durable, and only then does the call go out. A task that waits for a time occupies no
// worker.
//
// Options.Pacer decides when the next call may go out. AtMost keeps a fixed rate. Gentle leaves the dialer alone for
// half of the time. Fast makes as many calls at once as the dialer answers quickly.
//
// Begin reading at errand.go, then crew.go. The lower layers, from the bottom: patience.go, pacer.go, gentle.go,
// fast.go, workers.go, queues.go, loop.go.
package pace
