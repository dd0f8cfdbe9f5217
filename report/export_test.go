package report

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

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
