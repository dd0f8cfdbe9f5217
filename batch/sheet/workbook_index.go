package sheet

import (
	"encoding/xml"
	"fmt"
	"path"
	"strings"
)

const maxIndex = 4 << 20 // bytes of a part that lists other parts, unpacked

// A bookIndex says where a workbook keeps what a list is read from: the names of parts, "" for what it does not have.
type bookIndex struct {
	sheets   []sheetEntry // worksheets in the order of their tabs; charts are left out
	strings  string
	styles   string
	date1904 bool // days are counted from 1904, as old Macs did
}

type sheetEntry struct {
	name   string
	part   string
	hidden bool
}

// relation is an entry of a part that says which parts another one refers to (ECMA-376 part 2, 9.3).
type relation struct {
	ID     string `xml:"Id,attr"`
	Type   string `xml:"Type,attr"`
	Target string `xml:"Target,attr"`
}

// is compares the last word of the type: what stands before it differs between transitional and strict workbooks.
func (r relation) is(kind string) bool { return path.Base(r.Type) == kind }

// relationsOf is the part that holds the relations of another one; those of "" are the package's own.
func relationsOf(part string) string {
	dir, base := path.Split(part)
	return dir + "_rels/" + base + ".rels"
}

// relations reads where a part refers to, as names of parts.
func (p parts) relations(part string) ([]relation, error) {
	var list struct {
		Relations []relation `xml:"Relationship"`
	}
	if err := p.decode(relationsOf(part), maxIndex, &list); err != nil {
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

// decode reads a small part as XML.
func (p parts) decode(name string, limit int64, into any) error {
	data, err := p.read(name, limit)
	if err != nil {
		return err
	}
	if err := xml.Unmarshal(data, into); err != nil {
		return damaged(0, "its part %q is no sound XML", name)
	}
	return nil
}

// openIndex opens the parts of a workbook, and reads where its sheets are.
func openIndex(data []byte) (parts, *bookIndex, error) {
	p, err := openParts(data)
	if err != nil {
		return nil, nil, err
	}
	index, err := p.index()
	return p, index, err
}

// index reads the workbook part, and finds the parts of its sheets.
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
		case r.is("worksheet"):
			sheets[r.ID] = r.Target
		case r.is("sharedStrings"):
			index.strings = r.Target
		case r.is("styles"):
			index.styles = r.Target
		}
	}
	for _, s := range content.Sheets {
		if part := sheets[s.Relation]; part != "" {
			index.sheets = append(index.sheets, sheetEntry{name: s.Name, part: part, hidden: s.State == "hidden" || s.State == "veryHidden"})
		}
	}
	return index, nil
}

// bookPart is the part from which all others are found.
func (p parts) bookPart() (string, error) {
	relations, err := p.relations("")
	if err != nil {
		return "", err
	}
	for _, r := range relations {
		if r.is("officeDocument") {
			return r.Target, nil
		}
	}
	return "", damaged(0, "it does not say where its sheets are")
}

// choose finds the sheet of that name, whose case does not matter, or the first one that can be seen where name is "".
func (x *bookIndex) choose(name string) (sheetEntry, error) {
	for _, s := range x.sheets {
		if name == "" && !s.hidden || name != "" && strings.EqualFold(s.name, strings.TrimSpace(name)) {
			return s, nil
		}
	}
	switch {
	case len(x.sheets) == 0:
		return sheetEntry{}, &FormatError{Code: "no_visible_sheet", Reason: "the workbook has no sheet with cells", Remedy: saveAsXLSX}
	case name == "":
		return sheetEntry{}, &FormatError{
			Code: "no_visible_sheet", Reason: "every sheet of the workbook is hidden: " + x.listed(),
			Remedy: "show the sheet that is the list, or name it with --sheet",
		}
	}
	return sheetEntry{}, &FormatError{
		Code: "no_such_sheet", Reason: fmt.Sprintf("the workbook has no sheet %q", name),
		Remedy: "name one of its sheets with --sheet: " + x.listed(),
	}
}

// listed names the sheets, but not thousands of them.
func (x *bookIndex) listed() string {
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

// isTrue reads a boolean of XML Schema.
func isTrue(s string) bool { return s == "1" || s == "true" || s == "on" }
