package preflight

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
	"phonebatch/batch/columns"
)

func TestAllThatIsWrongIsSaidAtOnce(t *testing.T) {
	list := headed(map[string]string{
		"phone_login": "Login", "phone_pass": "Fone Pass", "registration_password": "Password", "server_ip": "Ext", "local_gmt": "Desk", "protocol": "Hall",
	}, "First Name", "Surname", "phone full-name")
	e := headerError(t, list, Options{Mapping: mustMap(t, "Floor=email")})
	for _, want := range []string{
		`two columns mean extension: "extension", "Ext"`, `two columns mean phone_full_name: "phone_full_name", "phone full-name"`,
		`column "Login" could mean extension or phone_login`, `column "Password" could mean phone_pass or registration_password`,
		`--map names columns that are not there: "Floor"`, "missing columns: phone_login, phone_pass, server_ip, protocol, registration_password, local_gmt",
	} {
		if !strings.Contains(e.Error(), want) {
			t.Errorf("%q is not in %s", want, e.Error())
		}
	}
	for _, want := range []string{
		`to take extension from column "extension", set the other aside: --map "Ext="`, `--map "phone full-name="`, `say what column "Login" is: --map Login=phone_login`,
		`say what column "Password" is: --map Password=registration_password or --map Password=phone_pass`,
		`rename column "Fone Pass" to phone_pass, or pass --map "Fone Pass=phone_pass"`, "--default server_ip=…",
		`--usual-defaults fills protocol, local_gmt`, `--default protocol=SIP`,
	} {
		if !strings.Contains(hints(e), want) {
			t.Errorf("%q is not in %s", want, hints(e))
		}
	}
	if got := e.Codes(); !slices.Equal(got, []apiclient.Code{codes.AmbiguousColumn, codes.DuplicateColumn, codes.MissingColumn}) {
		t.Error(got)
	}
}

// A list of people without a column for telephones is a list: the error says what is missing, and how to add it.
func TestAListOfPeopleIsToldHowItBecomesPhones(t *testing.T) {
	e := headerError(t, "First Name,Last Name,Department,Start Date\nAnn,Keller,Sales,2026-01-05\n", Options{})
	if e.Headless || len(e.Missing) != 11 {
		t.Fatal(e)
	}
	for _, want := range []string{
		`--default "phone_full_name={First Name} {Last Name}"`, "--number extension=2001-2999", "--default server_ip=…", "--generate phone_pass,registration_password",
		"--usual-defaults fills dialplan_number, voicemail_id, phone_login, protocol, local_gmt, outbound_cid;", `"Department", "Start Date"`,
	} {
		if !strings.Contains(hints(e), want) {
			t.Errorf("%q is not in %s", want, hints(e))
		}
	}
}

// A name that could mean two things is an error if it may be a missing column, and otherwise only reported.
func TestUnclearNames(t *testing.T) {
	for name, tt := range map[string]struct {
		rename    map[string]string
		more      []string
		defaults  []string
		ambiguous []string // reported as an error
		unsure    []string // reported in Unsure
	}{
		"needed":                {rename: map[string]string{"phone_login": "Login"}, ambiguous: []string{"Login"}},
		"needed in any case":    {rename: map[string]string{"phone_full_name": "NAME:"}, ambiguous: []string{"NAME:"}},
		"one only, and needed":  {rename: map[string]string{"server_ip": "Host"}, ambiguous: []string{"Host"}},
		"two needed":            {rename: map[string]string{"phone_pass": "Pass", "server_ip": "IP"}, ambiguous: []string{"Pass", "IP"}},
		"two of one name":       {rename: map[string]string{"phone_pass": "Pass"}, more: []string{"Pass"}, ambiguous: []string{"Pass"}},
		"all there":             {more: []string{"Login", "Password", "Name"}},
		"optional":              {more: []string{"Group"}, unsure: []string{"Group"}},
		"filled by others":      {rename: map[string]string{"phone_full_name": "Name"}, defaults: []string{"phone_full_name=ext {extension}"}, unsure: []string{"Name"}},
		"filled by itself":      {rename: map[string]string{"phone_full_name": "Name"}, defaults: []string{"phone_full_name={Name}"}},
		"another one is needed": {rename: map[string]string{"server_ip": "Desk"}, more: []string{"Login"}, ambiguous: []string{}},
	} {
		o := Options{Filling: mustDefaults(t, tt.defaults...)}
		var columns []string
		if tt.ambiguous != nil {
			for _, u := range headerError(t, headed(tt.rename, tt.more...), o).Ambiguous {
				columns = append(columns, u.Column)
			}
			if !slices.Equal(columns, tt.ambiguous) {
				t.Errorf("%s: asked about %q", name, columns)
			}
			continue
		}
		l := mustRead(t, headed(tt.rename, tt.more...), o)
		for _, u := range l.Unsure {
			if columns = append(columns, u.Column); !slices.Contains(l.Unknown, u.Column) || len(u.Open) == 0 {
				t.Errorf("%s: %+v, unknown %q", name, u, l.Unknown)
			}
		}
		if !slices.Equal(columns, tt.unsure) {
			t.Errorf("%s: unsure about %q", name, columns)
		}
	}
}

// Email is a field's own name: it is taken in any case, and reported in Mapped.
func TestEmailIsTakenAndSaid(t *testing.T) {
	for name, said := range map[string]bool{"email": false, "Email": true, "E-Mail": true, "EMAIL": true} {
		l := mustRead(t, headed(nil, name), Options{Keep: true})
		if l.Rows[0].Phone.Email != "x" || slices.Equal(l.Mapped, []columns.Mapped{{Column: name, Field: "email"}}) != said {
			t.Errorf("%q: %q, taken %v", name, l.Rows[0].Phone.Email, l.Mapped)
		}
	}
}

func TestWhatIsNoHeader(t *testing.T) {
	for list, want := range map[string]bool{
		"a,b\n":                                    true,
		"Ann,Keller,Kx8mQz2p\n":                    true,
		"Agents 2026,,,\n":                         true,
		"2001,Ann Keller\n":                        true,
		"2001,secret,10.0.9.8,SIP\n":               true, // a password in place of a column's name
		"Password,Ann,10.0.9.8,SIP,-5.00\n":        true,
		"1,2,3\n":                                  true,
		"ann@example.com,Ann\n":                    true,
		"3/1/2024,Ann\n":                           true,
		"Extension,Desk\n":                         false,
		"Name,Login\n":                             false,
		"First Name,Last Name,2026\n":              false,
		"Ext,Full Name,1/1,1/2,1/3,1/4\n":          false, // a roster
		"Extension,Phone Login,SIP,IAX2,2001\n":    false,
		"Vorname,Nachname,Abteilung\n":             false,
		"Agent Name,Agent Extension,Agent Email\n": false,
	} {
		e := headerError(t, list, Options{})
		if e.Headless != want {
			t.Errorf("%q: %v; %s", list, e, hints(e))
		}
		for cell := range strings.SplitSeq(strings.TrimSpace(list), ",") {
			if want && len(cell) > 1 && strings.Contains(e.Error()+hints(e), cell) {
				t.Errorf("%q of what may be passwords is shown: %v; %s", cell, e, hints(e))
			}
		}
	}
	title := headerError(t, "Agents 2026,,,\nCode,Boss,Site,Desk\n", Options{})
	if !strings.Contains(title.Error(), "as in a title") || !strings.Contains(hints(title), "nothing above them") {
		t.Error(title, hints(title))
	}
}

// Even if everything can be filled, the first line must look like a header.
func TestAFirstRowIsNotSwallowed(t *testing.T) {
	var defaults []string
	phone := good()
	for _, f := range apiclient.Fields() {
		if value := phone.Value(f); f.Required() && !f.Secret() {
			defaults = append(defaults, f.String()+"="+value)
		}
	}
	o := Options{Filling: mustDefaults(t, append(slices.Clone(defaults), "phone_pass={extension}x", "registration_password={extension}y")...)}
	for _, list := range []string{"Ann,2001\nBo,2002\n", "Ann,Keller,Kx8mQz2p\nBo,Li,Kx8mQz2q\n"} {
		if e := headerError(t, list, o); !e.Headless {
			t.Error(e)
		}
	}
	naming := o
	naming.Filling = mustDefaults(t, append(slices.Clone(defaults), "phone_pass={extension}x", "registration_password={Mitarbeiter}y")...)
	if l := mustRead(t, "Mitarbeiter,Standort\nAnn,Bonn\n", naming); l.Total != 1 {
		t.Error("a default has named a column, and it is none: ", l.Total)
	}
	if e := headerError(t, "Ann,Kx8mQz2p\n", naming); !e.Headless {
		t.Error(e)
	}
	naming.Mapping = mustMap(t, "Fone=email")
	if e := headerError(t, "Mitarbeiter,Standort\nAnn,Bonn\n", naming); !e.Headless {
		t.Error(e)
	}
	results, err := os.ReadFile(filepath.Join("testdata", "codes", string(codes.ResultsFile)+".csv"))
	if err != nil {
		t.Fatal(err)
	}
	if e := headerError(t, string(results), o); !e.Results {
		t.Error(e)
	}
	if l := mustRead(t, "First Name,Last Name,Department,Start Date\nAnn,Keller,Sales,2026-01-05\n", o); l.Total != 1 || l.Invalid != 0 {
		t.Error(l.Total, l.Errors)
	}
}

// If another column is suggested for a field, an unclear column is not offered for the field first: all hints can be
// followed together.
func TestHintsForUnclearAndMistypedColumnsDoNotContradict(t *testing.T) {
	header := headerError(t, "extention,login,dialplan_number,voicemail_id,phone_pass,server_ip,protocol,registration_password,phone_full_name,local_gmt,outbound_cid\n", Options{})
	hints := strings.Join(header.Hints(), "\n")
	if !strings.Contains(hints, "--map login=phone_login or --map login=extension") || !strings.Contains(hints, "--map extention=extension") {
		t.Error(hints)
	}
}
