package register

import (
	"errors"
	"path/filepath"
	"strconv"
	"testing"

	"go.uber.org/goleak"

	"phonebatch/apiclient"
	"phonebatch/batch/object"
)

// TestMain: no test leaves a goroutine behind.
func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func check(t testing.TB, errs ...error) {
	t.Helper()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
}

// own is a register for one test, which closes it at its end.
func own(t testing.TB) *Register {
	t.Helper()
	return openAt(t, filepath.Join(t.TempDir(), "state", fileName))
}

func openAt(t testing.TB, path string) *Register {
	t.Helper()
	r, err := Open(path)
	check(t, err)
	t.Cleanup(func() { _ = r.Close() })
	return r
}

const dialer = "https://d"

func begin(t testing.TB, r *Register, id string) *Recording {
	t.Helper()
	rec, err := r.Begin(Run{ID: id, Command: CommandImport, ListName: "list.csv", ListPath: "/srv/list.csv", ListSHA256: "ab", Dialer: dialer, Options: []string{"--first=3"}})
	check(t, err)
	t.Cleanup(func() { _ = rec.Close() })
	return rec
}

// phone is the object of a phone and its person.
func phone(n int) *object.Object {
	ext := strconv.Itoa(1000 + n)
	o := object.ForPhone(n+1, &apiclient.Phone{
		Extension: ext, DialplanNumber: ext, VoicemailID: ext, PhoneLogin: "L" + ext, PhonePass: apiclient.Secret("Xq7hushhush" + ext), ServerIP: "10.0.9.8", Protocol: "SIP",
		RegistrationPassword: apiclient.Secret("Zq9whisper" + ext), PhoneFullName: "Ann Keller " + ext, LocalGMT: "-5.00", OutboundCID: "7275550100",
	})
	o.Person = object.Person{Kind: object.ByNumber, Key: "staff" + ext, Name: "ann keller " + ext}
	return o
}

func phones(from, to int) (list []*object.Object) {
	for n := from; n < to; n++ {
		list = append(list, phone(n))
	}
	return list
}

func result(status object.Status) *object.Result {
	return &object.Result{Status: status, Code: "added", Message: "SUCCESS <ok>", Attempts: 1, Duration: 12e6}
}

// objectsOf reads what a run has; none of it may be damaged.
func objectsOf(t testing.TB, r *Register, run string) map[object.Key]*Object {
	t.Helper()
	all := make(map[object.Key]*Object)
	damaged, err := r.Objects(run, func(o *Object) { all[o.Folded()] = o })
	check(t, err)
	if damaged > 0 {
		t.Fatalf("%d are damaged", damaged)
	}
	return all
}
