package batch

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"phonebatch/apiclient"
	"phonebatch/batch/assign"
	"phonebatch/batch/columns"
	"phonebatch/batch/preflight"
	"phonebatch/batch/run"
)

// people returns a list with only names.
func people(names ...string) string { return "Name\n" + strings.Join(names, "\n") + "\n" }

func filling(t *testing.T, o columns.FillOptions) columns.Filling {
	t.Helper()
	f, err := columns.ParseFilling(o)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// fromNothing returns a job that fills all cells that a list of names leaves open.
func fromNothing[J doer](t *testing.T, j J, numbers string) J {
	t.Helper()
	j.common().Preflight.Filling = filling(t, columns.FillOptions{
		Defaults: []string{"phone_full_name={Name}"}, Usual: true, Number: []string{"extension=" + numbers},
		Spread: []string{"server_ip=10.0.9.8,10.0.9.9"}, Generate: []string{"phone_pass", "registration_password"},
	})
	j.common().Dialer = "stand-in"
	return j
}

// chosen returns the name, number and server of each row.
func chosenOf(out *Outcome) (list []string) {
	for _, row := range out.List.Rows {
		p := row.Phone
		list = append(list, fmt.Sprintf("%s %s %s", p.PhoneFullName, p.Extension, p.ServerIP))
	}
	return list
}

func passwordsOf(out *Outcome) map[string]string {
	m := make(map[string]string)
	for _, row := range out.List.Rows {
		m[row.Phone.PhoneFullName] = row.Phone.PhonePass.Reveal() + " " + row.Phone.RegistrationPassword.Reveal()
	}
	return m
}

func TestNamesAloneBecomePhones(t *testing.T) {
	d := newDialer()
	d.Server = occupied("2001", "2003")
	j := fromNothing(t, importing(t, d), "2001-2009")
	out, err := do(t, j, people("Ann", "Bo", "Cy", "Di"))
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]string{"Ann 2005 10.0.9.8", "Bo 2002 10.0.9.9", "Cy 2006 10.0.9.8", "Di 2004 10.0.9.9"}, chosenOf(out)); d != "" {
		t.Error(d)
	}
	for _, row := range out.List.Rows {
		p := row.Phone
		if p.DialplanNumber != p.Extension || p.VoicemailID != p.Extension || p.PhoneLogin != p.Extension || p.Protocol != "SIP" || p.OutboundCID != "0000000000" || p.LocalGMT != "-5.00" {
			t.Errorf("%+v", p)
		}
		if len(p.PhonePass) != 10 || len(p.RegistrationPassword) != 20 {
			t.Error("a password is too long or too short")
		}
	}
	if got := passwordsOf(out); len(got) != 4 || got["Ann"] == got["Bo"] {
		t.Error("passwords are not one's own")
	}
	if d := cmp.Diff(map[string]int{"added added yes": 4}, tally(out.Results)); d != "" {
		t.Error(d)
	}
	if n := d.count(probes); n != 6 {
		t.Errorf("%d questions for six numbers: a row whose number was asked for is not asked about again", n)
	}
}

// The first request is a single question. If the dialer refuses it, nothing else is asked.
func TestChoosingKnocksFirst(t *testing.T) {
	d := newDialer()
	j := fromNothing(t, importing(t, d), "2001-2009")
	j.Dial = func(*preflight.List) (*apiclient.Client, error) { return d.client(t, "wrong"), nil }
	out, err := j.Do(t.Context(), strings.NewReader(people("Ann", "Bo")))
	var stop *run.StopError
	if !errors.As(err, &stop) || len(d.calls) != 1 {
		t.Errorf("%v, %v", err, d.calls)
	}
	if d := cmp.Diff(map[string]int{"not_sent run_stopped": 2}, tally(out.Results)); d != "" {
		t.Error(d)
	}
	for _, r := range out.Results {
		if r.Extension+r.PhoneLogin != "" {
			t.Errorf("line %d has the number %s %s, which no dialer was asked about", r.Line, r.Extension, r.PhoneLogin)
		}
	}
	d = newDialer()
	j = importing(t, d)
	j.Preflight.Filling = filling(t, columns.FillOptions{Usual: true})
	if _, err := do(t, j, strings.ReplaceAll(header+line(1001), "-5.00", "")); err != nil || !strings.HasPrefix(d.calls[0], probes) || !strings.HasPrefix(d.calls[1], "version") {
		t.Errorf("%v, %v", err, d.calls)
	}
}

func TestNumbersThatDoNotSuffice(t *testing.T) {
	d := newDialer()
	d.Server = occupied("2001")
	j := fromNothing(t, importing(t, d), "2001-2003")
	_, err := j.Do(t.Context(), strings.NewReader(people("Ann", "Bo", "Cy")))
	var few *assign.NumbersError
	if !errors.As(err, &few) || few.People != 1 || !few.Asked || len(d.Phones()) != 1 {
		t.Errorf("%v, %d phones", err, len(d.Phones()))
	}
	offline := fromNothing(t, &Check{Job: Job{Run: run.Options{Run: "r1"}}}, "2001-2003")
	offline.Preflight.Filling = filling(t, columns.FillOptions{
		Defaults: []string{"local_gmt=-5", "server_ip=10.0.9.8", "phone_full_name={Name}"}, Usual: true, Number: []string{"extension=2001-2003"}, Generate: []string{"phone_pass", "registration_password"},
	})
	if _, err := offline.Do(t.Context(), strings.NewReader(people("Ann", "Bo", "Cy", "Di"))); !errors.As(err, &few) || few.Asked {
		t.Errorf("%v", err)
	}
}

func TestNumbersThatTheListHasAreLeftOut(t *testing.T) {
	list := "extension,phone_login,Name\n2002,,Ann\n,2003,Bo\n,,Cy\n,L9,Di\n"
	j := fromNothing(t, checking(t, newDialer()), "2001-2009")
	out, err := do(t, j, list)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, row := range out.List.Rows {
		got = append(got, row.Phone.Extension+" "+row.Phone.PhoneLogin)
	}
	if d := cmp.Diff([]string{"2002 2002", "2001 2003", "2004 2004", "2005 L9"}, got); d != "" {
		t.Error(d)
	}
}

// Nobody gets a number that is reserved for the dialer or for emergencies (domain rule R-18).
func TestReservedNumbersAreLeftOut(t *testing.T) {
	for numbers, want := range map[string][]string{
		"8499-8510": {"Ann 8499 10.0.9.8", "Bo 8502 10.0.9.9"}, "911-919": {"Ann 912 10.0.9.8", "Bo 913 10.0.9.9"},
	} {
		out, err := do(t, fromNothing(t, checking(t, newDialer()), numbers), people("Ann", "Bo"))
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(want, chosenOf(out)); d != "" {
			t.Error(d)
		}
	}
}

func TestServersAreFilledEvenly(t *testing.T) {
	list := "server_ip,Name\n10.0.9.9,Ann\n10.0.9.9,Bo\n,Cy\n,Di\n,Ed\n10.0.9.9,Flo\n,Gus\n"
	out, err := do(t, fromNothing(t, checking(t, newDialer()), "2001-2009"), list)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(map[string]int{"10.0.9.8": 4, "10.0.9.9": 3}, out.List.Sending.Servers); d != "" {
		t.Error(d)
	}
}

// Rows that share an extension belong to one person on several servers.
func TestAPersonHasOnePassword(t *testing.T) {
	list := "extension,phone_login,server_ip,Name\n2001,2001a,10.0.9.8,Ann\n2001,2001b,10.0.9.9,Ann\n2002,2002,10.0.9.8,Bo\n"
	out, err := do(t, fromNothing(t, checking(t, newDialer()), "2101-2109"), list)
	if err != nil {
		t.Fatal(err)
	}
	p := out.List.Rows
	if p[0].Phone.PhonePass != p[1].Phone.PhonePass || p[0].Phone.RegistrationPassword != p[1].Phone.RegistrationPassword || p[0].Phone.PhonePass == p[2].Phone.PhonePass {
		t.Error("one person, one password; another, another")
	}
}

func TestOfflineNobodyIsAsked(t *testing.T) {
	j := fromNothing(t, &Check{Job: Job{Preflight: preflight.Options{Problems: 10, Keep: true}, Run: run.Options{Run: "r1"}}}, "2001-2009")
	var head *columns.HeaderError
	if _, err := j.Do(t.Context(), strings.NewReader(people("Ann"))); !errors.As(err, &head) || !slices.Contains(head.Missing, "local_gmt") {
		t.Errorf("%v", err)
	}
	j.Preflight.Filling = filling(t, columns.FillOptions{
		Defaults: []string{"local_gmt=-5", "server_ip=10.0.9.8", "phone_full_name={Name}"}, Usual: true, Number: []string{"extension=0098-0120"}, Generate: []string{"phone_pass", "registration_password"},
	})
	out, err := do(t, j, people("Ann", "Bo"))
	if err != nil || out.List.Rows[1].Phone.Extension != "0099" {
		t.Errorf("%v, %v", err, out.List.Errors)
	}
}

// A dialer that tells a time zone which it would not accept cannot fill local_gmt.
func TestAZoneThatIsNone(t *testing.T) {
	d := newDialer()
	d.instead = func(function string, _ url.Values) (int, string) {
		if function == "version" {
			return 200, "VERSION: 2.14-194|BUILD: 241004-1518|DATE: 2026-11-22 00:00:00|EPOCH: 1|DST: 0|TZ: 8.25|TZNOW: 8.25|\n"
		}
		return 0, ""
	}
	if _, err := fromNothing(t, importing(t, d), "2001-2009").Do(t.Context(), strings.NewReader(people("Ann"))); !errors.Is(err, ErrNoZone) {
		t.Error(err)
	}
}

// The question for the time zone is asked again if something else answers; a dialer that never answers it stops the
// run, and the list is not to blame.
func TestAZoneIsAskedForAgain(t *testing.T) {
	for bad, want := range map[int]bool{0: true, 1: true, 1000: false} {
		d, asked := newDialer(), 0
		d.instead = func(function string, _ url.Values) (int, string) {
			if function != "version" {
				return 0, ""
			}
			if asked++; asked <= bad {
				return 200, "<html><body>a page</body></html>"
			}
			return 0, ""
		}
		_, err := fromNothing(t, importing(t, d), "2001-2009").Do(t.Context(), strings.NewReader(people("Ann")))
		var stop *run.StopError
		if (err == nil) != want || !want && !errors.As(err, &stop) || len(d.Phones()) > 0 != want {
			t.Errorf("%d bad answers: %v, %d phones", bad, err, len(d.Phones()))
		}
	}
}

// A list that is not fit to be sent is refused before the dialer is asked.
func TestAListWithErrorsIsNotAskedFor(t *testing.T) {
	d := newDialer()
	j := fromNothing(t, importing(t, d), "2001-2009")
	list := "Name,protocol\nAnn,\nBo,H323\n"
	out, err := do(t, j, list)
	if !errors.Is(err, ErrListHasErrors) || len(d.calls) != 0 || out.List.Invalid != 1 {
		t.Errorf("%v, %v", err, d.calls)
	}
	j = fromNothing(t, importing(t, d), "2001-2009")
	j.SkipInvalid = true
	if out, err = do(t, j, list); err != nil || tally(out.Results)["added added yes"] != 1 {
		t.Errorf("%v, %v", err, tally(out.Results))
	}
}
