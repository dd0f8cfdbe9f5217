package report

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"phonebatch/apiclient"
)

// Numbers stay numbers, and a formula becomes a text.
func TestExportedPhonesAreNoFormulas(t *testing.T) {
	phones := []apiclient.Phone{
		{Extension: "5001", PhoneFullName: "=1+1", LocalGMT: "-5.00", OutboundCID: "+17275550100", PhonePass: "-Kx8"},
		{Extension: "5002", PhoneFullName: "Keller, Ann", LocalGMT: "5.50", OutboundCID: "---ALL---"},
	}
	fields := []apiclient.Field{apiclient.Extension, apiclient.PhonePass, apiclient.PhoneFullName, apiclient.LocalGMT, apiclient.OutboundCID}
	var b strings.Builder
	defused, err := WritePhones(&b, fields, phones)
	if err != nil || defused != 2 {
		t.Errorf("%d cells, %v", defused, err)
	}
	want := "extension,phone_pass,phone_full_name,local_gmt,outbound_cid\n5001,'-Kx8,'=1+1,-5.00,+17275550100\n5002,,\"Keller, Ann\",5.50,---ALL---\n"
	if d := cmp.Diff(want, b.String()); d != "" {
		t.Error(d)
	}
}

// A workbook needs no apostrophes: its cells are texts.
func TestExportedWorkbook(t *testing.T) {
	phones := []apiclient.Phone{{Extension: "0501", PhoneFullName: "=1+1"}, {Extension: "5002", PhoneFullName: "Keller, Ann"}}
	fields := []apiclient.Field{apiclient.Extension, apiclient.PhoneFullName}
	var b bytes.Buffer
	if err := WritePhonesBook(&b, fields, phones); err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	rows, err := book.GetRows("Phones")
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{{"extension", "phone_full_name"}, {"0501", "=1+1"}, {"5002", "Keller, Ann"}}
	if d := cmp.Diff(want, rows); d != "" {
		t.Error(d)
	}
}
