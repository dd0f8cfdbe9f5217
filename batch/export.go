package batch

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"phonebatch/apiclient"
	"phonebatch/apiclient/pages"
	"phonebatch/batch/exit"
	"phonebatch/batch/object"
	"phonebatch/batch/run"
)

// An Exported is what an export has read.
type Exported struct {
	Fields   []apiclient.Field // the fields that the pages show, in the order of apiclient.Fields
	Phones   []apiclient.Phone // in the order of the dialer's list, with the values of Fields
	Inactive int               // phones of the list that are not active; 0 after ExportBrief
	Gone     int               // phones of the list that were gone before their page was read
	Unread   []string          // extensions of phones whose page could not be read; they are not among Phones
}

// HidePasswords removes the passwords from the phones.
func (x *Exported) HidePasswords() {
	for i := range x.Phones {
		x.Phones[i].PhonePass, x.Phones[i].RegistrationPassword = "", ""
	}
}

// Foreign counts the phones that add_phone cannot add, because it does not take their protocol, such as PJSIP.
func (x *Exported) Foreign() (n int) {
	for i := range x.Phones {
		if !slices.Contains(apiclient.Protocols, x.Phones[i].Protocol) {
			n++
		}
	}
	return n
}

// Export reads all phones that the API user may view: the list of phones, and the page of each. The first request is a
// question that stores nothing; pages are read only if the dialer accepts the login. Run.Observe hears of the phase
// Reading. The error is a *run.StopError, a *ViewError, or wraps run.ErrInterrupted.
func (j *Job) Export(ctx context.Context, client *apiclient.Client) (*Exported, error) {
	list, gate, err := j.phones(ctx, client)
	if err != nil {
		return nil, interrupted(ctx, err)
	}
	x, err := j.export(ctx, gate, client, list)
	return x, interrupted(ctx, err)
}

// ExportBrief reads the list of phones alone. Errors are those of Export.
func (j *Job) ExportBrief(ctx context.Context, client *apiclient.Client) (*Exported, error) {
	list, _, err := j.phones(ctx, client)
	if err != nil {
		return nil, interrupted(ctx, err)
	}
	x := &Exported{Fields: shownFields}
	for i := range list {
		x.add(phoneOf(&list[i]))
	}
	return x, nil
}

// everyGroup is the admin_user_group of a phone that everybody may view: the dialer's default.
const everyGroup = "---ALL---"

// add adds a phone. A phone for every group gets an empty admin_user_group, which means the same in a list: a
// spreadsheet would take the word for a formula.
func (x *Exported) add(p *apiclient.Phone) {
	x.Phones = append(x.Phones, *p)
	if p.AdminUserGroup == everyGroup {
		x.Phones[len(x.Phones)-1].AdminUserGroup = ""
	}
}

// phones asks the first question, and then reads the list of phones. It returns the engine that has asked.
func (j *Job) phones(ctx context.Context, client *apiclient.Client) ([]pages.Phone, *run.Engine, error) {
	nobody := &apiclient.Phone{Extension: "phonebatchprobe", ServerIP: "0.0.0.0"}
	e := run.New([]*object.Object{object.ForPhone(0, nobody)}, j.Run)
	e.Connect(client, client.Name(), client.Dialect())
	if err := e.Gate(ctx); err != nil {
		return nil, nil, err
	}
	list, unread, err := readPage(ctx, j, e, client, j.passing, pages.Phones)
	if err == nil && unread != nil {
		err = &ViewError{Err: unread, NoOther: true}
	}
	return list, e, err
}

// Reading is the phase in which an export reads the page of each phone.
const Reading run.Phase = "reading"

// export reads the page of each phone of a list. gate is the engine that has read the list.
func (j *Job) export(ctx context.Context, gate *run.Engine, client *apiclient.Client, list []pages.Phone) (*Exported, error) {
	results := make([]object.Result, len(list))
	for i, p := range list {
		results[i] = object.Result{Line: i, Kind: object.Phone, Status: object.Added, ServerIP: p.ServerIP, Extension: p.Extension}
	}
	e := run.Reopen(results, j.reading())
	e.Connect(client, client.Name(), client.Dialect())
	e.Continue(gate)
	found := make([]*pages.Values, len(list)) // a worker writes only to the place of its phone
	failed := slices.Repeat([]error{errNotRead}, len(list))
	err := e.Examine(ctx, func(ctx context.Context, o *object.Object) ([]string, error) {
		v, err := pageOf(ctx, client, o.Phone)
		if failed[o.Line] = err; err == nil {
			found[o.Line] = &v
		}
		return nil, err
	})
	if err != nil {
		return nil, asView(err)
	}
	return collect(list, found, failed)
}

// reading returns the options of the run, whose progress is that of the phase Reading.
func (j *Job) reading() run.Options {
	o := j.Run
	if observe := o.Observe; observe != nil {
		o.Observe = func(p run.Progress) {
			p.Phase = Reading
			observe(p)
		}
	}
	return o
}

// collect puts the pages of the phones of a list together. The error is a *ViewError if no page could be read.
func collect(list []pages.Phone, found []*pages.Values, failed []error) (*Exported, error) {
	x := &Exported{Fields: apiclient.Fields()}
	var first error
	for i, v := range found {
		switch {
		case v != nil:
			if v.Active == "N" {
				x.Inactive++
			}
			x.add(&v.Phone)
		case errors.Is(failed[i], pages.ErrNoPhone):
			x.Gone++
		default:
			if x.Unread = append(x.Unread, list[i].Extension); first == nil {
				first = failed[i]
			}
		}
	}
	if len(x.Unread) > 0 && len(x.Phones) == 0 {
		return nil, &ViewError{Err: first, NoOther: true}
	}
	return x, nil
}

// An UnreadError says that the pages of some phones could not be read.
type UnreadError struct {
	Phones int
	First  string // the extension of one of them
}

func (e *UnreadError) Error() string {
	return fmt.Sprintf("the pages of %d phones could not be read, such as extension %s; they are left out", e.Phones, e.First)
}

// Status is the exit status of a command that the error ends.
func (e *UnreadError) Status() int { return exit.NotAll }

// Hints say what the user can do.
func (e *UnreadError) Hints() []string {
	return []string{"export again; if these phones fail each time, look at them in Admin → Phones: a quote in a value breaks the page"}
}
