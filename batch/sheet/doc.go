// Package sheet reads the bytes of a list and returns numbered records together with their original text. It knows
// nothing about phones: the caller of NewReader says what the columns mean.
//
// In: an io.Reader with the bytes of one file, and Options. The content alone decides how the file is read; the file
// name plays no role. The package reads
//
//   - text in UTF-8, in UTF-16 with a byte-order mark, in windows-1252, and in every encoding that the options name,
//     with commas, semicolons, tabs or bars between the cells and with any line ends;
//   - workbooks (.xlsx);
//   - both of them compressed by gzip.
//
// Out: a Reader with the Header. Each call of Next returns one Record and one value of the caller's type T, whose csv
// tags name the columns. A record that cannot be read is a RecordError, and the reading continues with the next
// record. A file that cannot be read is a FormatError with a remedy. Reader.Aside lists the rows that are not
// records: titles, repeated headers, totals rows.
//
// A Reader belongs to one goroutine. The caller owns the io.Reader and must close the Reader. The package writes no
// file: lists contain passwords.
//
// Begin reading at sheet.go, with options.go, header.go and record.go. open.go identifies the file. A text then passes
// decode.go, scrub.go, source.go, layout.go and lines.go; a workbook passes workbook_choice.go, workbook.go,
// workbook_rows.go and grid.go. find_header.go decides for both which row is a header. workbook_display.go and
// workbook_sections.go turn stored numbers into the texts that a spreadsheet shows.
package sheet
