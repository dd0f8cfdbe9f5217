package preflight

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
)

// at returns a phone with these three keys. It is a Zap phone, so its dialplan_number may equal the number of another
// phone.
func at(extension, server, login string) apiclient.Phone {
	return with(apiclient.Extension, extension, apiclient.ServerIP, server, apiclient.PhoneLogin, login, apiclient.Protocol, "Zap")
}

// clashing reads phones and returns the clashes: line, code and the other lines.
func clashing(t *testing.T, o Options, phones ...apiclient.Phone) []string {
	t.Helper()
	o.Keep = true
	l := mustRead(t, listOf(phones...), o)
	list := []string{}
	for _, row := range l.Rows {
		for _, p := range row.Problems {
			if p.Code == codes.DupExtension || p.Code == codes.DupLogin {
				list = append(list, fmt.Sprintf("%d %s %v", p.Line, p.Code, p.Others))
				explained(t, []Problem{p})
				if !row.Invalid || p.Severity != codes.Error || p.Line != row.Line {
					t.Errorf("row %+v, problem %+v", row, p)
				}
			}
		}
	}
	return list
}

func TestClashes(t *testing.T) {
	const a, b = "10.0.9.8", "10.0.9.9"
	extension, login := []string{"2 duplicate_extension [3]", "3 duplicate_extension [2]"}, []string{"2 duplicate_login [3]", "3 duplicate_login [2]"}
	dropped := ignoring(codes.Dropped, codes.Cut, codes.LoginUntyped)
	for name, tt := range map[string]struct {
		options Options
		phones  []apiclient.Phone
		want    []string
	}{
		"nothing in common":                {Options{}, []apiclient.Phone{at("101", a, "101"), at("102", a, "102")}, []string{}},
		"extension on one server":          {Options{}, []apiclient.Phone{at("101", a, "x1"), at("101", a, "x2")}, extension},
		"extension on two servers":         {Options{}, []apiclient.Phone{at("101", a, "x1"), at("101", b, "x2")}, []string{}},
		"login on one server":              {Options{}, []apiclient.Phone{at("101", a, "x1"), at("102", a, "x1")}, login},
		"login on two servers":             {Options{}, []apiclient.Phone{at("101", a, "x1"), at("101", b, "x1")}, login},
		"extension of one, login of other": {Options{}, []apiclient.Phone{at("101", a, "102"), at("102", a, "101")}, []string{}},
		"extension's case":                 {Options{}, []apiclient.Phone{at("cc101", a, "x1"), at("CC101", a, "x2")}, extension},
		"login's case":                     {Options{}, []apiclient.Phone{at("101", a, "JohnDoe"), at("102", b, "johndoe")}, login},
		"login's dropped characters":       {Options{Ignore: dropped}, []apiclient.Phone{at("101", a, "john.doe"), at("102", a, "JohnDoe")}, login},
		"extension's dropped characters":   {Options{Ignore: dropped}, []apiclient.Phone{at("10.1", a, "x1"), at("101", a, "x2")}, extension},
		"though dropping is an error":      {Options{}, []apiclient.Phone{at("101", a, "john.doe"), at("102", a, "JohnDoe")}, login},
		"after the 15th character":         {Options{Ignore: dropped}, []apiclient.Phone{at("101", a, "abcdefghijklmno1"), at("102", a, "ABCDEFGHIJKLMNO2")}, login},
		"at the 15th character":            {Options{Ignore: dropped}, []apiclient.Phone{at("101", a, "abcdefghijklmn1"), at("102", a, "abcdefghijklmn2")}, []string{}},
		"on the agent screen":              {Options{Ignore: dropped}, []apiclient.Phone{at("101", a, "john_doe"), at("102", a, "johndoe")}, login},
		"dash and underscore":              {Options{}, []apiclient.Phone{at("101", a, "john_doe"), at("102", a, "john-doe")}, login},
		"dashes do tell extensions apart":  {Options{}, []apiclient.Phone{at("10-1", a, "x1"), at("101", a, "x2")}, []string{}},
		"spaces around":                    {Options{}, []apiclient.Phone{at(" 101", a+" ", "x1"), at("101", a, "x2")}, extension},
		"empty keys do not clash":          {Options{}, []apiclient.Phone{at("", a, ""), at("", a, ""), at("101", "", "x1"), at("101", "", "x2")}, []string{}},
		"logins of which nothing is left":  {Options{Ignore: dropped}, []apiclient.Phone{at("101", a, "..."), at("102", a, "---")}, []string{}},
		"accents, use_non_latin on":        {Options{Dialect: apiclient.Dialect{NonLatin: true}}, []apiclient.Phone{at("101", a, "josé"), at("102", a, "JOSE")}, login},
		"ignored":                          {Options{Ignore: ignoring(codes.DupLogin)}, []apiclient.Phone{at("101", a, "x1"), at("101", a, "x1")}, extension},
		"both": {Options{}, []apiclient.Phone{at("101", a, "x1"), at("101", a, "x1")}, []string{
			"2 duplicate_extension [3]", "2 duplicate_login [3]", "3 duplicate_extension [2]", "3 duplicate_login [2]",
		}},
		"three, and two others": {Options{}, []apiclient.Phone{at("101", a, "x"), at("102", a, "y"), at("103", b, "X"), at("104", b, "Y"), at("105", b, "x")}, []string{
			"2 duplicate_login [4 6]", "3 duplicate_login [5]", "4 duplicate_login [2 6]", "5 duplicate_login [3]", "6 duplicate_login [2 4]",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			if d := cmp.Diff(tt.want, clashing(t, tt.options, tt.phones...)); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestAClashShowsTheValueAsListed(t *testing.T) {
	header, cells := requiredOf(at(" 101", "10.0.9.8", "JohnDoe"))
	header[0], header[3] = "Extension", "Phone Login"
	other := append([]string{}, cells...)
	other[0], other[3] = "101", "johndoe "
	l := mustRead(t, table(header, cells, other), Options{})
	want := []string{
		`2 error duplicate_extension Extension " 101"`, `2 error duplicate_login Phone Login "JohnDoe"`,
		`3 error duplicate_extension Extension "101"`, `3 error duplicate_login Phone Login "johndoe "`,
	}
	if d := cmp.Diff(want, shorts(l.Errors)); d != "" {
		t.Error(d)
	}
}

func TestOfManyRowsThatClashTheFirstTenAreNamed(t *testing.T) {
	var phones []apiclient.Phone
	for n := range 13 {
		phones = append(phones, at(fmt.Sprint(200+n), "10.0.9.8", "same"))
	}
	l := mustRead(t, listOf(phones...), Options{Keep: true})
	if l.Invalid != 13 || l.Counts[codes.DupLogin] != 13 {
		t.Errorf("%d invalid, counts %v", l.Invalid, l.Counts)
	}
	first, last := l.Rows[0].Problems[0], l.Rows[12].Problems[0]
	if d := cmp.Diff([]int{3, 4, 5, 6, 7, 8, 9, 10, 11, 12}, first.Others); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]int{2, 3, 4, 5, 6, 7, 8, 9, 10, 11}, last.Others); d != "" {
		t.Error(d)
	}
	if !strings.HasSuffix(first.Message, "lines 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 and 2 more") {
		t.Error(first.Message)
	}
}

func TestOneOtherRowIsNamedInTheSingular(t *testing.T) {
	l := mustRead(t, listOf(at("101", "10.0.9.8", "x1"), at("101", "10.0.9.8", "x2")), Options{})
	if got := l.Errors[0].Message; !strings.HasSuffix(got, "as line 3") {
		t.Error(got)
	}
}

func TestARowThatIsInvalidOtherwiseClashesToo(t *testing.T) {
	wrong := at("101", "10.0.9.8", "x1")
	wrong.PhonePass = ""
	l := mustRead(t, listOf(wrong, at("102", "10.0.9.8", "x1"), numbered(500)), Options{Keep: true})
	want := []string{`2 error missing_value phone_pass ""`, `2 error duplicate_login phone_login "x1"`, `3 error duplicate_login phone_login "x1"`}
	if d := cmp.Diff(want, shorts(l.Errors)); d != "" {
		t.Error(d)
	}
	if l.Invalid != 2 || l.Ready() != 1 || l.NErrors != 3 {
		t.Errorf("%d invalid, %d ready, %d errors", l.Invalid, l.Ready(), l.NErrors)
	}
}

func TestClashesAreFoundAcrossBlocks(t *testing.T) {
	var phones []apiclient.Phone
	for n := range 2*blockRows + 10 {
		phones = append(phones, at(fmt.Sprint("e", n), "10.0.9.8", fmt.Sprint("l", n)))
	}
	last := len(phones) - 1
	phones[last].PhoneLogin = "L0"
	phones[blockRows].Extension = phones[blockRows-1].Extension
	want := []string{
		fmt.Sprintf("2 duplicate_login [%d]", last+2),
		fmt.Sprintf("%d duplicate_extension [%d]", blockRows+1, blockRows+2),
		fmt.Sprintf("%d duplicate_extension [%d]", blockRows+2, blockRows+1),
		fmt.Sprintf("%d duplicate_login [2]", last+2),
	}
	if d := cmp.Diff(want, clashing(t, Options{}, phones...)); d != "" {
		t.Error(d)
	}
}
