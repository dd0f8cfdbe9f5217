package preflight

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
)

// damagedValues are values that a spreadsheet has changed, with the code of the damage.
var damagedValues = []struct {
	field apiclient.Field
	code  apiclient.Code
	value string
}{
	{apiclient.OutboundCID, codes.Scientific, "7.27555E+09"},
	{apiclient.OutboundCID, codes.Scientific, "7,28E+09"},
	{apiclient.OutboundCID, codes.Scientific, "1E+15"},
	{apiclient.Extension, codes.Scientific, "2E+10"},
	{apiclient.OutboundCID, codes.Scientific, "7.275551212E9"},
	{apiclient.OutboundCID, codes.Scientific, "-7.2e+09"},
	{apiclient.PhoneFullName, codes.Scientific, "7.27555E+09"},
	{apiclient.PhonePass, codes.Scientific, "1.23457E+11"},
	{apiclient.Extension, codes.Date, "5-Mar"},
	{apiclient.Extension, codes.Date, "05-Mar"},
	{apiclient.PhoneLogin, codes.Date, "Mar-05"},
	{apiclient.Extension, codes.Date, "mar-05"},
	{apiclient.Extension, codes.Date, "05-Mar-26"},
	{apiclient.Extension, codes.Date, "5-Mar-2026"},
	{apiclient.Extension, codes.Date, "3/5/2026"},
	{apiclient.Extension, codes.Date, "03/05/26"},
	{apiclient.OutboundCID, codes.Date, "13/05/2026"},
	{apiclient.Extension, codes.Date, "05.03.2026"},
	{apiclient.Extension, codes.Date, "5.3.26"},
	{apiclient.Extension, codes.Date, "2026-03-05"},
	{apiclient.OutboundCID, codes.Date, "2026-03-05"},
	{apiclient.Extension, codes.Date, "2026-03-05 00:00:00"},
	{apiclient.Extension, codes.Date, "2026-03-05T00:00:00"},
	{apiclient.Extension, codes.Date, "3/5/2026 12:00 AM"},
	{apiclient.Extension, codes.Date, "05-03-2026"},
	{apiclient.Extension, codes.Date, "5. Mär"},
	{apiclient.Extension, codes.Date, "05. Mrz"},
	{apiclient.Extension, codes.Date, "05-mars"},
	{apiclient.Extension, codes.Date, "Mai 26"},
	{apiclient.Extension, codes.Date, "5-déc."},
	{apiclient.Extension, codes.Date, "01-ene-2026"},
	{apiclient.PhonePass, codes.Date, "5-Mar"},
	{apiclient.PhonePass, codes.Date, "Mar-05"},
	{apiclient.PhoneFullName, codes.Date, "Mar-05"},
	{apiclient.PhoneFullName, codes.Date, "2026-03-05"},
	{apiclient.ServerIP, codes.Date, "10.1.2026"},
	{apiclient.TemplateID, codes.Date, "1-Sep"},
	{apiclient.AdminUserGroup, codes.Date, "2026-03-05 00:00:00"},
	{apiclient.LocalGMT, codes.Date, "5-May"},
	{apiclient.Email, codes.Date, "3/5/2026"},
	{apiclient.Extension, codes.Date, "\u200b5\u2011Mar "}, // found after tidying
	{apiclient.OutboundCID, codes.SheetError, "#N/A"},
	{apiclient.OutboundCID, codes.SheetError, "#REF!"},
	{apiclient.OutboundCID, codes.SheetError, "#VALUE!"},
	{apiclient.OutboundCID, codes.SheetError, "#DIV/0!"},
	{apiclient.OutboundCID, codes.SheetError, "#NAME?"},
	{apiclient.OutboundCID, codes.SheetError, "#NULL!"},
	{apiclient.OutboundCID, codes.SheetError, "#NUM!"},
	{apiclient.OutboundCID, codes.SheetError, "#SPILL!"},
	{apiclient.OutboundCID, codes.SheetError, "#CALC!"},
	{apiclient.OutboundCID, codes.SheetError, "#NV"},
	{apiclient.OutboundCID, codes.SheetError, "#BEZUG!"},
	{apiclient.OutboundCID, codes.SheetError, "#WERT!"},
	{apiclient.OutboundCID, codes.SheetError, "Err:502"},
	{apiclient.OutboundCID, codes.SheetError, "#n/a"},
	{apiclient.PhonePass, codes.SheetError, "#N/A"},
	{apiclient.PhoneFullName, codes.SheetError, "#N/A"},
	{apiclient.Email, codes.SheetError, "#REF!"},
	{apiclient.Protocol, codes.SheetError, "#N/A"},
	{apiclient.IsWebphone, codes.SheetError, "#N/A"},
	{apiclient.DialplanNumber, codes.SheetError, "####"},
	{apiclient.LocalGMT, codes.SheetError, "#ÜBERLAUF!"},
	{apiclient.ServerIP, codes.SheetError, "#REF!"},
	{apiclient.Extension, codes.Formula, "=A2"},
	{apiclient.PhoneFullName, codes.Formula, `=A2&" "&B2`},
	{apiclient.PhonePass, codes.Formula, "=RAND()"},
	{apiclient.OutboundCID, codes.Formula, "+SUM(A1:A3)"},
	{apiclient.OutboundCID, codes.Formula, "@SUM(A1)"},
	{apiclient.Email, codes.Formula, "=C4"},
}

func TestDamageIsAnErrorAndIsNeverMended(t *testing.T) {
	for _, tt := range damagedValues {
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

// A value whose damage is ignored is judged like any other value.
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
