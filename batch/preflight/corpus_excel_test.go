package preflight

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

const crlf = "\r\n"

var utf16le = unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)

// excelTexts are text files as Excel and similar programs write them, built byte by byte, because the programs cannot
// run here. The comment of each quirk names its source. The first line of want says how the file is read.
var excelTexts = []struct {
	quirk string
	flags string
	data  string
	want  []string
}{
	{
		// Excel, Save As, CSV UTF-8 (Comma delimited): a byte-order mark, CRLF
		// (donatstudios.com/CSV-An-Encoding-Nightmare).
		quirk: "CSV UTF-8",
		data:  "\xef\xbb\xbf" + excelHead(",") + crlf + excelRow(",", 4101, "4001", "José Łuk", "-5.00", "7275550100") + crlf,
		want:  []string{`UTF-8, cells between ',', lines end in "\r\n"`, `2 ready "4001" "Jose Luk" "-5.00" "7275550100"`},
	},
	{
		// Excel, Save As, Unicode Text: UTF-16LE with its mark, tabs, CRLF; quotes around cells with a comma or a quote
		// (herongyang.com, Saving Files in "Unicode Text (*.txt)" Option).
		quirk: "Unicode Text",
		data:  "\xff\xfe" + encoded(excelHead("\t")+crlf+excelRow("\t", 4101, "4001", `"Łuk ""J."""`, "-5.00", `"7275550100"`)+crlf, utf16le),
		want: []string{
			`UTF-16LE, cells between '\t', lines end in "\r\n"`, `2 ready "4001" "Luk \"J.\"" "-5.00" "7275550100"`,
			`2 warning characters_dropped Full Name "Łuk \"J.\""`,
		},
	},
	{
		// Excel, Save As, CSV (Macintosh): Mac Roman, and a single CR ends a line. In windows-1252, the byte of é is Ž.
		quirk: "CSV (Macintosh), not said",
		data:  encoded(excelHead(",")+"\r"+excelRow(",", 4101, "4001", "José", "-5.00", "7275550100")+"\r", charmap.Macintosh),
		want: []string{
			`windows-1252 (guessed), cells between ',', lines end in "\r"`, `1 names hang on the encoding: JosŽ`,
			`2 ready "4001" "JosZ" "-5.00" "7275550100"`,
		},
	},
	{
		quirk: "CSV (Macintosh)",
		flags: " --encoding macintosh",
		data:  encoded(excelHead(",")+"\r"+excelRow(",", 4101, "4001", "José", "-5.00", "7275550100")+"\r", charmap.Macintosh),
		want:  []string{`macintosh, cells between ',', lines end in "\r"`, `2 ready "4001" "Jose" "-5.00" "7275550100"`},
	},
	{
		// Excel, Save As, CSV (MS-DOS): the OEM code page, 437 in the US. In windows-1252, the byte of é is a low
		// quote.
		quirk: "CSV (MS-DOS) of the US, not said",
		data:  encoded(excelHead(",")+crlf+excelRow(",", 4101, "4001", "José", "-5.00", "7275550100")+crlf, charmap.CodePage437),
		want: []string{
			`windows-1252 (guessed), cells between ',', lines end in "\r\n"`, `1 names hang on the encoding: Jos‚`,
			`2 ready "4001" "Jos'" "-5.00" "7275550100"`, `2 warning characters_dropped Full Name "Jos‚"`,
		},
	},
	{
		// The byte of ü in code page 437 is not a character of windows-1252.
		quirk: "CSV (MS-DOS) that can be no windows-1252",
		data:  encoded(excelHead(",")+crlf+excelRow(",", 4101, "4001", "Jürgen", "-5.00", "7275550100")+crlf, charmap.CodePage437),
		want:  []string{"refused: wrong_encoding, line 2"},
	},
	{
		// The OEM code page of Western Europe is 850.
		quirk: "CSV (MS-DOS) of Western Europe",
		flags: " --encoding cp850",
		data:  encoded(excelHead(";")+crlf+excelRow(";", 4101, "4001", "José Ø", "1,00", "4930555010")+crlf, charmap.CodePage850),
		want:  []string{`ibm-code-page-850, cells between ';', lines end in "\r\n"`, `2 ready "4001" "Jose O" "1.00" "4930555010"`},
	},
	{
		// Excel in a country with decimal commas: CSV (Comma delimited) uses the list separator of Windows, and numbers
		// as Excel shows them there (support.microsoft.com, Import or export text files: change the separator).
		quirk: "CSV of a German Excel",
		data: encoded(excelHead(";")+crlf+excelRow(";", 4101, "05. Mrz", "Groß", "1,00", "1,23457E+11")+crlf+
			excelRow(";", 4102, "4002", "Öz", "5,5", "4930555010")+crlf, charmap.Windows1252),
		want: []string{
			`windows-1252 (guessed), cells between ';', lines end in "\r\n"`, `2 names hang on the encoding: Groß, Öz`,
			`2 invalid "05. Mrz" "Gross" "1.00" "1,23457E+11"`, `2 error date Ext "05. Mrz"`, `2 error scientific_notation Caller ID "1,23457E+11"`,
			`3 ready "4002" "Oz" "5.50" "4930555010"`,
		},
	},
	{
		// A first line that tells Excel the delimiter. Programs write the line for readers whose Windows uses another
		// delimiter.
		quirk: "sep=",
		data:  "sep=;" + crlf + excelHead(";") + crlf + excelRow(";", 4101, "4001", "Ann", "-5.00", "7275550100") + crlf,
		want:  []string{`UTF-8, cells between ';', lines end in "\r\n"`, "header in line 2", `3 ready "4001" "Ann" "-5.00" "7275550100"`},
	},
	{
		quirk: "sep= behind a byte-order mark, in quotes",
		data:  "\xef\xbb\xbf\"sep=|\"" + crlf + excelHead("|") + crlf + excelRow("|", 4101, "4001", "Ann", "-5.00", "7275550100") + crlf,
		want:  []string{`UTF-8, cells between '|', lines end in "\r\n"`, "header in line 2", `3 ready "4001" "Ann" "-5.00" "7275550100"`},
	},
	{
		quirk: "sep= and a tab",
		data:  "sep=\t" + crlf + excelHead("\t") + crlf + excelRow("\t", 4101, "4001", "Ann", "-5.00", "7275550100") + crlf,
		want:  []string{`UTF-8, cells between '\t', lines end in "\r\n"`, "header in line 2", `3 ready "4001" "Ann" "-5.00" "7275550100"`},
	},
	{
		// Alt+Enter writes an LF into a cell, while lines end in CRLF; quotes in a cell are doubled (RFC 4180).
		quirk: "line breaks and quotes in cells, and in the header",
		data: strings.Replace(excelHead(","), "Full Name", "\"Full\nName\"", 1) + crlf + excelRow(",", 4101, "4001", "\"Ann\nLee\"", "-5.00", "7275550100") + crlf +
			excelRow(",", 4102, "4002", `"Bo ""B"" Ek"`, "-5.00", "7275550100") + crlf,
		want: []string{
			`UTF-8, cells between ',', lines end in "\r\n"`, `3 ready "4001" "Ann Lee" "-5.00" "7275550100"`, `5 ready "4002" "Bo \"B\" Ek" "-5.00" "7275550100"`,
			"5 warning characters_dropped Full", `Name "Bo \"B\" Ek"`,
		},
	},
	{
		// Excel writes the used range. Deleting the contents of columns and rows does not shrink this range.
		quirk: "commas of columns and rows that were emptied",
		data: excelHead(",") + ",,," + crlf + excelRow(",", 4101, "4001", "Ann", "-5.00", "7275550100") + ",,," + crlf + strings.Repeat(",", 13) + crlf +
			strings.Repeat(",", 13) + crlf + excelRow(",", 4102, "4002", "Bo", "-5.00", "7275550100") + ",,," + crlf + strings.Repeat(",", 13) + crlf,
		want: []string{
			`UTF-8, cells between ',', lines end in "\r\n"`, `2 ready "4001" "Ann" "-5.00" "7275550100"`, `5 ready "4002" "Bo" "-5.00" "7275550100"`,
		},
	},
	{
		// A list that was typed, or joined with ", ".
		quirk: "a space before every cell",
		data:  excelHead(", ") + crlf + excelRow(", ", 4101, "4001", "Ann Lee", "-5.00", "7275550100") + crlf,
		want:  []string{`UTF-8, cells between ',', lines end in "\r\n"`, `2 ready "4001" "Ann Lee" "-5.00" "7275550100"`},
	},
	{
		// A quote after a space does not quote the cell (RFC 4180).
		quirk: "a space before a quoted cell",
		data:  excelHead(", ") + crlf + excelRow(", ", 4101, "4001", `"Lee, Ann"`, "-5.00", "7275550100") + crlf,
		want:  []string{`UTF-8, cells between ',', lines end in "\r\n"`, `2 ready "4001" "Lee, Ann" "-5.00" "7275550100"`, `2 warning characters_dropped Full Name "Lee, Ann"`},
	},
	{
		// ="00123" keeps Excel from taking a text for a number. Web exports write it; Excel itself writes the text that
		// it shows.
		quirk: `the trick ="00123", quoted and not`,
		data: excelHead(",") + crlf + excelRow(",", 4101, `"=""00123"""`, "Ann", "-5.00", "7275550100") + crlf +
			excelRow(",", 4102, `="00124"`, "Bo", "-5.00", "7275550100") + crlf + excelRow(",", 4103, "'00125", "Cy", "-5.00", "7275550100") + crlf,
		want: []string{
			`UTF-8, cells between ',', lines end in "\r\n"`, `2 ready "00123" "Ann" "-5.00" "7275550100"`,
			`3 ready "00124" "Bo" "-5.00" "7275550100"`, `4 ready "00125" "Cy" "-5.00" "7275550100"`,
		},
	},
	{
		// Excel writes numbers, dates and errors as it shows them: General becomes E+09 in a narrow column, 3-5 has
		// become a date, a column that is too narrow for a date or a format shows # signs (support.microsoft.com: Stop
		// automatically changing numbers to dates; How to correct a ##### error), -5.00 has become -5, and the zone
		// -5:00 a fraction of a day.
		quirk: "damage",
		data: excelHead(",") + crlf + excelRow(",", 4101, "5-Mar", "Ann", "-5.00", "7.27555E+09") + crlf + excelRow(",", 4102, "Mar-05", "#N/A", "-5", "#NAME?") + crlf +
			excelRow(",", 4103, "########", "Cy", "-0.208333333", "7.28E+09") + crlf + excelRow(",", 4104, "4004", "#DIV/0!", "-5.0", "7275550100.00") + crlf +
			excelRow(",", 4105, "mars-05", "=B2&C2", "-5", "7275550100") + crlf,
		want: []string{
			`UTF-8, cells between ',', lines end in "\r\n"`,
			`2 invalid "5-Mar" "Ann" "-5.00" "7.27555E+09"`, `2 error date Ext "5-Mar"`, `2 error scientific_notation Caller ID "7.27555E+09"`,
			`3 invalid "Mar-05" "#N/A" "-5.00" "#NAME?"`, `3 error date Ext "Mar-05"`, `3 error spreadsheet_error Full Name "#N/A"`,
			`3 error spreadsheet_error Caller ID "#NAME?"`,
			`4 invalid "########" "Cy" "-0.208333333" "7.28E+09"`, `4 error spreadsheet_error Ext "########"`,
			`4 error scientific_notation Caller ID "7.28E+09"`, `4 error bad_timezone Time Zone "-0.208333333"`,
			`5 invalid "4004" "#DIV/0!" "-5.00" "7275550100"`, `5 error spreadsheet_error Full Name "#DIV/0!"`,
			`6 invalid "mars-05" "=B2&C2" "-5.00" "7275550100"`, `6 error date Ext "mars-05"`, `6 error formula Full Name "=B2&C2"`,
		},
	},
	{
		// Export-Csv of Windows PowerShell writes the type of the objects above the header, unless -NoTypeInformation
		// is set (learn.microsoft.com, Export-Csv, PowerShell 5.1).
		quirk: "#TYPE",
		data:  "#TYPE System.Management.Automation.PSCustomObject" + crlf + `"` + excelHead(`","`) + `"` + crlf + `"` + excelRow(`","`, 4101, "4001", "Ann", "-5.00", "7275550100") + `"` + crlf,
		want: []string{
			`UTF-8, cells between ',', lines end in "\r\n"`, "header in line 2", "line 1 set aside: type_line",
			`3 ready "4001" "Ann" "-5.00" "7275550100"`,
		},
	},
	{
		// Google Sheets, Download, Comma Separated Values: CRLF between rows, and none after the last row.
		quirk: "no end of the last line",
		data:  excelHead(",") + crlf + excelRow(",", 4101, "4001", "José", "-5.00", "7275550100"),
		want:  []string{`UTF-8, cells between ',', lines end in "\r\n"`, `2 ready "4001" "Jose" "-5.00" "7275550100"`},
	},
	{
		// Excel opens UTF-8 without a mark as windows-1252 and saves what it shows. Characters that it cannot write
		// become question marks.
		quirk: "characters that were lost before",
		data: "\xef\xbb\xbf" + excelHead(",") + crlf + excelRow(",", 4101, "4001", "JosÃ©", "-5.00", "7275550100") + crlf +
			excelRow(",", 4102, "4002", "?ukasz", "-5.00", "7275550100") + crlf,
		want: []string{
			`UTF-8, cells between ',', lines end in "\r\n"`, `2 ready "4001" "Jose" "-5.00" "7275550100"`,
			`3 ready "4002" "?ukasz" "-5.00" "7275550100"`, `3 warning characters_dropped Full Name "?ukasz"`,
		},
	},
	{
		// In some blocks of 16 rows, Excel leaves out the delimiters of empty columns at the end (Microsoft KB 77295).
		// ONLYOFFICE does so in every row (its issue 427 of DesktopEditors). A row that was cut off looks the same.
		quirk: "no commas for columns that are empty at the end",
		data: excelHead(",") + ",Email" + crlf + excelRow(",", 4101, "4001", "Ann", "-5.00", "7275550100") + ",ann@example.com" + crlf +
			excelRow(",", 4102, "4002", "Bo", "-5.00", "7275550100") + crlf,
		want: []string{`UTF-8, cells between ',', lines end in "\r\n"`, `2 ready "4001" "Ann" "-5.00" "7275550100"`, `3 ready "4002" "Bo" "-5.00" "7275550100"`},
	},
}

func TestTextOfSpreadsheetsThatAreNotHere(t *testing.T) {
	for _, tt := range excelTexts {
		t.Run(tt.quirk, func(t *testing.T) {
			if d := cmp.Diff(tt.want, excelTold(t, tt.data, asItIs+tt.flags)); d != "" {
				t.Error(d)
			}
		})
	}
}
