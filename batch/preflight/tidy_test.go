package preflight

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"phonebatch/apiclient"
	"phonebatch/batch/columns"
	"phonebatch/batch/files"
)

func TestWhatTypesettingDidIsUndone(t *testing.T) {
	const unseen, spaces, dash, quotes = "freed of invisible characters", "given plain spaces", "given plain dashes", "given plain quotes"
	for _, tt := range []struct {
		from, to string
		what     []string
	}{
		{"8101", "8101", nil},
		{"\ufeff8101", "8101", []string{unseen}},
		{"81\u200b01\u200c", "8101", []string{unseen}},
		{"8\u200d1\u206001\u00ad", "8101", []string{unseen}},
		{"\u202a8101\u202c\u200e", "8101", []string{unseen}},
		{"\u200b 8101\u200b", "8101", []string{unseen}},
		{"\u00a08101", "8101", []string{"trimmed"}},
		{"25\u20111", "25-1", []string{dash}},
		{"25\u20121", "25-1", []string{dash}},
		{"25\u20131", "25-1", []string{dash}},
		{"25\u20141", "25-1", []string{dash}},
		{"25\u20151", "25-1", []string{dash}},
		{"25\u22121", "25-1", []string{dash}},
		{"25\ufe581", "25-1", []string{dash}},
		{"25\ufe631", "25-1", []string{dash}},
		{"25\uff0d1", "25-1", []string{dash}},
		{"25\u20101", "25-1", []string{dash}},
		{"\u200b25\u20131", "25-1", []string{unseen, dash}},
		{"Ann\u00a0Lee", "Ann Lee", []string{spaces}},
		{"Ann\u3000\u2009Lee", "Ann  Lee", []string{spaces}},
		{"O\u2019Neil", "O'Neil", []string{quotes}},
		{"\u201eAnn\u201c \u00abLee\u00bb", `"Ann" "Lee"`, []string{quotes}},
		{"81\u202e01", "81\u202e01", nil}, // reverses the following text, so it is not only typography
		{"日本", "日本", nil},
	} {
		t.Run(fmt.Sprintf("%q", tt.from), func(t *testing.T) {
			m, p := newMender(&Options{}, newZones(2026)), with(apiclient.Extension, tt.from, apiclient.PhonePass, tt.from)
			m.tidy(7, &p)
			if p.Extension != tt.to || p.PhonePass.Reveal() != tt.to {
				t.Errorf("got %q and %q", p.Extension, p.PhonePass.Reveal())
			}
			var extension, pass []string
			for _, mend := range m.mends(&columns.Columns{}) {
				if mend.Line != 7 || mend.Rows != 1 || (mend.Example == "") != (mend.Column == "phone_pass") {
					t.Errorf("%+v", mend)
				}
				if mend.Column == "phone_pass" {
					pass = append(pass, mend.What)
				} else {
					extension = append(extension, mend.What)
				}
			}
			if d := cmp.Diff(tt.what, extension) + cmp.Diff(tt.what, pass); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestACellOfSpacesOfAnyKindIsEmptyForDefaults(t *testing.T) {
	p := with(apiclient.Protocol, "\u00a0\u200b\u3000", apiclient.PhoneFullName, "")
	header, cells := []string{"First"}, []string{"\u200bAnn\u00a0Lee"}
	for _, f := range apiclient.Fields() {
		header, cells = append(header, f.String()), append(cells, p.Value(f))
	}
	l := mustRead(t, table(header, cells), Options{Keep: true, Filling: mustDefaults(t, "protocol=SIP", "phone_full_name={First}")})
	if got := l.Rows[0].Phone; got.Protocol != "SIP" || got.PhoneFullName != "Ann Lee" || l.NErrors+l.NWarned != 0 {
		t.Errorf("%+v, %v", got, shorts(l.Errors))
	}
}

func TestNamesAreWrittenInASCII(t *testing.T) {
	for from, to := range map[string]string{
		"José Ñandú": "Jose Nandu", "Łukasz Żółw": "Lukasz Zolw", "Straße": "Strasse", "GROẞ": "GROSS", "Søren Ærø": "Soren AEro", "Đorđe": "Dorde",
		"Þór Ðað": "Thor Dad", "Œuvre": "OEuvre", "Işık": "Isik", "İpek": "Ipek", "Ŧaħŧ": "Taht", "Ærøskøbing": "AEroskobing", "Nguyễn Thị Hồng": "Nguyen Thi Hong",
		"Jose\u0301": "Jose", "x\u0332y": "xy", "Ǿ": "O", "Müller": "Muller", "Ann Lee": "Ann Lee", "日本": "日本", "José 日本": "Jose 日本", "Андрей": "Андрей", "かがみ": "かがみ",
		"Ελλάς": "Ελλάς", "한국": "한국", "½ €": "½ €", "": "",
	} {
		if got := toASCII(from); got != to {
			t.Errorf("%q becomes %q, want %q", from, got, to)
		}
	}
}

func TestANameIsBroughtToWhatTheDialerKeeps(t *testing.T) {
	for _, tt := range []struct {
		from, to, what string
		nonLatin       bool
	}{
		{"José", "Jose", whatASCII, false},
		{"José", "José", "", true},
		{"Jose\u0301", "José", whatComposed, true},
		{"日本", "日本", "", true},
		{"日本", "日本", "", false},
	} {
		l := mustRead(t, listOf(with(apiclient.PhoneFullName, tt.from)), Options{Keep: true, Dialect: apiclient.Dialect{NonLatin: tt.nonLatin}})
		if got := l.Rows[0].Phone.PhoneFullName; got != tt.to {
			t.Errorf("%q becomes %q", tt.from, got)
		}
		if tt.what == "" && len(l.Mends) != 0 || tt.what != "" && (len(l.Mends) != 1 || l.Mends[0].What != tt.what) {
			t.Errorf("%q: mends %+v", tt.from, l.Mends)
		}
	}
}

func TestWhatIsTidyIsLeftAsItIs(t *testing.T) {
	for _, v := range []string{
		"8101", " 8101", "8101\u00a0", "81\u200b01", `="8101"`, "'8101", "8101.0", "Jos\u00e9", "JosÃ©", "R&amp;D", "NULL", "null", "nan", "-", "--", "Ann\nLee", "Ann Lee", "=8101", "'", "undefined", "entfällt", "Ann  Lee", "a'b", "1.00", "&x;",
	} {
		for f := range apiclient.Field(numFields) {
			p := with(f, v)
			tidied := p
			m := newMender(&Options{}, newZones(2026))
			m.tidy(2, &tidied)
			if isTidy(&p) && tidied != p {
				t.Errorf("%s %q is called tidy, and would become %q", f, v, tidied.Value(f))
			}
		}
	}
	if p := good(); !isTidy(&p) {
		t.Error("the good phone is not tidy")
	}
}

// What export puts in front of a formula is taken off once, and what stands behind it is the value.
func TestTheApostropheOfAFormulaIsNoPartOfAValue(t *testing.T) {
	for _, value := range []string{"-Abc12345", "=Ann", "@x", "+1+2", "'=x", `="00123"`, "a;=b", "Ann Lee", "'quoted", "＠x", "-5"} {
		for f, v := range map[apiclient.Field]string{apiclient.PhonePass: value, apiclient.PhoneFullName: value} {
			p := good()
			p.Set(f, files.Defuse(v))
			m := newMender(&Options{}, newZones(2026))
			if got := m.unwrap(2, &p, f, p.Value(f)); got != v {
				t.Errorf("%s: %q comes back from %q as %q", f, v, files.Defuse(v), got)
			}
		}
	}
}
