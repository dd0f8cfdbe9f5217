package pages

import (
	"math/rand/v2"
	"strings"
	"testing"
)

// pieces are the parts of the values of TestEachValueIsReadExactlyOrNotAtAll: quotes, markup, and what the dialer
// itself prints behind a value. NAME stands for the name of the field.
var pieces = []string{
	"<", ">", `"`, "'", `">`, `"><`, " ", "=", "/", `\`, "x", "Bo", "&amp;", "\x00", "\n", "a", `a="`, `a='`,
	"<!--", "-->", "<?", "<![CDATA[", `<i a="`, `<i a='`, `<i/a="`, "<i>", "</i>", `</i a="`, `<br a="`, `<b x='`,
	`<a href="`, "</a>", `<img src="`, `<img onclick="`, "<td>", "</td>", "<tr>", "</tr>", `</td a="`, "</table>",
	"</form>", "<font size=1>", "</font>", "<span ", "<input name=x", "<input name=submit a='", `<input name=x value="`,
	`<input name=pass value="q`, "<select name=x>", "<textarea>", "</textarea>", "<script>", `" onkeyup="`, `" size="`,
	`<IMG SRC="help.png" onClick="FillAndShowHelpDiv(event, '#phones-NAME')" ALT="HELP">`,
	`<IMG SRC="help.png" onClick="FillAndShowHelpDiv(event, '#phones-NAME')" ALT="HELP"></td></tr>`,
	` &nbsp; <a href="javascript:openNewWindow('/x.php?ADD=99999#phones-NAME')"><IMG SRC="help.gif"></A>`,
}

// oldHelp is the link to a field's help in older builds.
const oldHelp = ` &nbsp; <a href="javascript:openNewWindow('/vicidial/admin.php?ADD=99999#phones-NAME')">` +
	`<IMG SRC="help.gif" WIDTH=20 HEIGHT=20 BORDER=0 ALT="HELP" ALIGN=TOP></A>`

// withOldHelp returns a page with the links of older builds.
func withOldHelp(page string) string {
	before, behind, _ := strings.Cut(oldHelp, "NAME")
	page = strings.ReplaceAll(page, `<IMG SRC="help.png" onClick="FillAndShowHelpDiv(event, '#phones-`, before+"#phones-")
	return strings.ReplaceAll(strings.ReplaceAll(page, "#phones-#phones-", "#phones-"), `')" ALT="HELP">`, behind)
}

// at returns the page before and behind the value of an input field.
func at(t *testing.T, page, name string) (before, behind string) {
	t.Helper()
	start := strings.Index(page, " name="+name+" ")
	start += strings.Index(page[start:], `value="`) + len(`value="`)
	return page[:start], page[start+strings.Index(page[start:], `"`):]
}

// TestEachValueIsReadExactlyOrNotAtAll stores values with quotes and markup.
func TestEachValueIsReadExactlyOrNotAtAll(t *testing.T) {
	readers := map[string]func(Values) string{
		"fullname":           func(v Values) string { return v.Phone.PhoneFullName },
		"pass":               func(v Values) string { return v.Phone.PhonePass.Reveal() },
		"conf_secret":        func(v Values) string { return v.Phone.RegistrationPassword.Reveal() },
		"outbound_cid":       func(v Values) string { return v.Phone.OutboundCID },
		"phone_ring_timeout": func(v Values) string { return v.More["phone_ring_timeout"] },
	}
	r := rand.New(rand.NewPCG(1, 2))
	for _, page := range []string{file(t, "phone"), withOldHelp(file(t, "phone"))} {
		for name, read := range readers {
			before, behind := at(t, page, name)
			exact := 0
			check := func(stored string) {
				stored = strings.ReplaceAll(stored, "NAME", name)
				v, err := ParseDeep([]byte(before + stored + behind))
				switch {
				case err == nil && read(v) != stored:
					t.Errorf("%s: stored %q is read as %q", name, stored, read(v))
				case err == nil:
					exact++
				case !unreadable(err):
					t.Errorf("%s: stored %q: %v", name, stored, err)
				}
			}
			for _, a := range pieces {
				check(`Bo">` + a)
				check(`Bo"><IMG onClick="#phones-NAME')"></td></tr>` + a)
				check(`Bo">` + a + pieces[r.IntN(len(pieces))])
			}
			for range 150 {
				stored := ""
				for range 1 + r.IntN(6) {
					stored += pieces[r.IntN(len(pieces))]
				}
				check(stored)
				check(`Bo">` + stored)
			}
			if exact < 10 {
				t.Errorf("%s: only %d values are read", name, exact)
			}
		}
	}
}

func TestHelpOfOlderBuilds(t *testing.T) {
	page := withOldHelp(file(t, "phone"))
	got, err := ParseDeep([]byte(page))
	want, _ := ParseDeep([]byte(file(t, "phone")))
	if err != nil || got.Phone != want.Phone {
		t.Errorf("%+v, %v", got, err)
	}
}
