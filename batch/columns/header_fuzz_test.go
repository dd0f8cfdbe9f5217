package columns

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"phonebatch/apiclient"
	"phonebatch/batch/sheet"
)

// requiredHeader is the header with the required fields only.
var requiredHeader = func() string {
	var required []string
	for _, field := range apiclient.Fields() {
		if field.Required() {
			required = append(required, field.String())
		}
	}
	return strings.Join(required, "\t")
}()

// mapSeeds are headers, with tabs between the names, and values of --map, one on each line.
var mapSeeds = [][2]string{
	{requiredHeader, ""},
	{requiredHeader + "\tExt\tLogin", "Ext=\nLogin=email"},
	{"Name\tLogin\tPass\tFone Pass", "Name=phone_full_name"},
	{"", "="},
	{"\t\t", "#="},
	{"Agents 2026\t\t", ""},
	{"#\t#\t-", "#=extension\n-="},
	{"ext\tEXT\tE x t", "EXT=\next=email"},
	{"\xff\t\u200b\tİ\tẞ\t㎒", "㎒=email"},
	{"First Name\tLast Name", "A=B=extension"},
	{"10.0.9.8\tSIP\tsecret", ""},
	{"line\tkind\tstatus\tcode\tverified\trun", ""},
}

// FuzzMapColumns: for any header and --map, either each required field has a column or a filler and no column has two
// fields, or there is an error with a reason, a remedy and a code.
func FuzzMapColumns(f *testing.F) {
	for _, seed := range mapSeeds {
		f.Add(seed[0], seed[1], uint16(0))
	}
	f.Fuzz(func(t *testing.T, header, maps string, fills uint16) {
		filling := make(certainties)
		for _, field := range apiclient.Fields() {
			if field < 16 && fills>>field&1 == 1 {
				filling[field] = certain
			}
		}
		h := sheet.Header{Line: 1}
		for name := range strings.SplitSeq(header, "\t") {
			h.Names = append(h.Names, strings.TrimSpace(name))
			if n := normal(name); normal(n) != n {
				t.Fatalf("%q is normally %q, and that is %q", name, n, normal(n))
			}
		}
		m, err := ParseMapping(strings.Split(maps, "\n"))
		if err != nil {
			m = Mapping{}
		}
		cols, renamed, err := mapColumns(h, filling, m, nil, false)
		var head *HeaderError
		var mapping *MappingError
		switch {
		case errors.As(err, &head):
			if head.Error() == "" || len(head.Codes()) == 0 || len(head.Hints()) == 0 || slices.Contains(head.Hints(), "") {
				t.Fatalf("%+v: %s; %q", head, head, head.Hints())
			}
		case errors.As(err, &mapping):
			if mapping.Reason == "" || mapping.Remedy == "" {
				t.Fatalf("%+v", mapping)
			}
		case err != nil:
			t.Fatal(err)
		default:
			consistent(t, h, filling, cols, renamed)
		}
	})
}

// consistent fails the test if the columns contradict each other.
func consistent(t *testing.T, h sheet.Header, filling certainties, cols *assigned, renamed []string) {
	t.Helper()
	if len(renamed) != len(h.Names) {
		t.Fatalf("%d names of %d", len(renamed), len(h.Names))
	}
	has := make(map[string]string)
	left := 0
	for i, name := range renamed {
		if _, field := known[normal(name)]; !field {
			left++
			continue
		}
		if other, twice := has[name]; twice {
			t.Fatalf("%q and %q are %s", other, h.Names[i], name)
		}
		has[name] = h.Names[i]
	}
	for _, f := range apiclient.Fields() {
		switch column, ok := has[f.String()]; {
		case column != cols.names[f]:
			t.Fatalf("%s is read from %q, and said to be in %q", f, column, cols.names[f])
		case !ok && f.Required() && filling[f] == 0:
			t.Fatalf("%s is nowhere", f)
		}
	}
	if len(cols.unknown) > left || len(cols.unsure) > len(cols.unknown) {
		t.Fatalf("%d columns left, unknown %q, unsure %v", left, cols.unknown, cols.unsure)
	}
	for _, m := range cols.mapped {
		if has[m.Field] != m.Column {
			t.Fatalf("%v is said, and is not so: %v", m, has)
		}
	}
}
