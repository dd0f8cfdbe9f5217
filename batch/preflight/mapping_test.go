package preflight

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"phonebatch/apiclient"
	"phonebatch/batch/columns"
)

func mustMap(t testing.TB, texts ...string) columns.Mapping {
	t.Helper()
	m, err := columns.ParseMapping(texts)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestAMappingThatCannotBeIsRefused(t *testing.T) {
	for _, tt := range []struct {
		texts          []string
		reason, remedy string
	}{
		{[]string{"Fone"}, "header=field", `--map "Phone="`},
		{[]string{"=extension"}, "no header", "before the ="},
		{[]string{" \u200b=extension"}, "no header", "before the ="},
		{[]string{"Fone=telephone"}, `no field "telephone"`, "help columns"},
		{[]string{"Fone=Phone Logn"}, `no field "Phone Logn"`, "--map Fone=phone_login"},
		{[]string{"My Fone=Ext."}, `no field "Ext."`, `--map "My Fone=extension"`},
		{[]string{"Fone=extension", "Fone=phone_login"}, "two for this header", "leave one"},
		{[]string{"Fone=extension", "Fone ="}, "two for this header", "leave one"},
		{[]string{"Fone=extension", "Desk=Extension"}, `"Fone" is to be extension already`, "leave one"},
	} {
		_, err := columns.ParseMapping(tt.texts)
		var e *columns.MappingError
		if !errors.As(err, &e) || !strings.Contains(e.Error(), tt.reason) || !strings.Contains(e.Remedy, tt.remedy) {
			t.Errorf("%q: got %v, %+v", tt.texts, err, e)
		}
	}
}

func TestMappingGoesBeforeNames(t *testing.T) {
	for name, tt := range map[string]struct {
		rename map[string]string
		more   []string
		maps   []string
		sets   map[apiclient.Field]string
		taken  []columns.Mapped
		left   []string
	}{
		"any name":            {rename: map[string]string{"phone_login": "Fone"}, maps: []string{"Fone=phone_login"}},
		"spelt otherwise":     {rename: map[string]string{"phone_login": "My - Fóne:"}, maps: []string{"my fone=Phone Login"}},
		"an equals sign":      {rename: map[string]string{"phone_login": "A=B"}, maps: []string{"A=B=phone_login"}},
		"unclear":             {rename: map[string]string{"phone_login": "Login"}, maps: []string{"login=phone_login"}},
		"a synonym":           {rename: map[string]string{"dialplan_number": "Ext"}, maps: []string{"Ext=dialplan_number"}},
		"a field's own name":  {rename: map[string]string{"extension": "phone_login", "phone_login": "extension"}, maps: []string{"extension=phone_login", "phone_login=extension"}},
		"a synonym gives way": {rename: map[string]string{"extension": "Fone"}, more: []string{"Ext"}, maps: []string{"Fone=extension"}, left: []string{"Ext"}},
		"set aside":           {more: []string{"Ext", "EXT."}, maps: []string{"ext="}, left: []string{"Ext", "EXT."}},
		"told apart":          {rename: map[string]string{"extension": "Ext"}, more: []string{"EXT."}, maps: []string{"EXT.="}, taken: []columns.Mapped{{Column: "Ext", Field: "extension"}}, left: []string{"EXT."}},
		"both told":           {rename: map[string]string{"extension": "Phone #"}, more: []string{"Phone"}, maps: []string{"Phone #=extension", "Phone=email"}, sets: map[apiclient.Field]string{apiclient.Email: "x"}},
		"our own column":      {more: []string{"problem"}, maps: []string{"Problem=email"}, sets: map[apiclient.Field]string{apiclient.Email: "x"}},
		"a sign":              {rename: map[string]string{"extension": "#"}, maps: []string{"#=extension"}},
	} {
		want := good()
		for f, v := range tt.sets {
			want.Set(f, v)
		}
		l := mustRead(t, headed(tt.rename, tt.more...), Options{Keep: true, Mapping: mustMap(t, tt.maps...)})
		if d := cmp.Diff(want, l.Rows[0].Phone); d != "" {
			t.Errorf("%s: %s", name, d)
		}
		if !slices.Equal(l.Mapped, tt.taken) || !slices.Equal(l.Unknown, tt.left) || len(l.Unsure) != 0 {
			t.Errorf("%s: taken %v, unknown %q, unsure %v", name, l.Mapped, l.Unknown, l.Unsure)
		}
	}
}

func TestAMappingThatDoesNotFitTheList(t *testing.T) {
	e := headerError(t, headed(nil, "Desk"), Options{Mapping: mustMap(t, "Fone=email", "Disk=")})
	if !slices.Equal(e.Absent, []string{"Fone", "Disk"}) || !strings.Contains(e.Error(), `not there: "Fone", "Disk"`) || !strings.Contains(hints(e), `"Desk"`) {
		t.Errorf("%v; %s", e, hints(e))
	}
	e = headerError(t, headed(map[string]string{"extension": "Phone #"}, "Phone"), Options{Mapping: mustMap(t, "phone=extension")})
	if !slices.Equal(e.Twice["extension"], []string{"Phone #", "Phone"}) || !strings.Contains(hints(e), `--map "Phone="`) {
		t.Errorf("%v; %s", e, hints(e))
	}
	e = headerError(t, headed(nil, "Fone"), Options{Mapping: mustMap(t, "Fone=extension")})
	if !slices.Equal(e.Twice["extension"], []string{"extension", "Fone"}) || !strings.Contains(hints(e), `--map "extension="`) {
		t.Errorf("%v; %s", e, hints(e))
	}
	_, err := Read(t.Context(), strings.NewReader(headed(nil, "Fone")), Options{Mapping: mustMap(t, "fone=email", "FONE=")})
	var twice *columns.MappingError
	if !errors.As(err, &twice) || !strings.Contains(twice.Reason, "same column") {
		t.Error(err)
	}
}

// The remedies for two columns of one field must work.
func TestSettingTheOtherAsideHelps(t *testing.T) {
	list := headed(nil, "Ext", "EXTENSION")
	e := headerError(t, list, Options{})
	if !strings.Contains(hints(e), `--map "Ext=" --map "EXTENSION="`) {
		t.Fatal(hints(e))
	}
	l := mustRead(t, list, Options{Keep: true, Mapping: mustMap(t, "Ext=", "EXTENSION=")})
	if l.Rows[0].Phone.Extension != good().Extension || !slices.Equal(l.Unknown, []string{"Ext", "EXTENSION"}) {
		t.Error(l.Rows[0].Phone.Extension, l.Unknown)
	}
	if e = headerError(t, headed(nil, "extension"), Options{}); strings.Contains(hints(e), "--map") {
		t.Error("two columns of one name cannot be told apart: ", hints(e))
	}
}

// A default may name a column by the list's name for it, even if the column holds a field.
func TestDefaultsNameColumnsAsTheListDoes(t *testing.T) {
	header, cells := requiredOf(good(), apiclient.PhoneLogin)
	header[0] = "Ext"
	header = append(header, "Name")
	cells = append(cells, "Ann Lee")
	read := func(mapping []string, defaults ...string) (*List, error) {
		return Read(t.Context(), strings.NewReader(table(header, cells)), Options{Keep: true, Mapping: mustMap(t, mapping...), Filling: mustDefaults(t, defaults...)})
	}
	l, err := read(nil, "phone_login={EXT}", "phone_full_name={Full Name}{name}", "email={Ext}x")
	if err == nil || !strings.Contains(err.Error(), `no column "Full Name"`) {
		t.Errorf("%v, %v", l, err)
	}
	l, err = read(nil, "email={Name}", "phone_login={EXT}", "extension={Ext}")
	if err != nil {
		t.Fatal(err)
	}
	if p := l.Rows[0].Phone; p.PhoneLogin != "8101" || p.Email != "Ann Lee" || len(l.Unsure) != 0 {
		t.Errorf("%+v, %v", p, l.Unsure)
	}
	if l, err = read([]string{"Ext=email", "phone_full_name=extension", "Name=phone_full_name"}, "phone_login={Ext}"); err != nil || l.Rows[0].Phone.PhoneLogin != "8101" {
		t.Errorf("%+v, %v", l, err)
	}
	header[3], header[6] = "Agent Screen Password", "SIP Password"
	for _, bad := range [][]string{{"email={SIP Password}", "phone_login={extension}"}, {"phone_login={Mail Box}", "voicemail_id={phone_login}", "email={Ext}"}} {
		header[2] = "Mailbox"
		var d *columns.FillError
		if _, err = read(nil, bad...); !errors.As(err, &d) {
			t.Errorf("%q: got %v", bad, err)
		}
	}
}
