package main

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"phonebatch/batch/exit"
)

// TestListsShowNoPassword: what is wrong with a list, or with how the program was called, is said without passwords.
func TestListsShowNoPassword(t *testing.T) {
	h := newHush(t)
	s := newStage(t, h, 3)
	newParrot(s, 3)
	whole, good, p := listHeader+row(0, h.password(1), h.password(2))+row(1, h.password(3), h.password(4)), row(2, h.password(5), h.password(6)), h.password(7)
	for name, text := range map[string]string{
		"headless":      good + good,
		"semicolons":    strings.ReplaceAll(whole, ",", ";"),
		"tabs":          strings.ReplaceAll(whole, ",", "\t"),
		"old-mac":       strings.ReplaceAll(whole, "\n", "\r"),
		"utf-16":        "\xff\xfe" + strings.ReplaceAll(whole, "", "\x00"),
		"latin-1":       strings.ReplaceAll(whole, "é", "\xe9"),
		"too-few":       listHeader + "5000," + p + "\n" + good,
		"too-many":      listHeader + "5000," + p + strings.Repeat(","+h.password(8), 20) + "\n" + good,
		"open-quote":    listHeader + "5000,\"" + p + "\n" + good,
		"inner-quote":   listHeader + "5000,5000,5000,5000,\"" + cleaned(p) + "\"x,10.1.0.0,SIP,x,Agent,-5.00,7275550100\n" + good,
		"twice":         listHeader + good + good,
		"wrong-columns": strings.Replace(whole, "phone_pass", "phone_pwd", 1) + good,
		"spaces":        listHeader + row(0, " "+p+" ", p) + good,
		"too-long":      listHeader + row(0, strings.Repeat(p, 9), p) + good,
		"no-text":       listHeader + row(0, p+"\xff", p+"\x00") + good,
		"as-a-server":   listHeader + strings.Replace(row(0, "10.1.0.0", h.password(8)), ",10.1.0.0,SIP,", ","+cleaned(p)+",SIP,", 1) + good,
		"only-symbols":  listHeader + row(0, p, "é!!") + good,
	} {
		list := name + ".list.csv"
		s.write(list, text)
		for _, more := range [][]string{nil, {"--strict"}, {"--skip-invalid", "--json"}} {
			s.call(append([]string{"check", "--online", s.path(list)}, more...)...)
			s.call(append([]string{"import", "--yes", "--start-over", s.path(list)}, more...)...)
			s.call(append([]string{"import", "--yes", "--start-over", "--overwrite", "--results", s.path("out.csv"), s.path(list)}, more...)...)
		}
		s.run("report", s.path(list))
		s.call("verify", s.path(list))
		s.run("sandbox", "--fixture", s.path(list))
	}
	s.sweep()
}

// TestFlagsShowNoPassword: what is wrong with flags is said without passwords, and the register keeps none of them.
func TestFlagsShowNoPassword(t *testing.T) {
	h := newHush(t)
	for name, args := range map[string][]string{
		"a default":               {"--default", "phone_pass=" + h.password(9)},
		"a default that is one's": {"--default", "phone_pass=" + h.password(9) + "{extension}", "--default", "registration_password={extension}" + h.password(8)},
		"a default of no column":  {"--default", "phone_pas=" + h.password(9)},
		"a default of none":       {"--default", "phone_pass:" + cleaned(h.password(9))},
		"a default of a password": {"--default", "phone_full_name={phone_pass}"},
		"a brace":                 {"--default", "phone_pass=" + h.password(9) + "{extension"},
		"a column":                {"--default", "phone_pass=" + h.password(9) + "{Staff No}"},
		"rows":                    {"--where", "phone_pass=" + h.password(9)},
		"rows by an expression":   {"--where", "phone_pass~[" + h.password(9)},
		"rows of no such column":  {"--where", "Secret!=" + h.password(9)},
		"an address":              {"--url", "https://6666:" + cleaned(h.password(9)) + "@dialer.example"},
		"a broken address":        {"--url", "https://6666:" + h.password(9) + "@dialer.example"},
		"a query":                 {"--url", "https://dialer.example/?pass=" + cleaned(h.password(9))},
		"a letter":                {"-p" + cleaned(h.password(9))},
		"a long one":              {"--password=" + h.password(9)},
		"a word":                  {"--password", h.password(9)},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStage(t, h, 3)
			newParrot(s, 3)
			s.write("list.csv", listHeader+row(0, "", "")+row(1, h.password(1), "")+row(2, "", h.password(2)))
			s.call(append([]string{"import", "--yes", "--results", s.path("r.csv"), s.path("list.csv")}, args...)...)
			s.call(append([]string{"check", "--online", "--json", s.path("list.csv")}, args...)...)
			s.run("runs", "--json")
			s.sweep()
		})
	}
}

// TestRegisterHoldsNoPassword: nor does the register hold one, its log and its locks among that, neither while a run is
// under way nor afterwards.
func TestRegisterHoldsNoPassword(t *testing.T) {
	s := newStage(t, newHush(t), 3)
	p := newParrot(s, 3)
	p.Intercept(func(next http.HandlerFunc) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			next(w, r)
			if len(p.Phones()) == 0 {
				return
			}
			for _, suffix := range []string{"", "-wal", "-shm", ".open"} {
				if _, err := os.Stat(s.register() + suffix); err != nil {
					t.Errorf("while phones are added: %v", err)
				}
			}
			for _, leak := range s.leaks(filepath.Dir(s.register())) {
				t.Errorf("while phones are added: %s", leak)
			}
		}
	})
	if status := s.call("import", "--yes", "--workers", "1", "--results", s.path("r.csv"), s.path("list.csv")); status != exit.Done {
		t.Errorf("exit status %d: %s", status, &s.said)
	}
	if status := s.call("undo", "--yes", "--workers", "1", "latest"); status != exit.Done {
		t.Errorf("exit status %d: %s", status, &s.said)
	}
	s.run("runs")
	s.sweep()
}
