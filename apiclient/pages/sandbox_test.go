package pages_test

import (
	"cmp"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"phonebatch/apiclient"
	"phonebatch/apiclient/pages"
	"phonebatch/apiclient/sandbox"
)

// reader returns a client of a sandbox in this process.
func reader(t testing.TB, s http.RoundTripper, user, pass string) *apiclient.Client {
	t.Helper()
	endpoint, err := apiclient.ParseEndpoint("https://dialer.example.com")
	if err != nil {
		t.Fatal(err)
	}
	c, err := apiclient.New(apiclient.Options{
		Endpoint: endpoint, User: user, Pass: apiclient.Secret(pass), Source: "test", ProbeSource: "ask", Timeout: time.Minute, Workers: 1, Transport: s, Name: "stand-in",
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// random returns a phone with random values that the dialer keeps.
func random(r *rand.Rand, n int) apiclient.Phone {
	word := func(most int) string {
		const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
		b := make([]byte, 3+r.IntN(most-3))
		for i := range b {
			b[i] = letters[r.IntN(len(letters))]
		}
		return string(b)
	}
	p := apiclient.Phone{
		Extension: fmt.Sprint(2000 + n), DialplanNumber: fmt.Sprint(r.IntN(1e6) + 100), VoicemailID: fmt.Sprint(r.IntN(1e6) + 100), PhoneLogin: fmt.Sprintf("L%d", n),
		PhonePass: apiclient.Secret(word(10)), ServerIP: []string{"10.0.9.8", "10.0.9.9"}[r.IntN(2)], Protocol: []string{"SIP", "IAX2"}[r.IntN(2)],
		RegistrationPassword: apiclient.Secret(word(20)), PhoneFullName: word(12) + " " + word(12), LocalGMT: "-5.00", OutboundCID: "7275551212",
	}
	if r.IntN(3) == 0 {
		p.AdminUserGroup = "AGENTS"
	}
	return p
}

// A sandbox shows the phones that it stores, and the reader reads all their values.
func TestPhonesAreReadBack(t *testing.T) {
	s, r := sandbox.New(sandbox.Default()), rand.New(rand.NewPCG(1, 2))
	c := reader(t, s, "6666", "1234")
	if list, err := pages.Phones(t.Context(), c); err != nil || len(list) != 0 {
		t.Errorf("an empty dialer: %d phones, %v", len(list), err)
	}
	var want []pages.Phone
	var sent []apiclient.Phone
	for n := range 1000 {
		p := random(r, n)
		if reply := c.AddPhone(t.Context(), p); reply.Code != apiclient.CodeAdded {
			t.Fatal(reply.Code, reply.Message())
		}
		shown := pages.Phone{
			Extension: p.Extension, ServerIP: p.ServerIP, Protocol: p.Protocol, DialplanNumber: p.DialplanNumber, VoicemailID: p.VoicemailID,
			FullName: p.PhoneFullName, UserGroup: cmp.Or(p.AdminUserGroup, "---ALL---"), Status: "ACTIVE",
		}
		want = append(want, shown)
		sent = append(sent, p)
	}
	got, err := pages.Phones(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	if d := gocmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	for _, p := range sent[:100] {
		v, err := pages.Deep(t.Context(), c, p.Extension, p.ServerIP)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range apiclient.Fields() {
			if value := p.Value(f); value != "" && value != v.Phone.Value(f) {
				t.Errorf("%s of %s differs", f, p.Extension)
			}
		}
	}
	if _, err := pages.Deep(t.Context(), c, "9999", "10.0.9.8"); !errors.Is(err, pages.ErrNoPhone) {
		t.Errorf("no such phone: %v", err)
	}
	for n := range 20 {
		c.AddAlias(t.Context(), apiclient.Alias{AliasID: fmt.Sprintf("a%d", n), AliasName: "alias", PhoneLogins: []string{"L1", "L2"}})
	}
	aliases, err := pages.Aliases(t.Context(), c)
	if err != nil || len(aliases) != 20 || !slices.Equal(aliases[13].Logins, []string{"L1", "L2"}) || aliases[13].ID != "a3" || aliases[13].Name != "alias" {
		t.Errorf("%v, %v", aliases, err)
	}
	servers, err := pages.Servers(t.Context(), c)
	if err != nil || len(servers) != 2 || servers[1].ServerIP != "10.0.9.9" || servers[1].Active != "Y" {
		t.Errorf("%v, %v", servers, err)
	}
	if templates, err := pages.Templates(t.Context(), c); err != nil || len(templates) != 2 || templates[1].ID != "webrtc_v2" {
		t.Errorf("%v, %v", templates, err)
	}
}

func TestWhoMayViewThePages(t *testing.T) {
	f := sandbox.Default()
	few, api, weak := f.State.Users[0], f.State.Users[0], f.State.Users[0]
	few.User, few.AdminViewableGroups = "few", []string{"ADMIN"}
	api.User, api.APIOnlyUser = "apionly", 1
	weak.User, weak.UserLevel = "weak", 7
	f.State.Users = append(f.State.Users, few, api, weak)
	s, r := sandbox.New(f), rand.New(rand.NewPCG(1, 2))
	hidden := 0
	for n := range 50 {
		p := random(r, n)
		if p.AdminUserGroup != "" {
			hidden++
		}
		reader(t, s, "6666", "1234").AddPhone(t.Context(), p)
	}
	if list, err := pages.Phones(t.Context(), reader(t, s, "few", "1234")); err != nil || len(list) != 50-hidden || hidden == 0 {
		t.Errorf("%d phones of %d, %d hidden: %v", len(list), 50, hidden, err)
	}
	for _, user := range []string{"apionly", "weak"} {
		var refused *apiclient.PageError
		if _, err := pages.Phones(t.Context(), reader(t, s, user, "1234")); !errors.As(err, &refused) || refused.Reason != apiclient.PageNoPermission {
			t.Errorf("%s: %v", user, err)
		}
	}
	for range 10 {
		var refused *apiclient.PageError
		if _, err := pages.Phones(t.Context(), reader(t, s, "few", "wrong")); !errors.As(err, &refused) || refused.Status != http.StatusUnauthorized || strings.Contains(err.Error(), "wrong") {
			t.Errorf("a wrong password: %v", err)
		}
	}
	if reply := reader(t, s, "few", "1234").ProbePhone(t.Context(), random(r, 1)); reply.Code != apiclient.CodeLocked {
		t.Errorf("ten bad logins at the pages: %s", reply.Code)
	}
}

// The list of the active phones is read only from a page that says that it holds them alone.
func TestActivePhones(t *testing.T) {
	s := sandbox.New(sandbox.Default())
	c := reader(t, s, "6666", "1234")
	r := rand.New(rand.NewPCG(3, 4))
	var sent []apiclient.Phone
	for n := range 3 {
		p := random(r, n)
		c.AddPhone(t.Context(), p)
		sent = append(sent, p)
	}
	c.UpdatePhone(t.Context(), apiclient.Update{Phone: apiclient.Phone{Extension: sent[1].Extension, ServerIP: sent[1].ServerIP}, Active: "N"})
	all, err := pages.Phones(t.Context(), c)
	if err != nil || len(all) != 3 {
		t.Errorf("%d phones, %v", len(all), err)
	}
	active, err := pages.ActivePhones(t.Context(), c)
	if err != nil || len(active) != 2 || active[0].Extension != sent[0].Extension || active[1].Extension != sent[2].Extension {
		t.Errorf("%+v, %v", active, err)
	}
	for name, status := range map[string]string{"all phones": "&status=display_all", "no word of it": ""} {
		s.Intercept(func(next http.HandlerFunc) http.HandlerFunc {
			return func(w http.ResponseWriter, r *http.Request) {
				page := httptest.NewRecorder()
				next(page, r)
				fmt.Fprint(w, strings.ReplaceAll(page.Body.String(), "&status=", status))
			}
		})
		var no *pages.NotReadableError
		if list, err := pages.ActivePhones(t.Context(), c); !errors.As(err, &no) {
			t.Errorf("%s: %d phones, %v", name, len(list), err)
		}
	}
}
