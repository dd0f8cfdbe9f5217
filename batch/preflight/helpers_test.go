package preflight

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"phonebatch/apiclient"
	"phonebatch/batch/columns"
)

// good returns a phone without problems.
func good() apiclient.Phone {
	return apiclient.Phone{
		Extension: "8101", DialplanNumber: "8101", VoicemailID: "8101", PhoneLogin: "8101", PhonePass: "Gx7kPq2w",
		ServerIP: "10.0.9.8", Protocol: "SIP", RegistrationPassword: "Rv4mTz9s", PhoneFullName: "Ann Lee",
		LocalGMT: "-5.00", OutboundCID: "7275551212",
	}
}

// with returns the good phone with some fields changed: field, value, field, value.
func with(changes ...any) apiclient.Phone {
	p := good()
	for i := 0; i < len(changes); i += 2 {
		p.Set(changes[i].(apiclient.Field), changes[i+1].(string))
	}
	return p
}

// numbered returns the good phone with a number and a password of its own.
func numbered(n int) apiclient.Phone {
	number := fmt.Sprint(n)
	return with(apiclient.Extension, number, apiclient.DialplanNumber, number, apiclient.VoicemailID, number, apiclient.PhoneLogin, number,
		apiclient.RegistrationPassword, "Rv4mTz9s"+number)
}

func names(fields []apiclient.Field) []string {
	list := make([]string, len(fields))
	for i, f := range fields {
		list[i] = f.String()
	}
	return list
}

// table writes records as CSV.
func table(records ...[]string) string {
	var b strings.Builder
	w := csv.NewWriter(&b)
	if err := w.WriteAll(records); err != nil {
		panic(err)
	}
	return b.String()
}

// listOf returns a list of phones with all columns.
func listOf(phones ...apiclient.Phone) string {
	records := [][]string{names(apiclient.Fields())}
	for _, p := range phones {
		var cells []string
		for _, f := range apiclient.Fields() {
			cells = append(cells, p.Value(f))
		}
		records = append(records, cells)
	}
	return table(records...)
}

// requiredOf returns a header of the required columns, without some of them, and the cells of the phone.
func requiredOf(phone apiclient.Phone, without ...apiclient.Field) (header, cells []string) {
	for _, f := range apiclient.Fields() {
		if f.Required() && !slices.Contains(without, f) {
			header, cells = append(header, f.String()), append(cells, phone.Value(f))
		}
	}
	return header, cells
}

func mustRead(t testing.TB, list string, o Options) *List {
	t.Helper()
	if o.Problems == 0 {
		o.Problems = 100
	}
	l, err := Read(t.Context(), strings.NewReader(list), o)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func mustDefaults(t testing.TB, texts ...string) columns.Filling {
	t.Helper()
	d, err := columns.ParseFilling(columns.FillOptions{Defaults: texts})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func ignoring(codes ...apiclient.Code) map[apiclient.Code]bool {
	m := make(map[apiclient.Code]bool)
	for _, c := range codes {
		m[c] = true
	}
	return m
}

// short returns the severity, code and place of a problem.
func short(p Problem) string {
	return fmt.Sprintf("%d %s %s %s %q", p.Line, p.Severity, p.Code, p.Column, p.Value)
}

func shorts(problems []Problem) []string {
	list := make([]string, len(problems))
	for i, p := range problems {
		list[i] = short(p)
	}
	return list
}

// tells fails the test if anything that a user may see of a list holds one of the secrets.
func tells(t testing.TB, l *List, secrets ...string) {
	t.Helper()
	seen, err := json.Marshal([]any{l.Errors, l.Warnings, l.Mends})
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range l.Rows {
		for _, p := range row.Problems {
			seen = fmt.Appendf(seen, "%+v", p)
		}
	}
	for _, s := range secrets {
		if strings.Contains(string(seen), s) {
			t.Errorf("a password can be read in %s", seen)
		}
	}
}

// explained fails the test if a problem has no message or no remedy.
func explained(t testing.TB, problems []Problem) {
	t.Helper()
	for _, p := range problems {
		if p.Message == "" || p.Hint == "" {
			t.Errorf("%s: message %q, hint %q", short(p), p.Message, p.Hint)
		}
	}
}
