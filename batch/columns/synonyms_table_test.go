package columns

import (
	"slices"
	"testing"

	"phonebatch/apiclient"
)

// Each name must have one meaning only. Otherwise a column could be taken for a wrong field.
func TestNoNameStandsInTwoPlaces(t *testing.T) {
	place := make(map[string]string)
	enter := func(name, where string) {
		key := normal(name)
		if key == "" || key == ProblemColumn {
			t.Errorf("%q of %s cannot be looked up", name, where)
		}
		if other, ok := place[key]; ok {
			t.Errorf("%q stands for %s, and for %s", name, where, other)
		}
		place[key] = where
	}
	for _, f := range apiclient.Fields() {
		enter(f.String(), "its own name")
		for _, name := range Synonyms(f) {
			enter(name, f.String())
		}
	}
	for _, u := range UncertainNames() {
		for _, name := range u.Names {
			enter(name, "what could mean two things")
		}
		if len(u.Fields) == 0 || !slices.IsSorted(u.Fields) {
			t.Errorf("%q: fields %v", u.Names, u.Fields)
		}
	}
	for name := range familiar {
		enter(name, "what a phone has no field for")
	}
	for name := range firstNames {
		if !familiar[name] {
			t.Errorf("%q is no name that is familiar", name)
		}
	}
	for name := range lastNames {
		if !familiar[name] {
			t.Errorf("%q is no name that is familiar", name)
		}
	}
}

// fieldOf returns the field that a column of this name is taken for, or "" for a column that is not a field.
func fieldOf(name string) string {
	if r := readName(name); r.how >= bySynonym {
		return r.field.String()
	}
	return ""
}

// The names of real lists, in the spellings of these lists, with their fields.
func TestNamesOfRealLists(t *testing.T) {
	for name, want := range map[string]string{
		"Ext": "extension", "EXT.": "extension", "Ext #": "extension", "Extension #": "extension", "Ext. No.": "extension", "Extensión": "extension",
		"Extension Number": "extension", "SIP Extension": "extension", "\u200bExtension\u00a0Nº": "extension", "Phone Login:": "phone_login",
		"Phone Login (agent screen)": "phone_login", "SIP Password": "registration_password", "SIP_Secret": "registration_password", "Secret*": "registration_password",
		"conf_secret": "registration_password", "Full Name": "phone_full_name", "fullname": "phone_full_name", "Agent Name": "phone_full_name",
		"Server": "server_ip", "Server-IP": "server_ip", "Timezone": "local_gmt", "Time Zone": "local_gmt", "GMT offset": "local_gmt", "Caller ID": "outbound_cid",
		"CallerID": "outbound_cid", "CID": "outbound_cid", "Mailbox": "voicemail_id", "Voice Mail Box": "voicemail_id", "Web Phone": "is_webphone",
		"E-mail": "email", "E-Mail Address": "email", "Conf/Template": "template_id", "[Context]": "phone_context", "Tech": "protocol",
		"Caller ID Name": "", "Desk": "", "Login": "", "pass": "", "user_group": "",
	} {
		if got := fieldOf(name); got != want {
			t.Errorf("%q is taken for %q, want %q", name, got, want)
		}
	}
}

func TestNormalNames(t *testing.T) {
	for name, want := range map[string]string{
		"Téléphone": "telephone", "Te\u0301le\u0301phone": "telephone", "ＰＨＯＮＥ": "phone", "İD": "id", "#": "#", " - ": "-", "": "", "\u200b \t\ufeff": "",
		"電話": "電話", "a\xffb": "ab", "1.": "1", "ﬁle": "file", "📞 Ext": "ext",
	} {
		if got := normal(name); got != want {
			t.Errorf("%q: got %q, want %q", name, got, want)
		}
	}
}

// Notes in headers do not matter, except for notes that tell columns apart.
func TestNotesInHeaders(t *testing.T) {
	for name, want := range map[string]string{
		"Phone Pass (required)": "phone_pass", "Server IP [e.g. 10.0.9.8]": "server_ip", "extension [Required]": "extension", "Extension *": "extension", "Ext #": "extension",
		"SIP Password <max 20>": "registration_password", "Phone Pass - required": "phone_pass", "Protocol (SIP/IAX2)": "protocol", "(required) Extension": "extension", "Full Name, optional": "phone_full_name",
		"Caller ID (Name)": "", "Extension (old)": "", "Note (extension)": "",
	} {
		if got := fieldOf(name); got != want {
			t.Errorf("%q is %q, want %q", name, got, want)
		}
	}
}
