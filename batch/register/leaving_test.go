package register

import (
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"phonebatch/apiclient"
	"phonebatch/batch/object"
)

// The entry of a phone whose person leaves keeps the person and the values that the phone has, as far as nobody has
// read others.
func TestLeavingKeepsPersonAndValues(t *testing.T) {
	r := openAt(t, filepath.Join(t.TempDir(), "register.db"))
	o := phone(1)
	o.Person = object.Person{Kind: object.ByNumber, Key: "7", Name: "ann lee"}
	first, err := r.Begin(Run{ID: "r0", Command: CommandImport, Dialer: dialer})
	check(t, err)
	check(t, first.Claim([]*object.Object{o}), first.Settled(o, result(object.Added)), first.Close())
	was, found, err := r.Standing(dialer, o.Key)
	check(t, err)
	if !found {
		t.Fatal("the phone does not stand")
	}
	second, err := r.Begin(Run{ID: "r1", Command: CommandRetire, Dialer: dialer})
	check(t, err)
	bare := &object.Object{Key: o.Key, Phone: &apiclient.Phone{Extension: o.Phone.Extension, ServerIP: o.Phone.ServerIP, PhoneFullName: "As Read"}}
	check(t, second.Leaves(bare, was), second.ClaimLeaving(bare, was), second.Settled(bare, result(object.Retired)), second.Close())
	is, found, err := r.Standing(dialer, o.Key)
	check(t, err)
	if !found || is.Run != "r1" || !is.PersonIs(o.Person) || !is.Changed() || is.Added() || is.Login != o.Phone.PhoneLogin {
		t.Errorf("%+v", is)
	}
	if diff := cmp.Diff([]apiclient.Field{apiclient.PhoneFullName}, is.Differs(o.Phone)); diff != "" {
		t.Error(diff)
	}
	if n, err := r.Claimed(dialer); n != 1 || err != nil {
		t.Errorf("%d objects were sent, %v", n, err)
	}
	if n, err := r.Claimed("http://other"); n != 0 || err != nil {
		t.Errorf("%d objects were sent to another dialer, %v", n, err)
	}
}
