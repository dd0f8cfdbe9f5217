package batch

import (
	"context"
	"crypto/rand"
	"fmt"
	"math/big"

	"phonebatch/apiclient"
)

// A TrialEnd says how the trial of a throw-away phone has gone wrong.
type TrialEnd string

const (
	TrialNotAdded     TrialEnd = "was not added"                                // the dialer said no or was never asked
	TrialNotStored    TrialEnd = "was not stored, although the dialer said so"  // SUCCESS, and it is not there
	TrialUnclear      TrialEnd = "is not there, and may come yet"               // the answer to adding it was not clear
	TrialMayNotDelete TrialEnd = "is left behind: the user may not delete it"   // NOTICE: nothing was deleted
	TrialNotDeleted   TrialEnd = "is left behind: it was not deleted"           // it is there, for whatever other reason
	TrialInDoubt      TrialEnd = "may be left behind: nobody knows where it is" // no clear answer says that it is gone
)

// A TrialError tells what became of a throw-away phone that was not added, found, deleted and gone in turn.
type TrialError struct {
	End                 TrialEnd
	Extension, ServerIP string          // where somebody must look for it
	Reply               apiclient.Reply // the answer that decided: to adding it, else to deleting it
}

func (e *TrialError) Error() string {
	return fmt.Sprintf("the throw-away phone, extension %s on server %s, %s; the dialer: %s", e.Extension, e.ServerIP, e.End, e.Reply.Message())
}

// Left says whether the phone is on the dialer, or may be: somebody must look, and delete it by hand.
func (e *TrialError) Left() bool { return e.End != TrialNotAdded && e.End != TrialNotStored }

// TryDelete finds out whether phones can be taken back, in the only way there is: it adds a throw-away phone on a
// server, asks for it, deletes it, and asks again. wait is called before each of the four calls and paces them. Where
// the phone was stored and is gone again the error is nil, and extension is what it was called.
//
// An error that is no *TrialError is wait's, and nothing was sent then. Once the phone is on its way neither the end of
// ctx nor an error of wait ends the trial, so as to leave nothing behind; the client's timeout bounds each call. No call
// is made twice.
func TryDelete(ctx context.Context, client *apiclient.Client, server string, wait func(context.Context) error) (extension string, err error) {
	if err := wait(ctx); err != nil {
		return "", err
	}
	t := &trial{ctx: context.WithoutCancel(ctx), client: client, wait: wait, phone: throwAway(server)}
	added := client.AddPhone(t.ctx, t.phone)
	if added.Code != apiclient.CodeAdded && !added.Code.Unclear() {
		return t.phone.Extension, t.failed(TrialNotAdded, added)
	}
	switch before := t.ask(); {
	case !before.Code.Absent():
		return t.phone.Extension, t.takeBack(before.Code == apiclient.CodePhoneExists)
	case added.Code == apiclient.CodeAdded:
		return t.phone.Extension, t.failed(TrialNotStored, added)
	}
	return t.phone.Extension, t.failed(TrialUnclear, added)
}

// A trial is under way: its phone was sent.
type trial struct {
	ctx    context.Context
	client *apiclient.Client
	wait   func(context.Context) error
	phone  apiclient.Phone
}

// takeBack deletes the phone, and asks whether it is gone. seen says that it was there for certain.
func (t *trial) takeBack(seen bool) error {
	_ = t.wait(t.ctx)
	deleted := t.client.DeletePhone(t.ctx, t.phone.Extension, t.phone.ServerIP)
	if deleted.Code == apiclient.CodeMayNotDelete {
		return t.failed(TrialMayNotDelete, deleted)
	}
	switch after := t.ask(); {
	case after.Code == apiclient.CodePhoneExists:
		return t.failed(TrialNotDeleted, deleted)
	case after.Code.Absent() && (seen || deleted.Code == apiclient.CodeDeleted):
		return nil
	}
	return t.failed(TrialInDoubt, deleted)
}

func (t *trial) ask() apiclient.Reply {
	_ = t.wait(t.ctx)
	return t.client.ProbePhone(t.ctx, apiclient.Phone{Extension: t.phone.Extension, ServerIP: t.phone.ServerIP})
}

func (t *trial) failed(end TrialEnd, r apiclient.Reply) error {
	return &TrialError{End: end, Extension: t.phone.Extension, ServerIP: t.phone.ServerIP, Reply: r}
}

// throwAway is a phone that nobody will miss, another one each time. For protocol EXTERNAL a server makes neither an
// account nor a line of the dialplan, should it rebuild them while the phone is there.
func throwAway(server string) apiclient.Phone {
	n, _ := rand.Int(rand.Reader, big.NewInt(1e10)) // never fails
	number := fmt.Sprintf("%010d", n)
	return apiclient.Phone{
		Extension: "phonebatchtry" + number, DialplanNumber: number, VoicemailID: number, PhoneLogin: "pbtry" + number,
		PhonePass: apiclient.Secret(rand.Text()), RegistrationPassword: apiclient.Secret(rand.Text()),
		ServerIP: server, Protocol: "EXTERNAL", PhoneFullName: "phonebatch try", LocalGMT: "0.00", OutboundCID: "0000000000",
	}
}
