package preflight

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
	"phonebatch/batch/columns"
	"phonebatch/batch/sheet"
)

// records counts the records of a list without reading their cells.
func records(t *testing.T, list []byte, rename sheet.Rename) (n int) {
	t.Helper()
	r, err := sheet.NewReader[record](bytes.NewReader(list), sheet.Options{}, rename)
	if err != nil {
		t.Fatalf("the list was read, and now it cannot be: %v", err)
	}
	for {
		_, _, err := r.Next()
		var bad *sheet.RecordError
		switch {
		case errors.Is(err, io.EOF):
			return n
		case err != nil && !errors.As(err, &bad):
			t.Fatal(err)
		}
		n++
	}
}

// FuzzRead: for any bytes, pre-flight does not panic, accounts for every record, and gives every invalid row a problem
// with a place.
func FuzzRead(f *testing.F) {
	header, cells := requiredOf(good())
	rows := table(cells, cells)
	for _, seed := range []string{
		"", "\n", rows, "\xef\xbb\xbf" + rows, strings.ReplaceAll(rows, "\n", "\r\n"), rows + ",,,,\n\n", "1,2\n" + rows, rows + "\"a",
		strings.ReplaceAll(rows, "8101", "\"8\n1\""), strings.ReplaceAll(rows, "8101", "日,本"), rows + strings.ReplaceAll(rows, "8101", "8_1-01"),
		strings.ReplaceAll(rows, "Gx7kPq2w", ""), strings.ReplaceAll(rows, "-5.00", "\u22125"), strings.ReplaceAll(rows, "-5.00", "America/New_York"),
		strings.ReplaceAll(rows, "8101", "5-Mar"), strings.ReplaceAll(rows, "Ann", "\u200bJosé"), strings.ReplaceAll(rows, "Rv4mTz9s", "test"), listOf(on(12, 1)...),
		table(header, cells), listOf(good(), numbered(77)),
		"\xff", "a\x00", "PK\x03\x04",
	} {
		f.Add([]byte(seed))
	}
	defaults, err := columns.ParseFilling(columns.FillOptions{Defaults: []string{"phone_login={extension}", "is_webphone=y"}})
	if err != nil {
		f.Fatal(err)
	}
	all := strings.Join(names(apiclient.Fields()), ",") + ",Desk\n"
	f.Fuzz(func(t *testing.T, list []byte) {
		for _, list := range [][]byte{list, append([]byte(strings.Join(header, ",")+"\n"), list...), append([]byte(all), list...)} {
			for _, o := range []Options{
				{Keep: true, Problems: 3},
				{Keep: true, Problems: 1000, Strict: true, Filling: defaults, Dialect: apiclient.Dialect{NonLatin: true, Build: old}},
			} {
				judged(t, list, o)
			}
		}
	})
}

func judged(t *testing.T, list []byte, o Options) {
	l, err := Read(t.Context(), bytes.NewReader(list), o)
	if err != nil {
		return
	}
	if want := records(t, list, func(h sheet.Header) ([]string, error) { return h.Names, nil }); l.Total != want || len(l.Rows) != want {
		t.Fatalf("%d rows, %d of them kept, of %d records", l.Total, len(l.Rows), want)
	}
	invalid, last := 0, l.Header.Line
	counts := make(map[apiclient.Code]int)
	for _, row := range l.Rows {
		if row.Line <= last || l.Header.Encoding.String() == "UTF-8" && !bytes.HasPrefix(list, []byte("\x1f\x8b")) && !l.Header.Workbook && !bytes.Contains(list, bytes.TrimRight(row.Raw, string(l.Header.Delimiter))) {
			t.Fatalf("line %d behind line %d, bytes %q", row.Line, last, row.Raw)
		}
		last = row.Line
		hasError := false
		for _, p := range row.Problems {
			counts[p.Code]++
			hasError = hasError || p.Severity == codes.Error
			if p.Line != row.Line || p.Code == "" || p.Message == "" || p.Hint == "" {
				t.Fatalf("line %d: %+v", row.Line, p)
			}
		}
		if row.Invalid != hasError {
			t.Fatalf("line %d: invalid %v, problems %+v", row.Line, row.Invalid, row.Problems)
		}
		if row.Invalid {
			invalid++
		}
	}
	if n := l.Counts[codes.UnknownColumn]; n > 0 { // a problem of no single row
		counts[codes.UnknownColumn] = n
	}
	if d := cmp.Diff(counts, l.Counts); d != "" || invalid != l.Invalid {
		t.Fatalf("%d rows invalid, %d counted; %s", invalid, l.Invalid, d)
	}
	if len(l.Errors) != min(l.NErrors, o.Problems) || len(l.Warnings) != min(l.NWarned, o.Problems) {
		t.Fatalf("%d of %d errors, %d of %d warnings", len(l.Errors), l.NErrors, len(l.Warnings), l.NWarned)
	}
	o.Keep = false
	streamed, err := Read(t.Context(), bytes.NewReader(list), o)
	if err != nil || streamed.Rows != nil || streamed.Total != l.Total || streamed.Invalid != l.Invalid {
		t.Fatalf("streamed: %+v, %v", streamed, err)
	}
	if d := cmp.Diff(l.Errors, streamed.Errors); d != "" {
		t.Fatal(d)
	}
}

// FuzzServers: for any cells of the columns servers and alias_id, and any login, pre-flight does not panic and loses no
// record: each has one row, or one on each of different servers with different logins. The rows of a record are
// together, and have one alias.
func FuzzServers(f *testing.F) {
	for _, seed := range [][3]string{
		{"", "8101", "8101x"},
		{"10.0.9.8,10.0.9.9", "8101", ""},
		{"10.0.9.8=,10.0.9.9=b", "abcdefghijklmno", "8101"},
		{"10.0.9.8=a,10.0.9.8=b", "NULL", "no_phone"},
		{"both", "", "\u200bx"},
		{"010.0.9.77=zz, 10.0.9.8", "José", "josé"},
	} {
		f.Add(seed[0], seed[1], seed[2])
	}
	header, _ := requiredOf(good(), apiclient.ServerIP)
	o := clustered(f, columns.ServerOptions{Servers: []string{"10.0.9.8=a", "10.0.9.9=b"}, Prefixes: []string{"auto"}}, "")
	o.Problems = 100
	f.Fuzz(func(t *testing.T, servers, login, alias string) {
		rows := [][]string{append(slices.Clone(header), "servers", "alias_id")}
		for i, cell := range []string{servers, "", servers} {
			p := numbered(8101 + i)
			p.PhoneLogin = login
			_, cells := requiredOf(p, apiclient.ServerIP)
			rows = append(rows, append(cells, cell, alias))
		}
		list := table(rows...)
		l, err := Read(t.Context(), strings.NewReader(list), o)
		if err != nil {
			return
		}
		seen := make(map[int]map[string]string) // logins by line and server
		last := 0
		for _, row := range l.Rows {
			if row.Line < last || seen[row.Line] != nil && row.Line != last {
				t.Fatalf("line %d behind line %d", row.Line, last)
			}
			if last = row.Line; seen[last] == nil {
				seen[last] = make(map[string]string)
			}
			if _, twice := seen[last][row.Phone.ServerIP]; twice || row.Server == nil && len(seen[last]) > 0 {
				t.Fatalf("line %d has two phones on %q", last, row.Phone.ServerIP)
			}
			if seen[last][row.Phone.ServerIP] = row.Phone.PhoneLogin; row.Server != nil && row.Phone.ServerIP != row.Server.IP {
				t.Fatalf("line %d: %q is for %q", last, row.Phone.ServerIP, row.Server.IP)
			}
		}
		want := records(t, []byte(list), func(h sheet.Header) ([]string, error) { return h.Names, nil })
		if len(seen) != want || l.Records != want || len(l.Rows) != l.Total {
			t.Fatalf("%d records of %d, %d rows of %d", len(seen), want, len(l.Rows), l.Total)
		}
		members, named := 0, 0
		for _, row := range l.Rows {
			if aliasKey(o.Dialect, row.Alias.ID) != "" {
				named++
			}
		}
		for _, a := range l.Aliases() {
			members += len(a.Rows)
			if a.ID == "" || a.Name == "" || !slices.IsSorted(a.Rows) {
				t.Fatalf("%+v", a)
			}
		}
		if members != named {
			t.Fatalf("%d members, and %d rows with an alias", members, named)
		}
	})
}

// FuzzValue: for any value, mending a second time changes nothing, the result is valid text, and damaged values are not
// mended.
func FuzzValue(f *testing.F) {
	for _, seed := range append(append([]string{}, dictionary...), "5. Mär", "(UTC-05:00) X", "+05:30", "Err:502", "#N/A", "3/5/2026 12:00 AM", "010.0.0.01", "Œ\u0301ß", "\u200b\u00a0x", "+SUM(", "7,2E+1", "7.0") {
		f.Add(seed)
	}
	z := newZones(2026)
	f.Fuzz(func(t *testing.T, v string) {
		if !utf8.ValidString(v) {
			return // package sheet refuses these
		}
		for _, o := range []Options{{}, {Dialect: apiclient.Dialect{NonLatin: true}, Asked: true}} {
			var p apiclient.Phone
			for _, f := range apiclient.Fields() {
				p.Set(f, v)
			}
			tidied, mended, damaged := mendedOf(&o, z, p)
			_, again, _ := mendedOf(&o, z, mended)
			for _, f := range apiclient.Fields() {
				if got := mended.Value(f); again.Value(f) != got || !utf8.ValidString(got) {
					t.Fatalf("%s: %q is mended to %q, and then to %q", f, v, got, again.Value(f))
				}
				if got := mended.Value(f); damaged.has(f) && got != tidied.Value(f) {
					t.Fatalf("%s: %q is damaged, and mended to %q", f, v, got)
				}
			}
		}
	})
}

// mendedOf tidies and mends a phone as a pass does, without defaults.
func mendedOf(o *Options, z *zones, p apiclient.Phone) (tidied, mended apiclient.Phone, damaged fieldSet) {
	m, j := newMender(o, z), newJudge(o, &columns.Columns{}, z)
	m.tidy(1, &p)
	tidied = p
	j.begin(0, 1, &tidied)
	damaged = j.damage(&p)
	m.mend(1, &p, damaged)
	return tidied, p, damaged
}
