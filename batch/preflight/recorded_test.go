package preflight

import (
	"bufio"
	"bytes"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"phonebatch/apiclient"
)

// A recordedAdd is one add_phone that a real dialer answered, and the result of pre-flight for it as a list of one row.
type recordedAdd struct {
	name    string
	dialect apiclient.Dialect
	phone   apiclient.Phone   // as it was sent
	code    apiclient.Code    // of the dialer's answer
	stored  map[string]string // by column; nil if nothing was stored
	list    *List             // nil for a phone without any value, which is not a row
}

// passed reports whether pre-flight finds nothing and mends nothing.
func (r *recordedAdd) passed() bool {
	return r.list != nil && r.list.NErrors+r.list.NWarned == 0 && len(r.list.Mends) == 0
}

// told reports whether pre-flight has a problem or a mend for a field.
func (r *recordedAdd) told(f apiclient.Field) bool {
	return slices.ContainsFunc(r.list.Rows[0].Problems, func(p Problem) bool { return p.Column == f.String() }) ||
		slices.ContainsFunc(r.list.Mends, func(m Mend) bool { return m.Column == f.String() })
}

// recordedAdds returns all recorded calls. The sensible codes are ignored, because the recorded phones have passwords
// such as test.
func recordedAdds(t *testing.T) (all []*recordedAdd) {
	t.Helper()
	for _, name := range []string{"core", "random", "life", "next", "nonlatin"} {
		text, err := os.ReadFile(filepath.Join("..", "..", "apiclient", "testdata", name+".jsonl"))
		if err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(bytes.NewReader(text))
		lines.Buffer(nil, 1<<20)
		for lines.Scan() {
			var e struct {
				Request map[string]string
				Status  int
				Body    string
				Stored  map[string]string
			}
			if err := json.Unmarshal(lines.Bytes(), &e); err != nil {
				t.Fatal(err)
			}
			if e.Request["function"] == string(apiclient.AddPhone) {
				all = append(all, recordedOf(t, name, e.Request, e.Status, e.Body, e.Stored))
			}
		}
	}
	return all
}

func recordedOf(t *testing.T, name string, request map[string]string, status int, body string, stored map[string]string) *recordedAdd {
	t.Helper()
	d := apiclient.Dialect{NonLatin: name == "nonlatin"}
	reply := apiclient.ParseReply(apiclient.Request{Function: apiclient.AddPhone, Values: request}, d, status, []byte(body))
	r := &recordedAdd{name: name + " " + body, dialect: d, code: reply.Code, stored: stored}
	for _, f := range apiclient.Fields() {
		r.phone.Set(f, request[f.String()])
	}
	l, err := Read(t.Context(), strings.NewReader(listOf(r.phone)), Options{Dialect: d, Keep: true, Problems: 100, Ignore: ignoring(sensible...)})
	if err == nil && l.Total == 1 {
		r.list = l
	}
	return r
}

// elsewhere are the answers that depend on other things than the phone's values: its server, another phone, its
// template, or the API user.
var elsewhere = []apiclient.Code{
	apiclient.CodeServer, apiclient.CodePhoneExists, apiclient.CodeLoginExists, apiclient.CodeTemplate,
	apiclient.CodeLogin, apiclient.CodeLocked, apiclient.CodeFunction, apiclient.CodeMayNot, apiclient.CodeSource,
}

// A phone without problems was stored unchanged, or was refused for a reason that no list can show.
func TestWhatPassesWasStoredAsItIs(t *testing.T) {
	compared := make(map[string]int)
	for _, r := range recordedAdds(t) {
		if !r.passed() {
			continue
		}
		if r.code != apiclient.CodeAdded {
			compared["elsewhere"]++
			if !slices.Contains(elsewhere, r.code) {
				t.Errorf("%s: %q passes, and was refused: %s", r.name, phoneValues(r.phone), r.code)
			}
			continue
		}
		if compared["default"]++; r.dialect.NonLatin {
			compared["non-latin"]++
		}
		if r.stored == nil {
			t.Errorf("%s: nothing was stored", r.name)
		}
		for _, f := range apiclient.Fields() {
			spec, _ := r.dialect.Spec(apiclient.AddPhone, f.String())
			if v := r.phone.Value(f); v != "" && r.stored[spec.Column] != v {
				t.Errorf("%s: %s %q passes, and %q was stored", r.name, f, v, r.stored[spec.Column])
			}
		}
	}
	t.Logf("compared: %v", compared)
	if compared["default"] < 150 || compared["non-latin"] < 25 || compared["elsewhere"] < 30 {
		t.Errorf("only %v were compared", compared)
	}
}

// If the dialer refused a phone for its values, pre-flight refuses it too, or mends it so that the dialer takes it.
func TestWhatTheDialerRefusedForItsValuesIsRefusedOrMended(t *testing.T) {
	refused, mended := 0, 0
	for _, r := range recordedAdds(t) {
		if r.code != apiclient.CodeRequired && r.code != apiclient.CodeTimezone {
			continue
		}
		refused++
		if r.list == nil || r.list.Invalid == 1 {
			continue
		}
		mended++
		if len(r.list.Mends) == 0 {
			t.Errorf("%s: %q passes pre-flight", r.name, phoneValues(r.phone))
		}
	}
	t.Logf("refused: %d, mended: %d", refused, mended)
	if refused < 130 || mended < 5 {
		t.Errorf("only %d refusals for values were recorded, %d of them mended", refused, mended)
	}
}

// The stand-in dialer takes every phone without errors, mended or not.
func TestWhatHasNoErrorsIsAccepted(t *testing.T) {
	accepted := make(map[bool]int)
	for _, r := range recordedAdds(t) {
		if r.list == nil || r.list.Invalid == 1 {
			continue
		}
		accepted[r.dialect.NonLatin]++
		if reply, _ := sent(t, r.dialect, r.list.Rows[0].Phone); reply.Code != apiclient.CodeAdded {
			t.Errorf("%s: %q is mended by %v, and then the dialer says %s", r.name, phoneValues(r.phone), r.list.Mends, reply.Code)
		}
	}
	t.Logf("accepted, by non-latin mode: %v", maps.Clone(accepted))
	if accepted[false] < 200 || accepted[true] < 30 {
		t.Errorf("only %v had no errors", accepted)
	}
}

// If the dialer stored another value than was sent, there is at least a warning.
func TestWhatTheDialerChangedIsTold(t *testing.T) {
	changed := make(map[bool]int)
	for _, r := range recordedAdds(t) {
		if r.list == nil || r.stored == nil {
			continue
		}
		for _, f := range apiclient.Fields() {
			spec, _ := r.dialect.Spec(apiclient.AddPhone, f.String())
			v := r.phone.Value(f)
			if v == "" || r.stored[spec.Column] == v {
				continue
			}
			changed[r.dialect.NonLatin]++
			if !r.told(f) {
				t.Errorf("%s: %s %q became %q without a word", r.name, f, v, r.stored[spec.Column])
			}
		}
	}
	t.Logf("changed, by non-latin mode: %v", maps.Clone(changed))
	if changed[false] < 200 || changed[true] < 15 {
		t.Errorf("only %v were changed", changed)
	}
}
