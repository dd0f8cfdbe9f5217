package pages_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"phonebatch/apiclient"
	"phonebatch/apiclient/pages"
	"phonebatch/apiclient/sandbox"
)

// client returns a client of a sandbox in this process.
func client(t testing.TB, s http.RoundTripper, user, pass string) *apiclient.Client {
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

func TestPhonesAreReadBack(t *testing.T) {
	s, r := sandbox.New(sandbox.Default()), rand.New(rand.NewPCG(1, 2))
	c := client(t, s, "6666", "1234")
	if list, err := pages.Phones(t.Context(), c); err != nil || len(list) != 0 {
		t.Errorf("an empty dialer: %d phones, %v", len(list), err)
	}
	var want []apiclient.Phone
	for n := range 1000 {
		p := random(r, n)
		if reply := c.AddPhone(t.Context(), p); reply.Code != apiclient.CodeAdded {
			t.Fatal(reply.Code, reply.Message())
		}
		shown := apiclient.Phone{Extension: p.Extension, ServerIP: p.ServerIP, Protocol: p.Protocol, DialplanNumber: p.DialplanNumber, VoicemailID: p.VoicemailID, PhoneFullName: p.PhoneFullName, AdminUserGroup: p.AdminUserGroup}
		if shown.AdminUserGroup == "" {
			shown.AdminUserGroup = "---ALL---"
		}
		want = append(want, shown)
	}
	c.UpdatePhone(t.Context(), apiclient.Phone{Extension: want[0].Extension, ServerIP: want[0].ServerIP})
	got, err := pages.Phones(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	for n := range 20 {
		c.AddPhoneAlias(t.Context(), fmt.Sprintf("a%d", n), "alias", []string{"L1", "L2"})
	}
	aliases, err := pages.Aliases(t.Context(), c)
	if err != nil || len(aliases) != 20 || !slices.Equal(aliases[3].Logins, []string{"L1", "L2"}) || aliases[3].ID != "a3" || aliases[3].Name != "alias" {
		t.Errorf("%v, %v", aliases, err)
	}
	servers, err := pages.Servers(t.Context(), c)
	if err != nil || len(servers) != 2 || servers[1].IP != "10.0.9.9" || !servers[1].Active {
		t.Errorf("%v, %v", servers, err)
	}
	if templates, err := pages.Templates(t.Context(), c); err != nil || !slices.Equal(templates, []string{"siptmpl", "webrtc_v2"}) {
		t.Errorf("%v, %v", templates, err)
	}
}

func TestWhoMayViewThePages(t *testing.T) {
	f := sandbox.Default()
	few, api, weak := f.State.Users[0], f.State.Users[0], f.State.Users[0]
	few.User, few.ViewableGroups = "few", "ADMIN"
	api.User, api.APIOnlyUser = "apionly", 1
	weak.User, weak.ASTAdminAccess = "weak", 0
	f.State.Users = append(f.State.Users, few, api, weak)
	s, r := sandbox.New(f), rand.New(rand.NewPCG(1, 2))
	hidden := 0
	for n := range 50 {
		p := random(r, n)
		if p.AdminUserGroup != "" {
			hidden++
		}
		client(t, s, "6666", "1234").AddPhone(t.Context(), p)
	}
	if list, err := pages.Phones(t.Context(), client(t, s, "few", "1234")); err != nil || len(list) != 50-hidden || hidden == 0 {
		t.Errorf("%d phones of %d, %d hidden: %v", len(list), 50, hidden, err)
	}
	for _, user := range []string{"apionly", "weak"} {
		var refused *pages.NotReadableError
		if _, err := pages.Phones(t.Context(), client(t, s, user, "1234")); !errors.As(err, &refused) || !strings.Contains(refused.Reason, "may not view") {
			t.Errorf("%s: %v", user, err)
		}
	}
	for range 10 {
		var refused *apiclient.PageError
		if _, err := pages.Phones(t.Context(), client(t, s, "few", "wrong")); !errors.As(err, &refused) || refused.Status != http.StatusUnauthorized || strings.Contains(err.Error(), "wrong") {
			t.Errorf("a wrong password: %v", err)
		}
	}
	if reply := client(t, s, "few", "1234").ProbePhone(t.Context(), random(r, 1)); reply.Code != apiclient.CodeLocked {
		t.Errorf("ten bad logins at the pages: %s", reply.Code)
	}
}

// page returns a page of the sandbox with a few phones.
func page(t testing.TB) string {
	s, r := sandbox.New(sandbox.Default()), rand.New(rand.NewPCG(3, 4))
	c := client(t, s, "6666", "1234")
	for n := range 12 {
		c.AddPhone(t.Context(), random(r, n))
	}
	body, err := c.Page(t.Context(), url.Values{"ADD": {"10000000000"}, "status": {"display_all"}})
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

// Each page that is not exactly as expected gives no rows.
func TestStrangePagesAreNotReadable(t *testing.T) {
	good := page(t)
	rows := strings.SplitAfter(good, "</tr>\n")
	swap := func(old, new string) string { return strings.Replace(good, old, new, 1) }
	for name, body := range map[string]string{
		"nothing":                           "",
		"no permission":                     "You do not have permission to be here\n",
		"a login page":                      `<html><form><input type=text name=user><input type=password name=pass></form></html>`,
		"a page of a proxy":                 `<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>`,
		"another page of the dialer":        "<html><body><a href=\"/vicidial/admin.php?ADD=999999\">Reports</a></body></html>",
		"markup in a name":                  swap("</td>\n\t\t<td><font size=1></td>", "<b>x</b></td>\n\t\t<td><font size=1></td>"),
		"a cell more":                       swap("\n\t\t<td><font size=1></td>", "\n\t\t<td><font size=1></td>\n\t\t<td><font size=1></td>"),
		"a cell less":                       strings.ReplaceAll(good, "\n\t\t<td><font size=1></td>\n\t\t<td><font size=1></td>", "\n\t\t<td><font size=1></td>"),
		"a row with other cells":            swap("\n\t\t<td><font size=1></td>", ""),
		"the link names another server":     swap("&server_ip=10.0.9.", "&server_ip=10.0.8."),
		"a row twice":                       strings.Replace(good, rows[3], rows[3]+rows[3], 1),
		"a link to a row that is not there": swap("</table>", `<a href="/vicidial/admin.php?ADD=31111111111&extension=1&server_ip=10.0.9.8">x</a></table>`),
		"a row of another class":            swap(`class="records_list_x"`, `class="other"`),
	} {
		if body == good {
			t.Fatalf("%s: the page has not changed", name)
		}
		var refused *pages.NotReadableError
		if list, err := pages.ParsePhones([]byte(body)); !errors.As(err, &refused) || len(list) > 0 {
			t.Errorf("%s: %d rows, %v", name, len(list), err)
		}
	}
	for cut := range len(good) - 1 {
		if list, err := pages.ParsePhones([]byte(good[:cut])); err == nil || len(list) > 0 {
			t.Fatalf("cut at %d: %d rows", cut, len(list))
		}
	}
}

// Pages of other builds and languages read the same.
func TestOtherFormsOfThePageAreRead(t *testing.T) {
	good := page(t)
	want, err := pages.ParsePhones([]byte(good))
	if err != nil || len(want) != 12 {
		t.Fatal(len(want), err)
	}
	translated := strings.NewReplacer("Number", "NEBENSTELLE", "CHANGE", "ÄNDERN").Replace(good)
	closed := strings.ReplaceAll(good, "</td>\n\t\t<td>", "</font></td>\n\n<td>")
	latin := strings.Replace(good, "Number", "N\xfamero", 1)
	for name, body := range map[string]string{"translated": translated, "closed cells": closed, "windows-1252": latin, "in capitals": strings.NewReplacer("<tr ", "<TR ", "<td>", "<TD>", "</td>", "</TD>").Replace(good)} {
		got, err := pages.ParsePhones([]byte(body))
		if d := cmp.Diff(want, got); d != "" || err != nil || body == good {
			t.Errorf("%s: %v %s", name, err, d)
		}
	}
	old := strings.NewReplacer("<td><font size=1>---ALL---</td>", "", "<td><font size=1>AGENTS</td>", "").Replace(good)
	got, err := pages.ParsePhones([]byte(old))
	for i := range want {
		want[i].AdminUserGroup = ""
	}
	if d := cmp.Diff(want, got); d != "" || err != nil {
		t.Errorf("without groups: %v %s", err, d)
	}
}

// A page as a real dialer sends it, cut down to its frame and with made-up phones.
func TestARealFormOfThePage(t *testing.T) {
	body, err := os.ReadFile(filepath.Join("testdata", "phones.html"))
	if err != nil {
		t.Fatal(err)
	}
	got, err := pages.ParsePhones(body)
	want := []apiclient.Phone{
		{Extension: "4001", Protocol: "SIP", ServerIP: "192.168.7.2", DialplanNumber: "4001", VoicemailID: "BLANK", PhoneFullName: "Mo Ray", AdminUserGroup: "---ALL---"},
		{Extension: "4002", Protocol: "SIP", ServerIP: "192.168.7.2", DialplanNumber: "4002", VoicemailID: "4002", PhoneFullName: "Lu & Vi", AdminUserGroup: "SALES"},
		{Extension: "desk 4", Protocol: "PJSIP", ServerIP: "192.168.7.3", DialplanNumber: "14", VoicemailID: "4", PhoneFullName: "O'Hara", AdminUserGroup: "---ALL---"},
	}
	if d := cmp.Diff(want, got); d != "" || err != nil {
		t.Errorf("%v %s", err, d)
	}
}

// Whatever the page, its phones have an extension and a server, and none stands twice.
func FuzzPhones(f *testing.F) {
	f.Add([]byte(page(f)))
	f.Add([]byte("<html></html>"))
	f.Fuzz(func(t *testing.T, body []byte) {
		list, err := pages.ParsePhones(body)
		if err != nil && len(list) > 0 {
			t.Fatal("rows and an error")
		}
		seen := make(map[string]bool)
		for _, p := range list {
			key := strings.ToLower(p.Extension) + " " + p.ServerIP
			if seen[key] {
				t.Fatalf("%s stands twice", key)
			}
			seen[key] = true
		}
	})
}
