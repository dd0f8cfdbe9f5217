package preflight

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
)

func TestDamageIsAnErrorAndIsNeverMended(t *testing.T) {
	number, cid, login, pass := apiclient.Extension, apiclient.OutboundCID, apiclient.PhoneLogin, apiclient.PhonePass
	name, group, server := apiclient.PhoneFullName, apiclient.AdminUserGroup, apiclient.ServerIP
	for _, tt := range []struct {
		field apiclient.Field
		code  apiclient.Code
		value string
	}{
		{cid, codes.Scientific, "7.27555E+09"},
		{cid, codes.Scientific, "7,28E+09"},
		{cid, codes.Scientific, "1E+15"},
		{number, codes.Scientific, "2E+10"},
		{cid, codes.Scientific, "7.275551212E9"},
		{cid, codes.Scientific, "-7.2e+09"},
		{name, codes.Scientific, "7.27555E+09"},
		{pass, codes.Scientific, "1.23457E+11"},
		{number, codes.Date, "5-Mar"},
		{number, codes.Date, "05-Mar"},
		{login, codes.Date, "Mar-05"},
		{number, codes.Date, "mar-05"},
		{number, codes.Date, "05-Mar-26"},
		{number, codes.Date, "5-Mar-2026"},
		{number, codes.Date, "3/5/2026"},
		{number, codes.Date, "03/05/26"},
		{cid, codes.Date, "13/05/2026"},
		{number, codes.Date, "05.03.2026"},
		{number, codes.Date, "5.3.26"},
		{number, codes.Date, "2026-03-05"},
		{cid, codes.Date, "2026-03-05"},
		{number, codes.Date, "2026-03-05 00:00:00"},
		{number, codes.Date, "2026-03-05T00:00:00"},
		{number, codes.Date, "3/5/2026 12:00 AM"},
		{number, codes.Date, "05-03-2026"},
		{number, codes.Date, "5. Mär"},
		{number, codes.Date, "05. Mrz"},
		{number, codes.Date, "05-mars"},
		{number, codes.Date, "Mai 26"},
		{number, codes.Date, "5-déc."},
		{number, codes.Date, "01-ene-2026"},
		{pass, codes.Date, "5-Mar"},
		{pass, codes.Date, "Mar-05"},
		{name, codes.Date, "Mar-05"},
		{name, codes.Date, "2026-03-05"},
		{server, codes.Date, "10.1.2026"},
		{apiclient.TemplateID, codes.Date, "1-Sep"},
		{group, codes.Date, "2026-03-05 00:00:00"},
		{apiclient.LocalGMT, codes.Date, "5-May"},
		{apiclient.Email, codes.Date, "3/5/2026"},
		{number, codes.Date, "\u200b5\u2011Mar "}, // once it is tidied
		{cid, codes.SheetError, "#N/A"},
		{cid, codes.SheetError, "#REF!"},
		{cid, codes.SheetError, "#VALUE!"},
		{cid, codes.SheetError, "#DIV/0!"},
		{cid, codes.SheetError, "#NAME?"},
		{cid, codes.SheetError, "#NULL!"},
		{cid, codes.SheetError, "#NUM!"},
		{cid, codes.SheetError, "#SPILL!"},
		{cid, codes.SheetError, "#CALC!"},
		{cid, codes.SheetError, "#NV"},
		{cid, codes.SheetError, "#BEZUG!"},
		{cid, codes.SheetError, "#WERT!"},
		{cid, codes.SheetError, "Err:502"},
		{cid, codes.SheetError, "#n/a"},
		{pass, codes.SheetError, "#N/A"},
		{name, codes.SheetError, "#N/A"},
		{apiclient.Email, codes.SheetError, "#REF!"},
		{apiclient.Protocol, codes.SheetError, "#N/A"},
		{apiclient.IsWebphone, codes.SheetError, "#N/A"},
		{apiclient.DialplanNumber, codes.SheetError, "####"},
		{apiclient.LocalGMT, codes.SheetError, "#ÜBERLAUF!"},
		{server, codes.SheetError, "#REF!"},
		{number, codes.Formula, "=A2"},
		{name, codes.Formula, `=A2&" "&B2`},
		{pass, codes.Formula, "=RAND()"},
		{cid, codes.Formula, "+SUM(A1:A3)"},
		{cid, codes.Formula, "@SUM(A1)"},
		{apiclient.Email, codes.Formula, "=C4"},
	} {
		t.Run(fmt.Sprintf("%s %s", tt.field, tt.value), func(t *testing.T) {
			l := mustRead(t, listOf(with(tt.field, tt.value)), Options{Keep: true})
			row := l.Rows[0]
			explained(t, row.Problems)
			if len(row.Problems) != 1 || row.Problems[0].Code != tt.code || row.Problems[0].Severity != codes.Error || row.Problems[0].Column != tt.field.String() {
				t.Errorf("found %v", shorts(row.Problems))
			}
			want := tt.value
			if tt.field.Secret() {
				want = "***"
			}
			if row.Problems[0].Value != want || len(l.Mends) > 0 && tt.value[0] != "\u200b"[0] {
				t.Errorf("shown as %q, mended by %v", row.Problems[0].Value, l.Mends)
			}
			tells(t, l, map[bool]string{true: tt.value, false: "no secret"}[tt.field.Secret()])
		})
	}
}

func TestHonestValuesAreNoDamage(t *testing.T) {
	damage := []apiclient.Code{codes.Scientific, codes.Date, codes.SheetError, codes.Formula}
	for field, values := range map[apiclient.Field][]string{
		apiclient.Extension: {
			"25-1", "1-2", "12-25", "1-2-14", "1-2-2001", "5e12", "12E3", "1E-05", "2e10", "E5", "cc101", "mar5", "May", "agent-12", "2026", "20260305", "03052026", "13-13-2026", "Ext-05",
			"market-05", "99-Mar", "0-Mar", "err502", "1999-13-01", "3-5-26", "out-05", "set-12",
		},
		apiclient.DialplanNumber: {"*97#", "#1", "##", "#12#", "9172755512"},
		apiclient.OutboundCID:    {"+17275551212", "+1 (727) 555-1212", "727.555.1212", "01.42.68.53.00", "12.05.26", "12-05-26", "+49 30 (0) 123", "(030) 123"},
		apiclient.ServerIP:       {"10.0.9.8", "1.1.1.1", "10.1.26", "10.12.2026.1"},
		apiclient.LocalGMT:       {"-5.00", "5.5", "10.5", "12.75", "+5", "-05:00", "0"},
		apiclient.PhonePass:      {"march-2026", "May-2026", "jun-26", "2e10xk", "a=b", "June-05"},
		apiclient.PhoneFullName:  {"May Lee", "Jan 05", "April May", "Dec. 12", "E. 5", "Mar. 2026", "7 of 9", "ext 5-Mar"},
		apiclient.PhoneContext:   {"mar-05", "2026-03-05", "from-inside"},
		apiclient.AdminUserGroup: {"JAN-26", "Mar-05", "2026-03-05", "05-03-2026", "Err:5"},
		apiclient.TemplateID:     {"Sep-01", "2026-03-05"},
		apiclient.Email:          {"5-mar@example.com", "a=b@example.com", "2026-03-05@example.com"},
	} {
		for _, v := range values {
			for _, p := range found(t, with(field, v), Options{}) {
				for _, code := range damage {
					if p == fmt.Sprintf("error %s %s", code, field) {
						t.Errorf("%s %q: %s", field, v, p)
					}
				}
			}
		}
	}
}

// Whoever says that a value is meant has it treated like any other.
func TestDamageThatIsIgnoredIsJudgedLikeAnyValue(t *testing.T) {
	o := Options{Ignore: ignoring(codes.Date, codes.Scientific)}
	if d := cmp.Diff([]string{"error characters_dropped outbound_cid"}, found(t, with(apiclient.OutboundCID, "7.27555E+09"), o)); d != "" {
		t.Error(d)
	}
	o.Keep = true
	l := mustRead(t, listOf(with(apiclient.OutboundCID, "2026-03-05")), o)
	if l.Rows[0].Invalid || l.Rows[0].Phone.OutboundCID != "20260305" {
		t.Errorf("%+v", l.Rows[0])
	}
}
