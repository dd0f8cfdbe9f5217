package batch

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"phonebatch/apiclient"
	"phonebatch/apiclient/pages"
	"phonebatch/batch/run"
)

// exported exports the phones of a sandbox with 20 phones. answer answers the request for the page of a phone; it
// returns false if the sandbox answers.
func exported(t *testing.T, answer func(w http.ResponseWriter, extension string) bool) (*Exported, error) {
	t.Helper()
	d := newDialer()
	if out, err := newDesk(t).run(t, importing(t, d), listOf(20)); err != nil || tally(out.Results)["added added yes"] != 20 {
		t.Fatal(err)
	}
	d.Intercept(func(next http.HandlerFunc) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			query := r.URL.Query()
			if query.Get("ADD") != "31111111111" || !answer(w, query.Get("extension")) {
				next(w, r)
			}
		}
	})
	c := d.client(t, "1234")
	defer c.Close()
	return (&Job{Run: run.Options{Workers: 4, Run: "x", GiveUp: time.Minute}}).Export(t.Context(), c)
}

// A page that comes and cannot be read leaves out its phone alone. A phone that is gone is no error.
func TestAnExportLeavesOutPhonesWithoutAPage(t *testing.T) {
	x, err := exported(t, func(w http.ResponseWriter, extension string) bool {
		if extension == "1007" {
			_, _ = io.WriteString(w, "<html>no page of the dialer</html>")
		}
		return extension == "1007"
	})
	if err != nil || len(x.Phones) != 19 || len(x.Unread) != 1 || x.Unread[0] != "1007" || x.Gone != 0 {
		t.Fatalf("%+v, %v", x, err)
	}
	if p := x.Phones[0]; p.Extension != "1001" || p.PhonePass != "Gx7kPq2w1001" || p.LocalGMT != "-5.00" || p.AdminUserGroup != "" {
		t.Errorf("%+v", p)
	}
	x.HidePasswords()
	for _, p := range x.Phones {
		if p.PhonePass != "" || p.RegistrationPassword != "" {
			t.Error("a password is left")
		}
	}
}

func TestPhonesThatAreGoneAreCounted(t *testing.T) {
	list := []pages.Phone{{Extension: "1001"}, {Extension: "1002"}, {Extension: "1003"}}
	v := &pages.Values{Phone: apiclient.Phone{Extension: "1001", Protocol: "PJSIP"}, Active: "N"}
	x, err := collect(list, []*pages.Values{v, nil, nil}, []error{nil, fmt.Errorf("x: %w", pages.ErrNoPhone), errNotRead})
	if err != nil || x.Gone != 1 || len(x.Unread) != 1 || x.Inactive != 1 || x.Foreign() != 1 {
		t.Errorf("%+v, %v", x, err)
	}
}

// If no page can be read, the export has failed.
func TestAnExportWithoutAnyPageFails(t *testing.T) {
	_, err := exported(t, func(w http.ResponseWriter, _ string) bool {
		_, _ = io.WriteString(w, "<html>no page of the dialer</html>")
		return true
	})
	var view *ViewError
	if !errors.As(err, &view) || !view.NoOther {
		t.Errorf("%v", err)
	}
}

// A password that becomes wrong during an export must not lock the user: no further page is asked for.
func TestAnExportStopsWhenItIsRefused(t *testing.T) {
	var asked atomic.Int64
	_, err := exported(t, func(w http.ResponseWriter, _ string) bool {
		if asked.Add(1) < 6 {
			return false
		}
		w.WriteHeader(http.StatusUnauthorized)
		return true
	})
	var view *ViewError
	var page *apiclient.PageError
	if !errors.As(err, &view) || !errors.As(err, &page) || page.Reason != apiclient.PageLoginRefused {
		t.Errorf("%v", err)
	}
	if n := asked.Load(); n > 6+4 {
		t.Errorf("%d pages were asked for", n)
	}
}
