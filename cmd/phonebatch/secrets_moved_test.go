package main

import (
	"fmt"
	"strings"
	"testing"
)

// TestMovedPasswordsAreNotShown: passwords that stand where none should, because cells have moved, a line end is lost,
// or a line of text was taken for a header.
func TestMovedPasswordsAreNotShown(t *testing.T) {
	h := newHush(t)
	s := newStage(t, h, 3)
	newParrot(s, 3)
	secret := func(n int) string { return fmt.Sprintf("%s%d", string(h), n) } // which no dialer drops anything of
	other := func(n int) string { return "Zx" + secret(n) }
	plain := func(i int) string { return row(i, secret(2*i), other(2*i)) }
	header, whole := strings.TrimSuffix(listHeader, "\n"), listHeader+plain(0)+plain(1)
	cells := strings.Split(strings.TrimSuffix(plain(2), "\n"), ",")
	moved := func(at int, inserted string) string {
		return strings.Join(append(append(append([]string{}, cells[:at]...), inserted), cells[at:]...), ",") + "\n"
	}
	put := func(at int) string {
		changed := append([]string{}, cells...)
		changed[at] = secret(9)
		return whole + strings.Join(changed, ",") + "\n"
	}
	lists := map[string]string{
		"glued":       header + " " + plain(0) + plain(1),
		"glued-comma": header + "," + plain(0) + plain(1),
		"no-names":    plain(0) + plain(1),
		"one-name":    "extension,Note," + secret(3) + "x7\n5000,x,y\n",
		"too-many":    whole + moved(0, "Ray"),
		"email-right": header + ",email\n" + strings.ReplaceAll(plain(0), "\n", ",\n") + moved(0, "Ray"),
		"email-left":  header + ",email\n" + strings.ReplaceAll(plain(0), "\n", ",\n") + strings.Join(cells[1:], ",") + ",,\n",
		"footer":      whole + secret(7) + ",,,,,,,,,,\n",
		"title":       secret(7) + "\n" + whole,
		"reordered":   whole + "registration_password,phone_pass,extension,server_ip\n" + other(5) + "," + secret(5) + ",5009,10.1.0.0\n",
		"formula":     listHeader + row(0, `"=""`+secret(0)+`"""`, `"=""`+other(0)+`"""`),
		"named":       header + ",Password\n" + strings.ReplaceAll(plain(0), "\n", ","+secret(4)+"\n"),
		"active":      header + ",Active\n" + strings.ReplaceAll(plain(0), "\n", ","+secret(4)+"\n"),
		"single":      "'" + strings.NewReplacer(",", "','", "\n", "'\n'").Replace(whole) + "x'",
	}
	for name, end := range map[string]string{"u2028": "\u2028", "nel": "\u0085", "rs": "\x1e", "vt": "\v", "letters": `\n`, "bars": " | ", "tilde": "~~"} {
		lists["ends-"+name] = strings.ReplaceAll(whole, "\n", end)
	}
	for at := range cells {
		lists[fmt.Sprintf("column-%02d", at)] = put(at)
	}
	for name, text := range lists {
		if taken := map[string]bool{"column-00": true, "column-01": true, "column-02": true, "column-03": true, "column-08": true}; taken[name] {
			continue // the dialer takes it there, as an extension, a number, a mailbox, a login or a name: those are shown
		}
		list := name + ".list.csv"
		s.write(list, text)
		for _, more := range [][]string{nil, {"--json"}, {"--strict"}, {"--results", s.path(name + ".results.csv"), "--overwrite"}} {
			s.call(append([]string{"check", s.path(list)}, more...)...)
		}
		s.call("import", "--yes", "--skip-invalid", "--start-over", "--results", s.path(name+".r.csv"), s.path(list))
		s.call("check", "--usual-defaults", "--where", "phone_pass!="+secret(0), s.path(list))
	}
	s.sweep()
}
