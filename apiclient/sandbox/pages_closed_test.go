package sandbox

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"phonebatch/apiclient"
	"phonebatch/apiclient/pages"
)

// withUser returns the default dialer with a further user.
func withUser(change func(*User)) *Server {
	f := Default()
	u := f.State.Users[0]
	u.User, u.Pass = "other", "other1"
	change(&u)
	f.State.Users = append(f.State.Users, u)
	return New(f)
}

func pageReason(err error) apiclient.PageReason {
	var refusal *apiclient.PageError
	if errors.As(err, &refusal) {
		return refusal.Reason
	}
	return ""
}

func TestClosedPages(t *testing.T) {
	for name, tt := range map[string]struct {
		change func(*User)
		pass   string
		want   apiclient.PageReason
	}{
		"api_only_user":  {func(u *User) { u.APIOnlyUser = 1 }, "other1", apiclient.PageNoPermission},
		"level 7":        {func(u *User) { u.UserLevel = 7 }, "other1", apiclient.PageNoPermission},
		"inactive":       {func(u *User) { u.Active = "N" }, "other1", apiclient.PageLoginRefused},
		"wrong password": {func(*User) {}, "wrong", apiclient.PageLoginRefused},
	} {
		s := withUser(tt.change)
		_, err := pages.Phones(t.Context(), pageClient(t, s, "other", tt.pass, true))
		if got := pageReason(err); got != tt.want || strings.Contains(err.Error(), tt.pass) {
			t.Errorf("%s: %v, want %q", name, err, tt.want)
		}
	}
	s := withUser(func(u *User) { u.ASTAdminAccess = 0 })
	s.Call(phoneFields("1000"))
	var unreadable *pages.NotReadableError
	if _, err := pages.Deep(t.Context(), pageClient(t, s, "other", "other1", true), "1000", "10.0.9.8"); !errors.As(err, &unreadable) {
		t.Errorf("a form without the right: %v", err)
	}
}

func TestVisibleGroups(t *testing.T) {
	s := withUser(func(u *User) { u.AdminViewableGroups = []string{"agents"} })
	for extension, group := range map[string]string{"1000": "AGENTS", "1001": "ADMIN", "1002": ""} {
		s.Call(phoneFields(extension, "admin_user_group", group))
	}
	c := pageClient(t, s, "other", "other1", false)
	list, err := pages.Phones(t.Context(), c)
	if err != nil || len(list) != 2 || list[0].Extension != "1000" || list[1].Extension != "1002" {
		t.Errorf("%+v, %v", list, err)
	}
	if _, err := pages.Deep(t.Context(), c, "1001", "10.0.9.8"); !errors.Is(err, pages.ErrNoPhone) {
		t.Errorf("the form of a phone of another group: %v", err)
	}
	if _, err := pages.Deep(t.Context(), c, "1003", "10.0.9.8"); !errors.Is(err, pages.ErrNoPhone) {
		t.Errorf("the form of no phone: %v", err)
	}
	r := c.Call(t.Context(), apiclient.UpdatePhone, map[string]string{"extension": "1001", "server_ip": "10.0.9.8", "phone_full_name": "new"})
	if r.Code != apiclient.CodePhoneAbsent {
		t.Errorf("an update of a phone of another group: %s", r.Code)
	}
}

// TestPagesShareTheLockOut: bad logins of the API and of the pages count together, and lock both.
func TestPagesShareTheLockOut(t *testing.T) {
	s := New(Default())
	wrong, right := pageClient(t, s, "6666", "wrong", false), pageClient(t, s, "6666", "1234", false)
	for i := range badTries {
		if i%2 == 0 {
			expect(t, s, "wrong", bad)
			continue
		}
		if _, err := pages.Phones(t.Context(), wrong); pageReason(err) != apiclient.PageLoginRefused {
			t.Errorf("try %d: %v", i, err)
		}
	}
	if _, err := pages.Phones(t.Context(), right); pageReason(err) != apiclient.PageLocked {
		t.Errorf("after the lock: %v", err)
	}
	expect(t, s, "1234", locked)
}

func TestFaultsStrikePages(t *testing.T) {
	for fault, want := range map[Fault]apiclient.PageReason{
		Reset: apiclient.PageNotAnswered, LostReply: apiclient.PageNotAnswered, HTTP500: apiclient.PageBusy, Empty500Stored: apiclient.PageBusy,
		HTML: "", SilentLoss: "",
	} {
		for _, overHTTP := range []bool{false, true} {
			s := New(Default())
			faults, err := ParseFaults(string(fault) + "=100%")
			if err != nil {
				t.Fatal(err)
			}
			s.Inject(faults, 1)
			_, err = pages.Phones(t.Context(), pageClient(t, s, "6666", "1234", overHTTP))
			var unreadable *pages.NotReadableError
			if pageReason(err) != want || errors.As(err, &unreadable) != (fault == HTML) || (err == nil) != (fault == SilentLoss) {
				t.Errorf("%s: %v", fault, err)
			}
			if struck := s.Struck()[fault]; (struck == 1) != (fault != SilentLoss) {
				t.Errorf("%s struck %d times", fault, struck)
			}
		}
	}
}

func TestCapacityDelaysPages(t *testing.T) {
	s := New(Default())
	s.Capacity(1, 20*time.Millisecond)
	began := time.Now()
	if _, err := pages.Phones(t.Context(), pageClient(t, s, "6666", "1234", false)); err != nil || time.Since(began) < 20*time.Millisecond {
		t.Errorf("after %s: %v", time.Since(began), err)
	}
}

func TestPagesOfOtherRequests(t *testing.T) {
	s := New(Default())
	w := httptest.NewRecorder()
	s.ServeHTTP(w, httptest.NewRequest(http.MethodPost, PagesPath, nil))
	if w.Code != http.StatusMethodNotAllowed {
		t.Errorf("a POST got %d", w.Code)
	}
	w = httptest.NewRecorder()
	s.ServeHTTP(w, httptest.NewRequest(http.MethodGet, PagesPath+"?ADD=10000000000", nil))
	if w.Code != http.StatusUnauthorized || w.Header().Get("WWW-Authenticate") == "" {
		t.Errorf("a request without a login got %d", w.Code)
	}
	r := httptest.NewRequest(http.MethodGet, PagesPath+"?ADD=10000000000", nil)
	r.SetBasicAuth("6666", "1234")
	s.Call(phoneFields("1000"))
	s.Call(phoneFields("1000", "function", "update_phone", "active", "N"))
	w = httptest.NewRecorder()
	s.ServeHTTP(w, r)
	if _, err := pages.ParsePhones(w.Body.Bytes()); err == nil || strings.Contains(w.Body.String(), "extension=1000") {
		t.Errorf("the list of active phones: %v", err)
	}
}
