package preflight

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
	"phonebatch/batch/columns"
)

// clustered returns the options for servers, and for aliases if alias is not empty.
func clustered(t testing.TB, o columns.ServerOptions, alias string) Options {
	t.Helper()
	servers, err := columns.ParseServers(o)
	if err != nil {
		t.Fatal(err)
	}
	aliasing, err := columns.ParseAliasing(alias, "")
	if err != nil {
		t.Fatal(err)
	}
	return Options{Keep: true, Servers: servers, Alias: aliasing}
}

// shownRows returns each row as line, server_ip, phone_login, dialplan_number, template_id.
func shownRows(l *List) (list []string) {
	for _, row := range l.Rows {
		p := &row.Phone
		list = append(list, strings.TrimSpace(fmt.Sprintf("%d %s %s %s %s", row.Line, p.ServerIP, p.PhoneLogin, p.DialplanNumber, p.TemplateID)))
	}
	return list
}

func codesOf(l *List) (list []string) {
	for code, n := range l.Counts {
		list = append(list, fmt.Sprintf("%s %d", code, n))
	}
	slices.Sort(list)
	return list
}

// placeless writes the good phones without server_ip, each with some more cells: column, cell, column, cell.
func placeless(n int, more ...string) string {
	header, _ := requiredOf(good(), apiclient.ServerIP)
	records := [][]string{header}
	for i := range n {
		_, cells := requiredOf(numbered(8101+i), apiclient.ServerIP)
		records = append(records, cells)
	}
	for i := 0; i < len(more); i += 1 + n {
		records[0] = append(records[0], more[i])
		for k := range n {
			records[k+1] = append(records[k+1], more[i+1+k])
		}
	}
	return table(records...)
}

func TestEachPersonGetsAPhoneOnEachServer(t *testing.T) {
	both := columns.ServerOptions{Servers: []string{"10.0.9.8", "10.0.9.9=q"}}
	prefixed := columns.ServerOptions{Servers: []string{"10.0.9.8=", "10.0.9.9"}, Prefixes: []string{"none", "1"}, Defaults: []string{"10.0.9.9:template_id=WSS"}}
	for name, tt := range map[string]struct {
		options listOptions
		list    string
		want    []string
		codes   []string
	}{
		"flag": {listOptions{ServerOptions: both}, placeless(2), []string{
			"2 10.0.9.8 8101a 8101", "2 10.0.9.9 8101q 8101", "3 10.0.9.8 8102a 8102", "3 10.0.9.9 8102q 8102",
		}, nil},
		"prefixes, and a template": {listOptions{ServerOptions: prefixed}, placeless(1), []string{"2 10.0.9.8 8101 8101", "2 10.0.9.9 8101b 18101 WSS"}, nil},
		"a cell of its own template": {
			listOptions{ServerOptions: prefixed},
			placeless(1, "template_id", "own"),
			[]string{"2 10.0.9.8 8101 8101 own", "2 10.0.9.9 8101b 18101 own"},
			nil,
		},
		"a default gives way to that of the server": {
			listOptions{ServerOptions: prefixed, Defaults: []string{"template_id=all"}},
			placeless(1),
			[]string{"2 10.0.9.8 8101 8101 all", "2 10.0.9.9 8101b 18101 WSS"},
			nil,
		},
		"cells": {listOptions{}, placeless(3, "servers", "10.0.9.8,10.0.9.9", "10.0.9.9=b", "10.0.9.10=zz"), []string{
			"2 10.0.9.8 8101a 8101", "2 10.0.9.9 8101b 8101", "3 10.0.9.9 8102b 8102", "4 10.0.9.10 8103zz 8103",
		}, nil},
		"a cell wins, with the suffix of the flag": {listOptions{ServerOptions: both}, placeless(2, "Servers", "", "010.0.9.9"), []string{
			"2 10.0.9.8 8101a 8101", "2 10.0.9.9 8101q 8101", "3 10.0.9.9 8102q 8102",
		}, nil},
		"by another name": {
			listOptions{Maps: []string{"Cluster=servers"}},
			placeless(1, "Cluster", "10.0.9.8,10.0.9.9"),
			[]string{"2 10.0.9.8 8101a 8101", "2 10.0.9.9 8101b 8101"},
			nil,
		},
		"server_ip beside a cell": {
			listOptions{},
			placeless(2, "servers", "10.0.9.8,10.0.9.9", "", "server_ip", "10.0.9.8", "10.0.9.8"),
			[]string{"2 10.0.9.8 8101 8101", "3 10.0.9.8 8102 8102"},
			[]string{"server_ip_beside_servers 1"},
		},
		"neither server_ip nor servers": {listOptions{}, placeless(1, "servers", ""), []string{"2  8101 8101"}, []string{"missing_value 1"}},
		"servers that cannot be read":   {listOptions{}, placeless(1, "servers", "both"), []string{"2  8101 8101"}, []string{"bad_servers 1"}},
		"a suffix unlike the flag's": {listOptions{ServerOptions: both}, placeless(2, "servers", "", "10.0.9.9=z"), []string{
			"2 10.0.9.8 8101a 8101", "2 10.0.9.9 8101q 8101", "3  8102 8102",
		}, []string{"suffix_differs 1"}},
		"a server that the prefixes leave out": {listOptions{ServerOptions: prefixed}, placeless(1, "servers", "10.0.9.77"), []string{"2  8101 8101"}, []string{"bad_servers 1"}},
	} {
		t.Run(name, func(t *testing.T) {
			o := clustered(t, tt.options.ServerOptions, "")
			o.Filling = mustDefaults(t, tt.options.Defaults...)
			var err error
			if o.Mapping, err = columns.ParseMapping(tt.options.Maps); err != nil {
				t.Fatal(err)
			}
			l := mustRead(t, tt.list, o)
			if d := cmp.Diff(tt.want, shownRows(l)); d != "" {
				t.Error(d)
			}
			if d := cmp.Diff(tt.codes, codesOf(l)); d != "" {
				t.Error(d)
			}
			explained(t, append(l.Errors, l.Warnings...))
		})
	}
}

// A listOptions holds the options of one case.
type listOptions struct {
	columns.ServerOptions
	Defaults, Maps []string
}

// EXTERNAL and Zap phones keep their dialplan_number: what the dialer dials for them is no line of its own dialplan.
func TestPrefixesAreForSIPAndIAX2(t *testing.T) {
	o := clustered(t, columns.ServerOptions{Servers: []string{"10.0.9.8", "10.0.9.9"}, Prefixes: []string{"7", "8"}}, "")
	for protocol, want := range map[string]string{"sip": "78101", "IAX2": "78101", "EXTERNAL": "8101", "Zap": "8101"} {
		header, cells := requiredOf(with(apiclient.Protocol, protocol, apiclient.Extension, "cc8101"), apiclient.ServerIP)
		if got := mustRead(t, table(header, cells), o).Rows[0].Phone.DialplanNumber; got != want {
			t.Errorf("%s: %s, want %s", protocol, got, want)
		}
	}
}

// What is wrong with a person is said once, not once for each server. The 15 characters of a login are counted with the
// suffix.
func TestProblemsOfARecordAreCountedOnce(t *testing.T) {
	o := clustered(t, columns.ServerOptions{Servers: []string{"10.0.9.8=", "10.0.9.9=b", "10.0.9.10=cc"}}, "")
	list := strings.NewReplacer("8101,Gx7kPq2w", "abcdefghijklmno,Gx7kPq2w", ",Ann Lee,", ",,", "7275551212", "=1").Replace(placeless(1))
	l := mustRead(t, list, o)
	want := []string{"cut_off 2", "duplicate_login 1", "formula 1", "missing_value 1"}
	if d := cmp.Diff(want, codesOf(l)); d != "" {
		t.Error(d)
	}
	if l.Total != 3 || l.Records != 1 || l.Invalid != 3 || l.NErrors != 5 {
		t.Errorf("%d rows of %d records, %d invalid, %d errors", l.Total, l.Records, l.Invalid, l.NErrors)
	}
	for _, row := range l.Rows { // each phone knows what is wrong with it
		if !row.Invalid || !slices.ContainsFunc(row.Problems, func(p Problem) bool { return p.Code == codes.Missing }) {
			t.Errorf("%+v", row.Problems)
		}
	}
}

// Words for nothing and the like are no logins, with whatever letters behind them.
func TestDamagedLoginsGetNoSuffix(t *testing.T) {
	for _, login := range []string{"NULL", "TRUE", "7.27555E+09", "5-Mar"} {
		l := mustRead(t, strings.Replace(placeless(1), "8101,Gx7kPq2w", login+",Gx7kPq2w", 1), clustered(t, columns.ServerOptions{Servers: []string{"10.0.9.8", "10.0.9.9"}}, ""))
		if got := l.Rows[1].Phone.PhoneLogin; got != login || !l.Rows[1].Invalid {
			t.Errorf("%s: %s", login, got)
		}
	}
}

// Warnings about numbers count people, not phones.
func TestRemarksCountPeople(t *testing.T) {
	o := clustered(t, columns.ServerOptions{Servers: []string{"10.0.9.8", "10.0.9.9", "10.0.9.10"}}, "")
	l := mustRead(t, strings.ReplaceAll(strings.ReplaceAll(placeless(2), "Rv4mTz9s8101", "abc"), "Rv4mTz9s8102", "abcd"), o)
	if want := "in 2 rows, this is the first: "; len(l.Warnings) != 1 || !strings.HasPrefix(l.Warnings[0].Message, want) {
		t.Errorf("%+v", l.Warnings)
	}
	if l.Sending.Warned != 1 || l.Sending.Servers["10.0.9.9"] != 2 {
		t.Errorf("%+v", l.Sending)
	}
}

// Filled says which values are not the list's: those of the servers' flags.
func TestValuesOfServersAreNotTheLists(t *testing.T) {
	o := clustered(t, columns.ServerOptions{Servers: []string{"10.0.9.8", "10.0.9.9"}, Prefixes: []string{"auto"}, Defaults: []string{"10.0.9.9:phone_context=floor"}}, "")
	rows := mustRead(t, placeless(1), o).Rows
	for i, want := range [][]apiclient.Field{{apiclient.DialplanNumber}, {apiclient.DialplanNumber, apiclient.PhoneContext}} {
		var got []apiclient.Field
		for _, f := range apiclient.Fields() {
			if rows[i].Filled.Has(f) {
				got = append(got, f)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("row %d: %v", i, got)
		}
	}
}

// Who ignores the code of a contradiction gets what the row says: its own server_ip, or its own suffix. Servers that
// cannot be read are no phone at all, and cannot be ignored.
func TestContradictionsOfServersCanBeIgnored(t *testing.T) {
	o := clustered(t, columns.ServerOptions{Servers: []string{"10.0.9.8", "10.0.9.9"}}, "")
	o.Ignore = ignoring(codes.ServerIPBeside, codes.SuffixDiffers)
	l := mustRead(t, placeless(4, "servers", "", "10.0.9.9=z", "", "", "server_ip", "10.0.9.77", "", "", "10.0.9.9"), o)
	want := []string{"2 10.0.9.77 8101 8101", "3 10.0.9.9 8102z 8102", "4 10.0.9.8 8103a 8103", "4 10.0.9.9 8103b 8103", "5 10.0.9.9 8104b 8104"}
	if d := cmp.Diff(want, shownRows(l)); d != "" || l.Invalid > 0 {
		t.Error(d, l.Errors)
	}
	if slices.Contains(codes.Ignorable, codes.ServersCell) {
		t.Error("a row without a server can be sent")
	}
	for _, login := range []string{"8101b", "8101B"} { // the suffix is there already
		l := mustRead(t, strings.Replace(placeless(1, "server_ip", "10.0.9.9"), "8101,8101,8101,8101,", "8101,8101,8101,"+login+",", 1), o)
		if got := shownRows(l); !slices.Equal(got, []string{"2 10.0.9.9 " + login + " 8101"}) {
			t.Error(got)
		}
	}
}

// Cells that have moved may put a password where the alias should be.
func TestAnAliasThatIsAPasswordIsNotShown(t *testing.T) {
	l := mustRead(t, placeless(2, "server_ip", "10.0.9.8", "10.0.9.9", "alias_id", "Gx7kPq2w", "Rv4mTz9s8102_", "alias_name", "", "Rv4mTz9s8102!"), Options{Keep: true})
	if l.NErrors == 0 {
		t.Error("nothing is wrong with them")
	}
	for _, p := range l.Errors {
		if strings.Contains(p.Value+p.Message, "Gx7kPq2w") || strings.Contains(p.Value+p.Message, "Rv4mTz9s8102") {
			t.Errorf("%+v", p)
		}
	}
}
