// Package run brings objects to a dialer. The engine asks about each object, adds it, settles lost answers, verifies
// that the object is there, and can delete it.
//
// In come objects (batch/object), a Dialer and Options. Out comes one result for each object, in the order of the
// objects, whatever happens. Package run knows neither the list that the objects come from, nor the file or database
// that stores the records: callers refuse objects by index, and implement a Ledger.
//
// One goroutine, that of the caller, owns the engine, its objects and its results. Workers only make calls
// (batch/pace). The methods of an Engine are called one after the other: New, Refuse, Recall, Connect, Gate, Build,
// Verify and Settle for the objects that an earlier run left, Ask, Plan, Limit, Add, Verify, and at the end Results and
// Record. An undo calls Reopen, Enter, Undo and VerifyGone.
//
// Begin reading at options.go, ledger.go and item.go. Then engine.go, calls.go (what an engine calls for), ask.go,
// settle.go (the rules for lost answers) and add.go, the way of one object through an import. verify.go, undo.go and
// recall.go come last.
package run
