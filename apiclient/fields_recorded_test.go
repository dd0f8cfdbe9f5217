package apiclient_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"phonebatch/apiclient"
)

func TestStoresPredictsEveryRecordedRow(t *testing.T) {
	rows, changed := 0, 0
	for _, e := range recorded(t, apiclient.AddPhone) {
		if !e.succeeded() {
			continue
		}
		sent := e.phone()
		predicted := e.dialect.Stores(sent)
		specs := e.dialect.Specs(apiclient.AddPhone)
		got, want := make(map[string]string), make(map[string]string)
		differs := false
		for i, f := range apiclient.Fields() {
			if specs[i].Name != f.String() {
				t.Fatalf("spec %d is that of %s, want %s", i, specs[i].Name, f)
			}
			got[specs[i].Column] = predicted.Value(f)
			want[specs[i].Column] = e.Stored[specs[i].Column]
			differs = differs || sent.Value(f) != "" && sent.Value(f) != predicted.Value(f)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: stored (-), predicted (+):\n%s", e, diff)
		}
		rows++
		if differs && e.file == "core" {
			changed++
		}
	}
	if rows != 446 {
		t.Errorf("%d rows were compared, want 446", rows)
	}
	if changed != 95 { // contract/API.md, "Cleaning"
		t.Errorf("%d rows of core.jsonl are stored as something else than was sent, want 95", changed)
	}
}

func TestRequiredFieldsAreWhatAddPhoneRefuses(t *testing.T) {
	protocols := map[string]bool{"IAX2": true, "SIP": true, "Zap": true, "EXTERNAL": true}
	for _, e := range recorded(t, apiclient.AddPhone) {
		code := e.reply().Code
		if code.Refuses() {
			continue
		}
		var missing []string
		for _, spec := range e.dialect.Specs(apiclient.AddPhone) {
			clean := spec.Clean(e.Request[spec.Name])
			switch {
			case spec.Required && len(clean) < max(1, spec.Min):
				missing = append(missing, spec.Name)
			case spec.Name == "protocol" && !protocols[clean]:
				missing = append(missing, spec.Name)
			}
		}
		if refused := code == apiclient.CodeRequired; refused != (missing != nil) {
			t.Errorf("%s: missing %q, and the answer was %s", e, missing, code)
		}
	}
}

func TestOffsetsAreWhatTheDialerTakes(t *testing.T) {
	compared := 0
	for _, e := range recorded(t, apiclient.AddPhone) {
		taken := e.succeeded()
		if refused := e.reply().Code == apiclient.CodeTimezone; !taken && !refused {
			continue
		}
		spec, _ := e.dialect.Spec(apiclient.AddPhone, "local_gmt")
		clean := spec.Clean(e.Request["local_gmt"])
		if _, ok := apiclient.ParseOffset(clean); ok != taken {
			t.Errorf("%s: ParseOffset(%q) says %v, the dialer %v", e, clean, ok, taken)
		}
		compared++
	}
	if compared < 400 {
		t.Errorf("only %d exchanges reached the check of the offset", compared)
	}
}

func TestUpdateSpecsPredictEveryRecordedRow(t *testing.T) {
	compared := 0
	for _, e := range recorded(t, apiclient.UpdatePhone) {
		if e.Stored == nil || !e.succeeded() {
			continue
		}
		for _, spec := range e.dialect.Specs(apiclient.UpdatePhone) {
			sent := e.Request[spec.Name]
			want, known := e.Stored[spec.Column]
			if !known || spec.Clean(sent) == "" || strings.EqualFold(sent, "--BLANK--") {
				continue
			}
			got := spec.Stored(sent)
			if len(spec.Words) > 0 && got == "" {
				continue // update_phone ignores an unknown word
			}
			if got != want {
				t.Errorf("%s: %s %q is stored as %q, predicted %q", e, spec.Name, sent, want, got)
			}
			compared++
		}
	}
	if compared < 150 {
		t.Errorf("only %d values were compared", compared)
	}
}

func TestUpdateLimitsAreWhatTheDialerRefuses(t *testing.T) {
	// The field that a refusal is about, by the words of the refusal.
	named := map[string]string{
		"VALID PHONE NAME": "phone_full_name", "VALID EMAIL": "email", "VALID PHONE CONTEXT": "phone_context",
		"VALID REGISTRATION PASSWORD": "registration_password", "VALID PHONE PASSWORD": "phone_pass",
		"VALID VOICEMAIL NUMBER": "voicemail_id", "VALID DIALPLAN NUMBER": "dialplan_number",
		"OUTBOUND CID": "outbound_cid", "OUTBOUND ALT CID": "outbound_alt_cid", "USER GROUP MUST": "admin_user_group",
	}
	inside := func(spec apiclient.Spec, v string) bool {
		return len(v) >= spec.Min && (spec.Max == 0 || len(v) <= spec.Max)
	}
	refusals := make(map[string]bool)
	for _, e := range recorded(t, apiclient.UpdatePhone) {
		for words, field := range named {
			spec, known := e.dialect.Spec(apiclient.UpdatePhone, field)
			if !known {
				t.Fatalf("no spec for %s", field)
			}
			clean := spec.Clean(e.Request[field])
			switch refused := strings.Contains(e.Body, " "+words+" ") || strings.Contains(e.Body, " "+words+":"); {
			case refused:
				refusals[field] = true
				if inside(spec, clean) {
					t.Errorf("%s: refused, but %q is within %d-%d", e, clean, spec.Min, spec.Max)
				}
			case e.reply().Code == apiclient.CodeUpdated && clean != "" && !inside(spec, clean):
				t.Errorf("%s: taken, but %s %q is not within %d-%d", e, field, clean, spec.Min, spec.Max)
			}
		}
	}
	if len(refusals) != len(named) {
		t.Errorf("only %d of %d fields are refused somewhere: %v", len(refusals), len(named), refusals)
	}
}

func TestAliasAndUserSpecsPredictEveryRecordedRow(t *testing.T) {
	compared := make(map[apiclient.Function]int)
	for _, fn := range []apiclient.Function{apiclient.AddPhoneAlias, apiclient.UpdatePhoneAlias, apiclient.AddUser, apiclient.UpdateUser, apiclient.CopyUser} {
		for _, e := range recorded(t, fn) {
			// For AUTOGENERATED the dialer chooses a number.
			if e.Stored == nil || !e.succeeded() || e.Request["agent_user"] == "AUTOGENERATED" {
				continue
			}
			for _, spec := range e.dialect.Specs(fn) {
				sent, given := e.Request[spec.Name]
				if want, known := e.Stored[spec.Column]; known && given && sent != "--BLANK--" && spec.Stored(sent) != want {
					t.Errorf("%s: %s %q is stored as %q, predicted %q", e, spec.Name, sent, want, spec.Stored(sent))
				}
			}
			compared[fn]++
		}
	}
	want := map[apiclient.Function]int{
		apiclient.AddPhoneAlias: 15, apiclient.UpdatePhoneAlias: 6, apiclient.AddUser: 44,
		apiclient.UpdateUser: 19, apiclient.CopyUser: 5,
	}
	if diff := cmp.Diff(want, compared); diff != "" {
		t.Errorf("rows compared:\n%s", diff)
	}
}
