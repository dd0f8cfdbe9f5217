package sheet

import (
	"encoding/xml"
	"fmt"
	"path"
	"strings"

	"phonebatch/batch/codes"
)

const maxIndex = 4 << 20 // bytes, unpacked, of a part that lists other parts

// A bookIndex holds the names of the parts from which a list is read. A part that the workbook lacks has the name "".
type bookIndex struct {
	sheets   []sheetEntry // worksheets in the order of their tabs, without chart sheets
	strings  string
	styles   string
	date1904 bool // dates count from 1904, as on old Macs
}

type sheetEntry struct {
	name   string
	part   string
	hidden bool
}

// A relation is an entry of a relations part: a reference from one part to another (ECMA-376 part 2, 9.3).
type relation struct {
	ID     string `xml:"Id,attr"`
	Type   string `xml:"Type,attr"`
	Target string `xml:"Target,attr"`
}

// hasType compares the last word of the type. The text before that word differs between transitional and strict
// workbooks.
func (r relation) hasType(kind string) bool { return path.Base(r.Type) == kind }

// relations returns the relations of a part, with their targets as part names.
func (p parts) relations(part string) ([]relation, error) {
	var list struct {
		Relations []relation `xml:"Relationship"`
	}
	if err := p.decode(relationsPart(part), maxIndex, &list); err != nil {
		return nil, err
	}
	for i, r := range list.Relations {
		target := strings.ReplaceAll(r.Target, `\`, "/")
		if !strings.HasPrefix(target, "/") {
			target = path.Join(path.Dir(part), target)
		}
		list.Relations[i].Target = partName(path.Clean(target))
	}
	return list.Relations, nil
}

// decode parses a small part as XML. limit is its maximum size in bytes. The error is a *FormatError.
func (p parts) decode(name string, limit int64, into any) error {
	data, err := p.read(name, limit)
	if err != nil {
		return err
	}
	if err := xml.Unmarshal(data, into); err != nil {
		return damaged(0, "its part %q is not valid XML", name)
	}
	return nil
}

// openIndex opens the parts of a workbook and reads the index. data is the whole file. The error is a *FormatError.
func openIndex(data []byte) (parts, *bookIndex, error) {
	p, err := openParts(data)
	if err != nil {
		return nil, nil, err
	}
	index, err := p.index()
	return p, index, err
}

// index reads the workbook part and finds the parts of the sheets.
func (p parts) index() (*bookIndex, error) {
	book, err := p.bookPart()
	if err != nil {
		return nil, err
	}
	var content struct {
		Properties struct {
			Date1904 string `xml:"date1904,attr"`
		} `xml:"workbookPr"`
		Sheets []struct {
			Name     string `xml:"name,attr"`
			State    string `xml:"state,attr"`
			Relation string `xml:"id,attr"`
		} `xml:"sheets>sheet"`
	}
	if err := p.decode(book, maxIndex, &content); err != nil {
		return nil, err
	}
	relations, err := p.relations(book)
	if err != nil {
		return nil, err
	}
	index := &bookIndex{date1904: isTrue(content.Properties.Date1904)}
	sheets := make(map[string]string)
	for _, r := range relations {
		switch {
		case r.hasType("worksheet"):
			sheets[r.ID] = r.Target
		case r.hasType("sharedStrings"):
			index.strings = r.Target
		case r.hasType("styles"):
			index.styles = r.Target
		}
	}
	for _, s := range content.Sheets {
		if part := sheets[s.Relation]; part != "" {
			hidden := s.State == "hidden" || s.State == "veryHidden"
			index.sheets = append(index.sheets, sheetEntry{name: s.Name, part: part, hidden: hidden})
		}
	}
	return index, nil
}

// bookPart returns the name of the workbook part, which leads to all other parts.
func (p parts) bookPart() (string, error) {
	relations, err := p.relations("")
	if err != nil {
		return "", err
	}
	for _, r := range relations {
		if r.hasType("officeDocument") {
			return r.Target, nil
		}
	}
	return "", damaged(0, "it does not list its sheets")
}

// findSheet returns the sheet with the given name; case does not matter. If name is empty, it returns the first visible
// sheet. The error is a *FormatError.
func (x *bookIndex) findSheet(name string) (sheetEntry, error) {
	for _, s := range x.sheets {
		if name == "" && !s.hidden || name != "" && strings.EqualFold(s.name, strings.TrimSpace(name)) {
			return s, nil
		}
	}
	switch {
	case len(x.sheets) == 0:
		return sheetEntry{}, &FormatError{
			Code:   codes.NoVisibleSheet,
			Reason: "the workbook has no sheet with cells",
			Remedy: codes.RemedyFor(codes.NoVisibleSheet, codes.NoCells),
		}
	case name == "":
		return sheetEntry{}, &FormatError{
			Code: codes.NoVisibleSheet, Reason: "every sheet of the workbook is hidden: " + x.sheetList(),
			Remedy: codes.Remedy(codes.NoVisibleSheet),
		}
	}
	return sheetEntry{}, &FormatError{
		Code: codes.NoSuchSheet, Reason: fmt.Sprintf("the workbook has no sheet %q", name),
		Remedy: codes.RemedyFor(codes.NoSuchSheet, codes.SheetsNamed, x.sheetList()),
	}
}

// sheetList returns the quoted names of the sheets for a message, 20 at most.
func (x *bookIndex) sheetList() string {
	const most = 20
	var names []string
	for i, s := range x.sheets {
		if i == most {
			names = append(names, fmt.Sprintf("and %d more", len(x.sheets)-most))
			break
		}
		names = append(names, fmt.Sprintf("%q", s.name))
	}
	return strings.Join(names, ", ")
}

// isTrue parses a boolean of XML Schema.
func isTrue(s string) bool { return s == "1" || s == "true" || s == "on" }
