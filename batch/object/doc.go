// Package object describes what a row of a list asks for on a dialer, and what became of it.
//
// An Object is one thing that a row asks for: a phone, or an alias for several phones of one person. Package batch
// makes the objects from the rows of a list. Package run adds them to the dialer and makes one Result for each.
// Packages register and report keep and show the results.
//
// A Key identifies an object on a dialer, as the dialer stores it. A Person is the human for whom the object is meant;
// the register finds people again with it.
//
// All types are plain values. Package run changes only results; objects do not change while it works. No type guards
// itself against concurrent use. A Result holds no password; an Object holds the passwords of its phone as
// apiclient.Secret.
//
// Begin reading at result.go (kinds, statuses, results), then object.go (keys, people, objects).
package object
