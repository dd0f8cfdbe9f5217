package preflight

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
)

// warned reads phones and returns the warnings with one code (line, column and the other lines) and the lines of the
// rows that are invalid under Options.Strict.
func warned(t *testing.T, code apiclient.Code, phones ...apiclient.Phone) (list []string, refused []int) {
	t.Helper()
	l := mustRead(t, listOf(phones...), Options{})
	for _, p := range l.Warnings {
		if p.Code == code {
			list = append(list, fmt.Sprintf("%d %s %v", p.Line, p.Column, p.Others))
		}
	}
	explained(t, l.Warnings)
	strict := mustRead(t, listOf(phones...), Options{Strict: true, Keep: true})
	for _, row := range strict.Rows {
		if slices.ContainsFunc(row.Problems, func(p Problem) bool { return p.Code == code && p.Severity == codes.Error && p.Line == row.Line }) {
			refused = append(refused, row.Line)
		}
	}
	return list, refused
}

// sharing returns five people: each has a mailbox and a password, named by a letter, and perhaps an extension.
func sharing(changes ...string) (phones []apiclient.Phone) {
	for i, c := range changes {
		p := numbered(7001 + i)
		for change := range strings.FieldsSeq(c) {
			switch key, value, _ := strings.Cut(change, "="); key {
			case "box":
				p.VoicemailID = value
			case "secret":
				p.RegistrationPassword = apiclient.Secret(value)
			case "person":
				p.Extension, p.ServerIP = value, fmt.Sprint("10.0.9.", 10+i)
			}
		}
		phones = append(phones, p)
	}
	return phones
}

func TestMailboxesOfDifferentPeople(t *testing.T) {
	for name, tt := range map[string]struct {
		phones  []apiclient.Phone
		want    []string
		refused []int
	}{
		"nobody shares":             {sharing("", "", "", ""), nil, nil},
		"two share":                 {sharing("", "box=5", "", "box=5", ""), []string{"3 voicemail_id [5]"}, []int{3, 5}},
		"case is ignored":           {sharing("", "box=a5", "", "box=A5", ""), []string{"3 voicemail_id [5]"}, []int{3, 5}},
		"two and three share":       {sharing("box=5", "box=6", "box=6", "box=5", "box=6", ""), []string{"2 voicemail_id [5]"}, []int{2, 3, 4, 5, 6}},
		"one person on two servers": {sharing("box=5 person=7", "", "box=5 person=7", "", ""), nil, nil},
		"and another":               {sharing("box=5 person=7", "", "box=5 person=7", "box=5", ""), []string{"2 voicemail_id [4 5]"}, []int{2, 4, 5}},
		"a dummy for all":           {sharing("box=0", "box=0", "box=0"), nil, nil},
		"a dummy for almost all":    {sharing(append(slices.Repeat([]string{"box=0"}, 9), "")...), nil, nil},
		"for most":                  {sharing("box=0", "box=0", "box=0", "box=0", "", ""), []string{"2 voicemail_id [3 4 5]"}, []int{2, 3, 4, 5}},
		"a list of two":             {sharing("box=5", "box=5"), []string{"2 voicemail_id [3]"}, []int{2, 3}},
	} {
		got, refused := warned(t, codes.SharedVoicemail, tt.phones...)
		if d := cmp.Diff(tt.want, got) + cmp.Diff(tt.refused, refused); d != "" {
			t.Errorf("%s: %s", name, d)
		}
	}
}

func TestPasswordsOfDifferentPeople(t *testing.T) {
	const s = "secret=Kx8mQz2pWv"
	for name, tt := range map[string]struct {
		phones  []apiclient.Phone
		want    []string
		refused []int
	}{
		"nobody shares":             {sharing("", "", ""), nil, nil},
		"two share":                 {sharing("", s, "", s), []string{"3 registration_password [5]"}, []int{3, 5}},
		"case matters":              {sharing("", s, "", "secret=KX8MQZ2PWV"), nil, nil},
		"one person on two servers": {sharing(s+" person=7", s+" person=7"), nil, nil},
		"all":                       {sharing(s, s, s), []string{"2 registration_password [3 4]"}, []int{2, 3, 4}},
		"the default is said so":    {sharing("secret=test", "secret=test"), nil, nil},
		"empty ones":                {sharing("secret=", "secret="), nil, nil},
	} {
		got, refused := warned(t, codes.SharedPassword, tt.phones...)
		if d := cmp.Diff(tt.want, got) + cmp.Diff(tt.refused, refused); d != "" {
			t.Errorf("%s: %s", name, d)
		}
		tells(t, mustRead(t, listOf(tt.phones...), Options{Keep: true}), "Kx8mQz2pWv")
	}
}

// on returns a list with a number of phones on each server.
func on(servers ...int) (phones []apiclient.Phone) {
	for i, n := range servers {
		for range n {
			p := numbered(20000 + len(phones))
			p.ServerIP = fmt.Sprint("10.0.9.", 10+i)
			phones = append(phones, p)
		}
	}
	return phones
}

func TestServersWithTooManyPhones(t *testing.T) {
	for _, tt := range []struct {
		phones []apiclient.Phone
		want   []string
	}{
		{on(50), nil},
		{on(51), []string{"2 server_ip []"}},
		{on(51, 60), []string{"2 server_ip []", "53 server_ip []"}},
		{on(20, 10), nil},
		{on(21, 10), []string{"2 server_ip []"}},
		{on(9, 1), nil},
		{on(11, 1), []string{"2 server_ip []"}},
		{on(5, 30, 5, 5), []string{"7 server_ip []"}},
	} {
		if got, refused := warned(t, codes.CrowdedServer, tt.phones...); !slices.Equal(got, tt.want) || (len(refused) > 0) != (len(got) > 0) {
			t.Errorf("%d phones: %v, refused %v", len(tt.phones), got, refused)
		}
	}
	typo := on(20)
	typo[0].ServerIP, typo[1].ServerIP = "dialer", "10.0.9"
	if got, _ := warned(t, codes.CrowdedServer, typo...); got != nil {
		t.Errorf("what is no address is taken for a sister: %v", got)
	}
}

func TestZerosLost(t *testing.T) {
	list := func(values ...string) (phones []apiclient.Phone) {
		for i, v := range values {
			p := numbered(20000 + i)
			p.VoicemailID = v
			phones = append(phones, p)
		}
		return phones
	}
	five := []string{"10001", "10002", "10003", "10004"}
	for name, tt := range map[string]struct {
		phones  []apiclient.Phone
		want    []string
		refused []int
	}{
		"one of five":        {list(append(five, "1005")...), []string{"6 voicemail_id []"}, []int{6}},
		"two digits shorter": {list(append(five, "105")...), []string{"6 voicemail_id []"}, []int{6}},
		"three":              {list(append(five, "15")...), nil, nil},
		"all alike":          {list(append(five, "10005")...), nil, nil},
		"too few":            {list("10001", "10002", "10003", "1004"), nil, nil},
		"half of them":       {list(append(five, "1005", "1006", "1007")...), nil, nil},
		"a few are longer":   {list("1001", "1002", "1003", "1004", "10005"), nil, nil},
		"three lengths":      {list(append(five, "1005", "106")...), nil, nil},
		"not digits":         {list(append(five, "a1005")...), nil, nil},
		"listed with spaces": {list(append(five, " 1005 ")...), []string{"6 voicemail_id []"}, []int{6}},
		"two of ten":         {list(append(append(slices.Clone(five), five...), "1005", "1006")...), []string{"10 voicemail_id []"}, []int{10, 11}},
	} {
		got, refused := warned(t, codes.ZerosLost, tt.phones...)
		if d := cmp.Diff(tt.want, got) + cmp.Diff(tt.refused, refused); d != "" {
			t.Errorf("%s: %s", name, d)
		}
	}
	var phones []apiclient.Phone
	for n := range 300 {
		phones = append(phones, numbered(9963+n))
	}
	l := mustRead(t, listOf(phones...), Options{})
	if l.Counts[codes.ZerosLost] != 4 || !slices.ContainsFunc(l.Warnings, func(p Problem) bool {
		return p.Line == 2 && p.Column == "extension" && p.Message == "37 of 300 extensions have 4 digits, the rest 5"
	}) {
		t.Errorf("%v", l.Warnings)
	}
}
