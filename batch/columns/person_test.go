package columns

import (
	"slices"
	"testing"
)

func TestPersonNumber(t *testing.T) {
	for _, tt := range []struct {
		header []string
		want   []int
	}{
		{[]string{"extension", "phone_full_name"}, nil},
		{[]string{"Staff No", "extension"}, []int{0}},
		{[]string{"Login", "E-Mail", "staff_number", "Employee ID (HR)", "Ext"}, []int{2, 3, 1, 0}},
		{[]string{"Email Address", "Username", "Badge"}, []int{2, 0, 1}},
		{[]string{"matricule", "PERSONALNUMMER *"}, []int{0, 1}},
		{[]string{"Payroll No.", "Agent ID", "Worker ID"}, []int{2, 0, 1}},
		{nil, nil},
	} {
		if got := PersonNumber(tt.header); !slices.Equal(got, tt.want) {
			t.Errorf("%q: got %v, want %v", tt.header, got, tt.want)
		}
	}
}

func TestNameColumns(t *testing.T) {
	header := []string{"First Name", "last_name", "extension", "Full Name", "Whole"}
	for _, tt := range []struct {
		defaults, mapped []string
		header, want     []string
	}{
		{nil, nil, header, []string{"Full Name"}},
		{[]string{"phone_full_name={first name} {Last Name}"}, nil, header, []string{"First Name", "last_name"}},
		{[]string{"phone_full_name={extension}"}, nil, header, []string{"extension"}},
		{[]string{"phone_full_name={No Such}"}, nil, header, []string{"Full Name"}},
		{[]string{"phone_login={extension}"}, nil, header, []string{"Full Name"}},
		{nil, []string{"Whole=phone_full_name"}, header, []string{"Whole"}},
		{nil, nil, []string{"extension"}, nil},
	} {
		filling, err := ParseFilling(FillOptions{Defaults: tt.defaults, Usual: true})
		if err != nil {
			t.Fatal(err)
		}
		mapping, err := ParseMapping(tt.mapped)
		if err != nil {
			t.Fatal(err)
		}
		if got := NameColumns(filling, mapping, tt.header); !slices.Equal(got, tt.want) {
			t.Errorf("%q, %q, %q: got %q, want %q", tt.defaults, tt.mapped, tt.header, got, tt.want)
		}
	}
}
