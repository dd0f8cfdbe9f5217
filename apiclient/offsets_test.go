package apiclient_test

import (
	"testing"

	"phonebatch/apiclient"
)

func TestOffsetsThatADialerTakes(t *testing.T) {
	offsets := map[string]float64{
		"12.75": 12.75, "12.00": 12, "11.00": 11, "10.00": 10, "9.50": 9.5, "9.00": 9, "8.00": 8, "7.00": 7, "6.50": 6.5,
		"6.00": 6, "5.75": 5.75, "5.50": 5.5, "5.00": 5, "4.50": 4.5, "4.00": 4, "3.50": 3.5, "3.00": 3, "2.00": 2,
		"1.00": 1, "0.00": 0, "-1.00": -1, "-2.00": -2, "-3.00": -3, "-3.50": -3.5, "-4.00": -4, "-5.00": -5,
		"-6.00": -6, "-7.00": -7, "-8.00": -8, "-9.00": -9, "-10.00": -10, "-11.00": -11, "-12.00": -12,
	}
	if len(offsets) != 33 {
		t.Fatalf("%d offsets in the table, want 33", len(offsets))
	}
	for text, want := range offsets {
		got, ok := apiclient.ParseOffset(text)
		if got != want || !ok {
			t.Errorf("ParseOffset(%q) = %v, %v", text, got, ok)
		}
		if back := apiclient.FormatOffset(got); back != text {
			t.Errorf("FormatOffset(%v) = %q, want %q", got, back, text)
		}
	}
	taken := 0
	for quarter := -15 * 4; quarter <= 15*4; quarter++ {
		if _, ok := apiclient.ParseOffset(apiclient.FormatOffset(float64(quarter) / 4)); ok {
			taken++
		}
	}
	if taken != len(offsets) {
		t.Errorf("%d quarters of an hour are taken, want %d", taken, len(offsets))
	}
}

func TestParseOffsetReadsNumbersAsTheDialerDoes(t *testing.T) {
	tests := []struct {
		text  string
		hours float64
		ok    bool
	}{
		{"-5", -5, true},
		{"-5.0", -5, true},
		{"5.", 5, true},
		{"-05.00", -5, true},
		{"02", 2, true},
		{"9.500", 9.5, true},
		{"0", 0, true},
		{"-0", 0, true},
		{".0", 0, true},
		{".5", .5, false},
		{"-0500", -500, false},
		{"99.99", 99.99, false},
		{"-3.25", -3.25, false},
		{"13", 13, false},
		{"", 0, false},
		{"-", 0, false},
		{".", 0, false},
		{"--5", 0, false},
		{"5-", 0, false},
		{"5.0.0", 0, false},
		{"+5", 0, false},
		{" 5", 0, false},
		{"1e1", 0, false},
		{"5e0", 0, false},
		{"1_0", 0, false},
		{"Inf", 0, false},
		{"-Inf", 0, false},
		{"NaN", 0, false},
		{"0x1", 0, false},
		{"0x1p3", 0, false},
		{"EST", 0, false},
	}
	for _, tt := range tests {
		if hours, ok := apiclient.ParseOffset(tt.text); hours != tt.hours || ok != tt.ok {
			t.Errorf("ParseOffset(%q) = %v, %v; want %v, %v", tt.text, hours, ok, tt.hours, tt.ok)
		}
	}
}

func TestFormatOffsetWritesNoNegativeZero(t *testing.T) {
	negative, _ := apiclient.ParseOffset("-0")
	if got := apiclient.FormatOffset(negative); got != "0.00" {
		t.Errorf("FormatOffset(-0) = %q", got)
	}
}

func TestNearestOffsetIsOneThatADialerTakes(t *testing.T) {
	for hours, want := range map[float64]float64{
		-5: -5, 5.75: 5.75, 13: 12.75, -14: -12, -3.4: -3.5, 0.2: 0, 10.4: 10, 8.8: 9, 99.99: 12.75,
	} {
		if got := apiclient.NearestOffset(hours); got != want {
			t.Errorf("NearestOffset(%v) = %v, want %v", hours, got, want)
		}
	}
}
