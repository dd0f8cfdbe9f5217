package batch

import (
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"phonebatch/apiclient"
	"phonebatch/batch/assign"
	"phonebatch/batch/object"
)

// A resumed run chooses the same values again, wherever it was cut off.
func TestAResumedRunChoosesTheSame(t *testing.T) {
	list := people("Ann", "Bo", "Al", "Cy", "Di", "Ed")
	for cut := range 6 {
		k, d := newDesk(t), newDialer()
		credentials := filepath.Join(k.dir, "people.credentials.csv")
		adds := 0
		d.instead = func(function string, form url.Values) (int, string) {
			if form.Get("source") == "add" && function == "add_phone" {
				if adds++; adds > cut {
					return 200, "ERROR: Login incorrect, please try again: |6666|x|BAD|\n"
				}
			}
			return 0, ""
		}
		j := fromNothing(t, importing(t, d), "2001-2099")
		j.Run.Workers, j.Credentials = 1, credentials
		first, err := k.run(t, j, list)
		if err == nil {
			t.Fatal("nothing stopped it")
		}
		d.instead = nil
		occupy(t, d, "2050") // another program adds phones at the same time
		j = fromNothing(t, importing(t, d), "2001-2099")
		j.Credentials = credentials
		second, err := k.run(t, j, list)
		if err != nil {
			t.Fatalf("cut at %d: %v", cut, err)
		}
		if d := cmp.Diff(chosenOf(first), chosenOf(second)); d != "" {
			t.Errorf("cut at %d: %s", cut, d)
		}
		for i := range first.List.Rows {
			if first.List.Rows[i].Phone.PhonePass != second.List.Rows[i].Phone.PhonePass {
				t.Errorf("cut at %d: another password in row %d", cut, i)
			}
		}
		if len(d.Phones()) != 7 {
			t.Errorf("cut at %d: %d phones", cut, len(d.Phones()))
		}
	}
}

// occupy adds a phone as another program would.
func occupy(t *testing.T, d *dialer, extension string) {
	t.Helper()
	c := d.client(t, "1234")
	defer c.Close()
	p := apiclient.Phone{Extension: extension, DialplanNumber: extension, VoicemailID: extension, PhoneLogin: extension, PhonePass: "x", ServerIP: "10.0.9.8", Protocol: "SIP", RegistrationPassword: "y", PhoneFullName: "z", LocalGMT: "-5.00", OutboundCID: "0000000000"}
	if reply := c.AddPhone(t.Context(), p); reply.Code != apiclient.CodeAdded {
		t.Fatal(reply.Code)
	}
}

// Failed rows that are imported as a list of their own get the values that were chosen before.
func TestFailedRowsAreGivenTheSame(t *testing.T) {
	k, d := newDesk(t), newDialer()
	credentials := filepath.Join(k.dir, "people.credentials.csv")
	d.instead = func(_ string, form url.Values) (int, string) {
		if form.Get("source") == "add" && form.Get("extension") != "2001" {
			return 200, "ERROR: add_phone PHONE LOGIN ALREADY EXISTS: |6666|" + form.Get("phone_login") + "\n"
		}
		return 0, ""
	}
	j := fromNothing(t, importing(t, d), "2001-2099")
	j.Credentials = credentials
	first, err := k.run(t, j, people("Ann", "Bo", "Cy"))
	if err != nil {
		t.Fatal(err)
	}
	passwords := passwordsOf(first)
	d.instead = nil
	c := k.claim()
	c.List = strings.TrimSuffix(k.last.Results, ".csv") + ".failed.csv"
	j = fromNothing(t, importing(t, d), "2001-2099")
	j.Credentials = credentials
	second, err := k.runAs(t, j, c, "Name,problem\nBo,x\nCy,y\n")
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]string{"Bo 2002 10.0.9.9", "Cy 2003 10.0.9.8"}, chosenOf(second)); d != "" {
		t.Error(d)
	}
	if got := passwordsOf(second); got["Bo"] != passwords["Bo"] || got["Cy"] != passwords["Cy"] {
		t.Error("another password")
	}
	text, err := os.ReadFile(credentials)
	if err != nil || strings.Count(string(text), "\n") != 4 {
		t.Errorf("%s, %v", text, err)
	}
}

// A list that is imported once more gives nobody a second phone, even with new people, in another order, under another
// name or with other columns.
func TestAListThatIsImportedAgainChoosesTheSame(t *testing.T) {
	k, d := newDesk(t), newDialer()
	passwords := make(map[string]string)
	for i, tt := range []struct {
		file, list string
		added      int
	}{
		{"agents.csv", people("Ann Lee", "Bo", "Cy"), 3},
		{"agents.csv", people("New", "Ann Lee", "Bo", "Cy"), 1},
		{"agents.csv", people("ANN  LEE", "Bo", "New"), 0},
		{"renamed.csv", people("New", "Cy", "Bó", "Ann Lee"), 0},
		{"agents.csv", "Staff No,Name\n17,Bo\n18,Ann Lee\n19,New\n20,Cy\n", 0},
		{"agents.csv", "Staff No,Name\n0017,Bo Smith\n0018,Ann Lee\n0019,New\n0020,Cy\n0021,Bo\n", 1},
		{"agents.csv", "Staff No,Team,Name\n21,x,Bo\n20,x,Cy\n17,y,Bo Smith\n18,y,Ann Lee\n19,x,New\n", 0},
	} {
		j := fromNothing(t, importing(t, d), "2001-2099")
		j.Credentials = filepath.Join(k.dir, "people.credentials.csv")
		c := k.claim()
		c.List = filepath.Join(k.dir, tt.file)
		out, err := k.runAs(t, j, c, tt.list)
		if err != nil {
			t.Fatalf("import %d: %v", i, err)
		}
		got := tally(out.Results)
		if got["added added yes"] != tt.added || got["exists extension_exists"]+got["exists differs_from_sent"] != len(out.Results)-tt.added {
			t.Errorf("import %d: %v", i, got)
		}
		for i := range out.List.Rows {
			p := out.List.Rows[i].Phone
			if was, known := passwords[p.Extension]; known && was != p.PhonePass.Reveal() {
				t.Errorf("import %d: another password for %s", i, p.Extension)
			}
			passwords[p.Extension] = p.PhonePass.Reveal()
		}
	}
	if len(d.Phones()) != 5 {
		t.Errorf("%d phones", len(d.Phones()))
	}
}

// Passwords are on disk before their phones are sent.
func TestPasswordsAreKeptBeforeAnythingIsAdded(t *testing.T) {
	k, d := newDesk(t), newDialer()
	j := fromNothing(t, importing(t, d), "2001-2099")
	j.Credentials = filepath.Join(k.dir, "c.csv")
	d.instead = func(_ string, form url.Values) (int, string) {
		if form.Get("source") == "add" {
			c, err := assign.OpenCredentials(j.Credentials)
			if err != nil {
				t.Error(err)
				return 0, ""
			}
			l, found := c.At("stand-in", object.Key{Kind: object.Phone, ServerIP: form.Get("server_ip"), Name: form.Get("extension")})
			if !found || l.PhonePass.Reveal() != form.Get("phone_pass") || l.RegistrationPassword.Reveal() != form.Get("registration_password") {
				t.Errorf("extension %s is added, and its passwords are not kept", form.Get("extension"))
			}
		}
		return 0, ""
	}
	if _, err := k.run(t, j, people("Ann", "Bo")); err != nil {
		t.Fatal(err)
	}
	if d.count(adds) != 2 {
		t.Error(d.calls)
	}
}

// A list that was imported on one or two other dialers in between gives nobody a second phone on the first dialer. The
// first run on the other dialer must pass --new-dialer.
func TestOtherDialersInBetween(t *testing.T) {
	k := newDesk(t)
	list := people("Ann", "Bo")
	on := func(d *dialer, name string, isNew bool) error {
		t.Helper()
		j := fromNothing(t, importing(t, d), "2001-2009")
		j.Dialer = name
		c := k.claim()
		c.Dialer, c.NewDialer = name, isNew
		_, err := k.runAs(t, j, c, list)
		return err
	}
	here, there := newDialer(), newDialer()
	if err := on(here, "here", false); err != nil {
		t.Fatal(err)
	}
	var other *OtherDialerError
	if err := on(there, "there", false); !errors.As(err, &other) || other.Known != "here" || other.Dialer != "there" || other.People != 2 {
		t.Errorf("%v", err)
	}
	if n := there.count(adds); n > 0 {
		t.Errorf("%d phones were added", n)
	}
	for range 2 {
		if err := errors.Join(on(there, "there", true), on(there, "there", false), on(here, "here", false)); err != nil {
			t.Error(err)
		}
	}
	if len(here.Phones()) != 2 || len(there.Phones()) != 2 {
		t.Errorf("%d and %d phones for two people", len(here.Phones()), len(there.Phones()))
	}
}

// An unknown dialer is asked about if only a part of the list, such as eight of twenty people, is known elsewhere.
func TestAnUnknownDialerWithAFewKnownPeople(t *testing.T) {
	k := newDesk(t)
	on := func(name string, isNew bool, names ...string) error {
		t.Helper()
		j := fromNothing(t, importing(t, newDialer()), "2001-2099")
		j.Dialer = name
		c := k.claim()
		c.Dialer, c.NewDialer = name, isNew
		_, err := k.runAs(t, j, c, people(names...))
		return err
	}
	if err := on("here", false, ten[:4]...); err != nil {
		t.Fatal(err)
	}
	var other *OtherDialerError
	if err := on("there", false, append([]string{"K", "L", "M", "N", "O", "P"}, ten...)...); !errors.As(err, &other) || other.People != 4 {
		t.Errorf("four of sixteen people are known on the other dialer: %v", err)
	}
	if err := on("there", false, "K", "L", "M", "N", "O", ten[0]); err != nil {
		t.Errorf("one of six people is known on the other dialer: %v", err)
	}
	if err := on("there", false, append([]string{"K", "L", "M", "N", "O"}, ten...)...); err != nil {
		t.Errorf("the dialer is known by now: %v", err)
	}
}
