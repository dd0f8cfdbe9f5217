package batch

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
	"phonebatch/batch/object"
	"phonebatch/batch/preflight"
	"phonebatch/batch/run"
)

func TestAnInvalidRowTellsItsFirstError(t *testing.T) {
	phone := func(extension string) apiclient.Phone {
		return apiclient.Phone{Extension: extension, ServerIP: "10.0.9.8", PhoneLogin: "L" + extension}
	}
	rows := []*preflight.Row{
		{Line: 2, Phone: phone("1001")},
		{Line: 3, Phone: phone("1002"), Invalid: true, Problems: []preflight.Problem{
			{Severity: codes.Warning, Code: codes.Flag, Message: "odd"},
			{Severity: codes.Error, Column: "Phone Login", Code: codes.Cut, Message: "too long", Hint: "shorten it"},
			{Severity: codes.Error, Code: codes.Missing, Message: "empty"},
		}},
		{Line: 4, Phone: phone("1003"), Invalid: true},
	}
	w := newWork(&Job{Run: run.Options{Run: "r1"}})
	w.out.List = &preflight.List{Rows: rows}
	w.start(nil)
	e := w.engine
	e.SettleRest(object.Ready, codes.Ready, "")
	type told struct {
		line          int
		status        object.Status
		code          apiclient.Code
		message, hint string
	}
	want := []told{
		{2, object.Ready, codes.Ready, "", ""},
		{3, object.Invalid, codes.Cut, "Phone Login: too long", "shorten it"},
		{4, object.Invalid, codes.ListHasErrors, "", ""},
	}
	got := make([]told, 0, len(want))
	for _, r := range e.Results() {
		got = append(got, told{r.Line, r.Status, r.Code, r.Message, r.Hint})
	}
	if d := cmp.Diff(want, got, cmp.AllowUnexported(told{})); d != "" {
		t.Error(d)
	}
}
