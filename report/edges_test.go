package report

import (
	"io"
	"strings"
	"testing"
	"unicode"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
	"phonebatch/batch/object"
)

func TestQuotedHeaderBehindAMarkComesBack(t *testing.T) {
	list := "\ufeff\"" + strings.ReplaceAll(header, ",", `","`) + "\"\n" + phone(1001) + "\n"
	second := writeFailed(t, writeFailed(t, list))
	if l := read(t, second); l.Ready() != 1 {
		t.Errorf("%+v\n%s", l.Errors, second)
	}
}

func TestBrokenRowsKeepOneProblemCell(t *testing.T) {
	second := writeFailed(t, writeFailed(t, lines(header, strings.Replace(phone(1001), "Ann", `Ann "A"`, 1))))
	if l := read(t, strings.Replace(second, `Ann "A"`, "Ann", 1)); l.Ready() != 1 {
		t.Errorf("%+v\n%s", l.Errors, second)
	}
}

func TestAShortRowNeverBecomesValidByTheAddedCell(t *testing.T) {
	names := strings.Replace(header, ",phone_full_name", "", 1) + ",email,phone_full_name"
	row := strings.Replace(phone(1001), ",Ann Lee", "", 1) + ",ann@example.com,Ann Lee"
	l := read(t, lines(names, row))
	failed := failedFile(t, l, settled(l, apiclient.CodeLogin, "login refused"), false)
	short := strings.Replace(failed, ",ann@example.com", "", 1) // the user loses a cell while mending
	if l := read(t, short); l.Ready() != 0 {
		t.Fatal("not short")
	}
	second := writeFailed(t, short)
	if l := read(t, second); l.Ready() != 0 {
		t.Errorf("phone_full_name is %q, email %q:\n%s", l.Rows[0].Phone.PhoneFullName, l.Rows[0].Phone.Email, second)
	}
}

func TestARowThatLostItsProblemCellStaysShort(t *testing.T) {
	second := writeFailed(t, lines(header+",problem", phone(1001)))
	if l := read(t, second); l.Ready() != 0 {
		t.Errorf("the added cell made it valid:\n%s", second)
	}
}

func TestALoneCRAtTheVeryEndIsNoPartOfTheRow(t *testing.T) {
	list := header + "\r\n" + strings.Replace(phone(1001), "7275551212", `"7275551212"`, 1) + "\r"
	if l := read(t, list); l.Ready() != 1 {
		t.Fatal(l.Errors)
	}
	if l := read(t, writeFailed(t, list)); l.Ready() != 1 {
		t.Error(l.Errors)
	}
}

func TestReadyRowsAreNotAmongTheFailed(t *testing.T) {
	l := read(t, lines(header, phone(1001)))
	results := settled(l, codes.Ready, "")
	results[0].Status = object.Ready
	if n, _ := WriteFailed(io.Discard, "agents.csv", l.Header, l.Rows, results, false); n != 0 {
		t.Errorf("%d rows", n)
	}
}

func TestValuesThatAreReadCanBeReadBack(t *testing.T) {
	for _, tail := range []string{"9223372036855,2026-01-01T00:00:00Z", "1,9999-12-31T23:59:59-01:00", "1,0000-01-01T00:00:00+01:00"} {
		first, err := ReadResults(strings.NewReader(resultsHeader + "1,phone,added,added,,,,,,,,,1," + tail + ",r\n"))
		if err != nil {
			continue
		}
		second, err := ReadResults(strings.NewReader(written(t, first...)))
		if err != nil || second[0] != first[0] {
			t.Errorf("%s: %v, %v, %v", tail, first, second, err)
		}
	}
}

func TestASpreadsheetsMarkBeforeAQuotedHeaderOfResults(t *testing.T) {
	if _, err := ReadResults(strings.NewReader("\ufeff\"" + strings.Join(Columns, `","`) + "\"\n")); err != nil {
		t.Error(err)
	}
}

func TestADocumentIsFitForATerminal(t *testing.T) {
	d := document{Unknown: []string{"\u009b2J\x7f\u202e\u200b"}}
	if text := printed(t, &d); strings.ContainsFunc(text, func(r rune) bool { return r != '\n' && unicode.In(r, unicode.Cc, unicode.Cf) }) {
		t.Errorf("%q", text)
	}
}

func TestASummaryOfNothing(t *testing.T) {
	var b strings.Builder
	_ = Summary{}.Write(&b)
	if b.String() != "0 rows\n" {
		t.Errorf("%q", b.String())
	}
}

func TestInvisibleMarksAreShown(t *testing.T) {
	for _, r := range "\u034f\u17b4\u17b5\u180b\ufe0f\U000e0100\u2065" {
		if Plain(string(r)) == string(r) {
			t.Errorf("%U", r)
		}
	}
}

func TestABlankRowShorterThanTheHeaderIsSkipped(t *testing.T) {
	if l := read(t, lines(header, phone(1001), ",,,")); l.NErrors > 0 {
		t.Error(l.Errors)
	}
}

var _ = codes.Error
