package batch

import (
	"context"
	"crypto/rand"
	"fmt"
	"math/big"

	"phonebatch/apiclient"
	"phonebatch/batch/exit"
)

// A TrialEnd says how the trial of a throw-away phone failed.
type TrialEnd string

const (
	TrialNotAdded     TrialEnd = "was not added"                                // the dialer refused the phone, or the request was not sent
	TrialNotStored    TrialEnd = "was not stored, although the dialer said so"  // the answer was SUCCESS, and the phone is not there
	TrialUnclear      TrialEnd = "is not there, and may come yet"               // the answer to the add request was not clear
	TrialMayNotDelete TrialEnd = "is left behind: the user may not delete it"   // NOTICE: nothing was deleted
	TrialNotDeleted   TrialEnd = "is left behind: it was not deleted"           // the phone is still there, for another reason
	TrialInDoubt      TrialEnd = "may be left behind: nobody knows where it is" // no clear answer says that the phone is gone
)

// A TrialError says that a trial failed, and where its throw-away phone may be left.
type TrialError struct {
	End                 TrialEnd
	Extension, ServerIP string          // where the phone may be left
	Reply               apiclient.Reply // the deciding answer: to the add request or to the delete request
}

func (e *TrialError) Error() string {
	return fmt.Sprintf("the throw-away phone, extension %s on server %s, %s; the dialer: %s", e.Extension, e.ServerIP, e.End, e.Reply.Message())
}

// Status implements exit.Error.
func (e *TrialError) Status() int { return exit.Refused }

// Left says whether the phone is or may be on the dialer: then a person must look for it and delete it by hand.
func (e *TrialError) Left() bool { return e.End != TrialNotAdded && e.End != TrialNotStored }

// TryDelete finds out whether the API user may delete phones. No other way is known: TryDelete adds a throw-away phone
// on a server, asks for it, deletes it, and asks again. It calls wait before each of the four requests, to pace them.
// If the phone was stored and is gone again, the error is nil. extension is the extension of the phone.
//
// The error is a *TrialError, or the error of wait if nothing was sent. After the phone was sent, neither the end of
// ctx nor an error of wait ends the trial, to leave no phone behind; the client's timeout limits each request. No
// request is sent twice.
func TryDelete(ctx context.Context, client *apiclient.Client, server string, wait func(context.Context) error) (extension string, err error) {
	phone := throwAway(server)
	return phone.Extension, tryDelete(ctx, client, phone, wait)
}

func tryDelete(ctx context.Context, client *apiclient.Client, phone apiclient.Phone, wait func(context.Context) error) error {
	if err := wait(ctx); err != nil {
		return err
	}
	t := &trial{ctx: context.WithoutCancel(ctx), client: client, wait: wait, phone: phone}
	added := client.AddPhone(t.ctx, t.phone)
	if added.Code != apiclient.CodeAdded && !added.Code.Unclear() {
		return t.failed(TrialNotAdded, added)
	}
	switch before := t.ask(); {
	case !before.Code.Absent():
		return t.takeBack(before.Code == apiclient.CodePhoneExists)
	case added.Code == apiclient.CodeAdded:
		return t.failed(TrialNotStored, added)
	}
	return t.failed(TrialUnclear, added)
}

// A trial is a trial whose phone is about to be sent.
type trial struct {
	ctx    context.Context
	client *apiclient.Client
	wait   func(context.Context) error
	phone  apiclient.Phone
}

// takeBack deletes the phone and asks whether the phone is gone. seen says that the phone was certainly there.
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

// trialName is the beginning of the extension of every throw-away phone. Ten random digits follow. No other phone has
// such an extension.
const trialName = "phonebatchtry"

// throwAway returns a new throw-away phone with random numbers. Its protocol is EXTERNAL: if the server rebuilds its
// configuration while the phone is there, it makes neither an account nor a line of the dialplan for the phone.
func throwAway(server string) apiclient.Phone {
	n, _ := rand.Int(rand.Reader, big.NewInt(1e10)) // never fails
	number := fmt.Sprintf("%010d", n)
	return apiclient.Phone{
		Extension: trialName + number, DialplanNumber: number, VoicemailID: number, PhoneLogin: "pbtry" + number,
		PhonePass: apiclient.Secret(rand.Text()), RegistrationPassword: apiclient.Secret(rand.Text()),
		ServerIP: server, Protocol: "EXTERNAL", PhoneFullName: "phonebatch try", LocalGMT: "0.00", OutboundCID: "0000000000",
	}
}
