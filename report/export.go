package report

import (
	"encoding/csv"
	"io"

	"phonebatch/apiclient"
	"phonebatch/batch"
	"phonebatch/batch/files"
)

// anyNumber is a word of the dialer for outbound_cid: any number of the campaign. An apostrophe would spoil the word.
const anyNumber = "---ALL---"

// WritePhones writes phones as a CSV list: a header with the names of the fields, and a row for each phone. A cell that
// a spreadsheet would run as a formula gets an apostrophe (files.Defuse), except for the word anyNumber; defused counts
// the cells with an apostrophe. If w is a terminal, the cells are made safe for it. The error is that of w.
func WritePhones(w io.Writer, fields []apiclient.Field, phones []apiclient.Phone) (defused int, err error) {
	terminal := LookOf(w).Width > 0
	c := csv.NewWriter(w)
	_ = c.Write(apiclient.Names(fields)) // c.Error returns the error
	row := make([]string, len(fields))
	for i := range phones {
		for j, f := range fields {
			row[j] = phones[i].Value(f)
			if bare := row[j]; bare != anyNumber {
				row[j] = files.Defuse(bare)
				if row[j] != bare {
					defused++
				}
			}
			if terminal {
				row[j] = Plain(row[j])
			}
		}
		_ = c.Write(row)
	}
	c.Flush()
	return defused, c.Error()
}

// WritePhonesBook writes phones as a workbook. All cells are text: a spreadsheet keeps leading zeros, and runs nothing.
// The error is that of w.
func WritePhonesBook(w io.Writer, fields []apiclient.Field, phones []apiclient.Phone) error {
	book, err := newTextWorkbook(w, "Phones", apiclient.Names(fields))
	row := make([]string, len(fields))
	for i := 0; i < len(phones) && err == nil; i++ {
		for j, f := range fields {
			row[j] = phones[i].Value(f)
		}
		err = book.write(row)
	}
	if err != nil {
		return err
	}
	return book.close()
}

// An exported is the part of a document that says which phones export wrote.
type exported struct {
	File     string   `json:"file"`
	Inactive int      `json:"inactive"`
	Gone     int      `json:"gone"`
	Foreign  int      `json:"foreign"`
	Unread   []string `json:"unread"`
}

// exportedOf returns the part of a document for an export into the file at path.
func exportedOf(x *batch.Exported, path string) *exported {
	return &exported{File: path, Inactive: x.Inactive, Gone: x.Gone, Foreign: x.Foreign(), Unread: append([]string{}, x.Unread...)}
}
