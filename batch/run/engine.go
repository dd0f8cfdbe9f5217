package run

import (
	"slices"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
	"phonebatch/batch/object"
	"phonebatch/batch/pace"
)

// A line is the connection to the dialer.
type line struct {
	dialer  Dialer
	name    string // the name of the dialer
	dialect apiclient.Dialect
}

// An Engine brings one list of objects to one dialer. Call its methods one after the other, from one goroutine.
type Engine struct {
	options  Options
	crew     *pace.Crew[*item, apiclient.Reply]
	reopened bool            // the objects are those of an earlier run
	items    []item          // in the order of the objects
	results  []object.Result // of the items

	line    line
	count   count
	gated   bool             // the dialer has accepted the first request
	free    map[string]bool  // the phones that the dialer would add, as an earlier engine asked: see Continue
	unknown map[string]*item // servers and templates that the dialer does not know, with the object that was refused
	twins   map[*item]bool   // see twin; nil until the first call of twin
}

// New makes an engine for objects, each of which has its Phone or its Alias set. The engine does not change the
// objects. Its results have the same order. Call Refuse for the objects that pre-flight refused, before any other
// method.
func New(objects []*object.Object, o Options) *Engine {
	if o.Observe == nil {
		o.Observe = func(Progress) {}
	}
	if o.Ledger == nil {
		o.Ledger = noLedger{}
	}
	e := &Engine{options: o, count: count{sendable: len(objects)}, unknown: make(map[string]*item)}
	e.crew = hire(&e.options)
	e.items, e.results = make([]item, len(objects)), make([]object.Result, len(objects))
	for i, o := range objects {
		e.items[i] = item{object: o, result: &e.results[i]}
	}
	return e
}

// Reopen makes an engine for the results of an earlier run. Verify then asks about the objects that the run added or
// left unconfirmed. Undo deletes the objects whose results have no status.
func Reopen(results []object.Result, o Options) *Engine {
	objects := make([]*object.Object, len(results))
	for i, r := range results {
		if r.Kind == object.Alias {
			objects[i] = object.ForAlias(r.Line, &apiclient.Alias{AliasID: r.PhoneLogin, AliasName: r.PhoneFullName})
			continue
		}
		objects[i] = object.ForPhone(r.Line, &apiclient.Phone{Extension: r.Extension, ServerIP: r.ServerIP, PhoneLogin: r.PhoneLogin, PhoneFullName: r.PhoneFullName})
	}
	e := New(objects, o)
	copy(e.results, results)
	e.reopened = true
	return e
}

// Run returns the id of the run.
func (e *Engine) Run() string { return e.options.Run }

// Connect sets the dialer. Call it before the first of Gate, Build, Ask, Add and Verify.
func (e *Engine) Connect(d Dialer, name string, dialect apiclient.Dialect) {
	e.line = line{d, name, dialect}
}

// Refuse gives the object at index i the status invalid, unless the object has a result: pre-flight refused the row,
// before the run or after the build of the dialer was known.
func (e *Engine) Refuse(i int, code apiclient.Code, message, hint string) {
	it := &e.items[i]
	if !it.open() {
		return
	}
	it.settle(object.Invalid, code, message, hint)
	if !it.refused { // already true if Settle has reopened a result of Recall
		it.refused = true
		e.count.sendable--
	}
}

// exists settles an object that the dialer has already and that this run has not stored. The code is extension_exists,
// or the one that Options.Known returns.
func (e *Engine) exists(it *item, message string) { e.existsAs(it, message, nil) }

// existsAs is exists for an object that a view shows with the values of some fields.
func (e *Engine) existsAs(it *item, message string, equal []apiclient.Field) {
	code := apiclient.CodePhoneExists
	if it.object.Kind == object.Alias {
		code = apiclient.CodeAliasExists
	}
	it.settle(object.Exists, code, message, codes.Remedy(code))
	if e.options.Known == nil || it.object.Kind != object.Phone {
		return
	}
	if code, message, same := e.options.Known(it.object, equal); !same {
		it.settle(object.Exists, code, message, codes.Remedy(code))
	}
}

// pending returns the objects that have no result yet.
func (e *Engine) pending() []*item {
	var list []*item
	for i := range e.items {
		if it := &e.items[i]; it.open() {
			list = append(list, it)
		}
	}
	return list
}

// pendingOf returns the objects of a kind that have no result yet.
func (e *Engine) pendingOf(k object.Kind) []*item {
	return slices.DeleteFunc(e.pending(), func(it *item) bool { return it.object.Kind != k })
}

// SettleAsked gives the status ready to the objects that the dialer would add or change. The status is right even if
// the check ended early.
func (e *Engine) SettleAsked() {
	for _, it := range e.pending() {
		switch {
		case it.change != nil:
			it.settle(object.Ready, apiclient.CodeWouldUpdate, "would change: "+it.change.names(), "")
		case it.asked:
			it.settle(object.Ready, codes.Ready, "", "")
		}
	}
}

// SettleRest gives the same result to every object that has none yet.
func (e *Engine) SettleRest(s object.Status, code apiclient.Code, message string) {
	for _, it := range e.pending() {
		it.settle(s, code, message, codes.Remedy(code))
	}
}

// Results returns one result for each object, in the order of the objects. Call it when the run is over: objects
// without a result become not_sent.
func (e *Engine) Results() []object.Result {
	e.SettleRest(object.NotSent, codes.Stopped, "the run ended before its turn")
	for _, it := range e.items {
		r, o := it.result, it.object
		r.Line, r.Kind, r.Dialer, r.Run = o.Line, o.Kind, e.line.name, e.options.Run
		if o.Kind == object.Alias {
			r.PhoneLogin, r.PhoneFullName = o.Alias.AliasID, o.Alias.AliasName
			continue
		}
		p := o.Phone
		r.ServerIP, r.Extension, r.PhoneLogin, r.PhoneFullName = o.Shown, p.Extension, p.PhoneLogin, p.PhoneFullName
	}
	return e.results
}

// A count has the number of objects that a run is to send, and the number of those that have failed.
type count struct {
	sendable int // objects that passed pre-flight and that no earlier run has added
	failed   int // objects that count towards MaxFailures
}
