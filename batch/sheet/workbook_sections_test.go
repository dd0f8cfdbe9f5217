package sheet

import (
	"math"
	"strconv"
	"testing"
)

func plainNumber(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }

// numberSections holds the texts that Excel shows for numbers, by ECMA-376 part 1, 18.8.31, and for conditions by
// Excel's behaviour. "?" stands for an unclear section, "!" for a value that is not shown.
var numberSections = []struct {
	format string
	shown  map[float64]string
}{
	{`"TRUE";"TRUE";"FALSE"`, map[float64]string{1: "TRUE", -1: "TRUE", 0: "FALSE"}},
	{`"Yes";"Yes";"No"`, map[float64]string{1: "Yes", 0: "No"}},
	{`"Yes";;"No"`, map[float64]string{1: "Yes", 0: "No", -1: "!"}},
	{`[=1]"Yes";[=0]"No"`, map[float64]string{1: "Yes", 0: "No", 2: "?", -1: "?"}},
	{`[=1]"Yes";[=0]"No";"?"`, map[float64]string{1: "Yes", 0: "No", 2: "?", 0.5: "?"}},
	{`[=1]"Yes";[=0]"No";General`, map[float64]string{1: "Yes", 0: "No", 7: "7", -7: "?"}},
	{`[=1]"Yes";"No"`, map[float64]string{1: "Yes", 0: "No", -1: "No"}},
	{`[Green][=1]"Yes";[Red][=0]"No"`, map[float64]string{1: "Yes", 0: "No"}},
	{`[>=100]"many";[<100]"few"`, map[float64]string{100: "many", 99: "few", -1: "few"}},
	{`[<>0]"Y";"N"`, map[float64]string{0: "N", 5: "Y"}},
	{`[=1]"Yes";[=0]"No";[=2]"Maybe"`, map[float64]string{1: "Yes", 2: "?", 3: "?"}},
	{`[=1]"Yes"`, map[float64]string{1: "Yes", 0: "?"}},
	{`[>5]"a";"b";"c"`, map[float64]string{6: "a", 1: "?", -1: "?"}},
	{`0;[=5]"five"`, map[float64]string{5: "?"}},
	{`0;-0;"none"`, map[float64]string{5: "5", -5: "-5", 0: "none"}},
	{`0;0`, map[float64]string{-5: "5"}},
	{`General;General`, map[float64]string{-5: "5", 5: "5"}},
	{`General;-General;"-"`, map[float64]string{-5: "-5", 0: "-"}},
	{`0;;`, map[float64]string{5: "5", 0: "", -5: "!"}},
	{`;;;`, map[float64]string{5: "!", 0: ""}},
	{`0;@`, map[float64]string{5: "5", -5: "-5", 0: "0"}},
	{`"a;b"0`, map[float64]string{1: "?"}},
	{`[<=9999999]###\-####;\(###\)\ ###\-####`, map[float64]string{5550100: "555-0100", 7275550100: "(727) 555-0100"}},
	{`00000`, map[float64]string{123: "00123", 0: "00000"}},
	{`#`, map[float64]string{0: "", 12: "12"}},
	{`#,##0`, map[float64]string{1234567: "1,234,567", 999: "999", 0: "0", 1000: "1,000"}},
	{`#,##0.00`, map[float64]string{1234.5: "1,234.50", 0.005: "0.01", 2.675: "2.68"}},
	{`0.0#`, map[float64]string{1: "1.0", 1.25: "1.25", 1.255: "1.26"}},
	{`0.##`, map[float64]string{1: "1.", 1.5: "1.5"}},
	{`0%`, map[float64]string{0.125: "13%", 1: "100%"}},
	{`0,`, map[float64]string{12345: "12"}},
	{`000\-00\-0000`, map[float64]string{123456789: "123-45-6789"}},
	{`"$"#,##0_);("$"#,##0)`, map[float64]string{5: "$5 ", -5: "($5)"}},
	{`[$€-407] 0.00`, map[float64]string{5: "€ 5.00"}},
	{`+0;-0`, map[float64]string{5: "+5", -5: "-5"}},
	{`0_ ;[Red]-0\ `, map[float64]string{5: "5 ", -5: "-5"}},
	{`??0`, map[float64]string{5: "  5"}},
	{`0.`, map[float64]string{9.5: "10."}},
}

func TestNumberSections(t *testing.T) {
	for _, tt := range numberSections {
		format := readFormat(tt.format)
		d := &display{formats: map[int]*numberFormat{1: &format}, styles: map[string]int{}, cache: map[cacheKey]string{}}
		for n, want := range tt.shown {
			got, fault, err := d.showNumber(&rawCell{style: 1, value: []byte(plainNumber(n))})
			switch {
			case err != nil:
				t.Fatal(err)
			case fault == &unclearFault:
				got = "?"
			case fault == &nothingShownFault:
				got = "!"
			}
			if got != want {
				t.Errorf("%s of %v: %q, want %q", tt.format, n, got, want)
			}
		}
	}
}

func TestTextSections(t *testing.T) {
	for format, want := range map[string]string{
		`General;General;-;General`: "word", `0;-0;0;@`: "word", `0;0;0;"ext "@`: "ext word", `@`: "word", `0`: "word", `;;;`: "!", `0;0;0;`: "!", `0;0;0;"n/a"`: "n/a", `0;"x"@`: "xword",
	} {
		f := readFormat(format)
		d := &display{formats: map[int]*numberFormat{1: &f}}
		got, fault := d.showText(1, "word")
		if fault == &nothingShownFault {
			got = "!"
		}
		if got != want {
			t.Errorf("%s: %q, want %q", format, got, want)
		}
	}
}

// FuzzFormat checks that no format code panics with any number.
func FuzzFormat(f *testing.F) {
	for _, code := range []string{"0", "#,##0.00", "0%", `"x"0`, `[=1]"Yes";[=0]"No"`, "(###) ###-####", "yyyy-mm-dd", "0.00E+00", "# ?/?", ";;;", `0;-0;0;@`, `[$-409]d mmm`, "_(0_)", `\0`} {
		f.Add(code, 7275550100.0)
		f.Add(code, -0.5)
	}
	f.Fuzz(func(t *testing.T, code string, n float64) {
		if len(code) > maxFormatCode || math.IsNaN(n) || math.IsInf(n, 0) {
			return
		}
		format := readFormat(code)
		d := &display{formats: map[int]*numberFormat{1: &format}, styles: map[string]int{}, cache: map[cacheKey]string{}}
		if _, _, err := d.showNumber(&rawCell{style: 1, value: []byte(plainNumber(n))}); err != nil {
			return
		}
		_, _ = d.showText(1, "word")
	})
}
