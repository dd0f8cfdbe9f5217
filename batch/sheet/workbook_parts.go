package sheet

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Limits that no list comes near; one that does is an attack, or no list.
const (
	maxUnpacked    = 512 << 20 // bytes of all parts that are read, unpacked. About 300,000 rows of 20 columns
	maxStyles      = 16 << 20  // bytes of the styles, unpacked
	maxPacking     = 250       // times smaller than unpacked. Real sheets reach 40
	packingMatters = 16 << 20  // bytes unpacked up to which a part may be packed in any way
)

const (
	saveAsXLSX  = "open it in the spreadsheet program and save it as .xlsx (Excel workbook), or as CSV UTF-8"
	saveAnew    = "open it in the spreadsheet program and save it under a new name as .xlsx; if it does not open there, ask for a new copy"
	unprotect   = "open it in the spreadsheet program, remove the password (Excel: File, Info, Protect Workbook, Encrypt with Password), and save it"
	splitOrText = "save the one sheet that is the list as CSV UTF-8, or split the list"
)

// damaged is the error for a workbook that breaks the rules of its format. row is 0 where no row is meant.
func damaged(row int, reason string, args ...any) *FormatError {
	return &FormatError{Code: "workbook_damaged", Line: row, Reason: "the workbook is damaged: " + fmt.Sprintf(reason, args...), Remedy: saveAnew}
}

func tooLarge(reason string, args ...any) *FormatError {
	return &FormatError{Code: "workbook_too_large", Reason: fmt.Sprintf(reason, args...), Remedy: splitOrText}
}

// parts are the files inside a workbook, by their names in lower case, as spreadsheets do not tell case apart there.
type parts map[string]*zip.File

// openParts lists the parts of a workbook, and refuses with a *FormatError what is none.
func openParts(data []byte) (parts, error) {
	if err := refuseCompound(data); err != nil {
		return nil, err
	}
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, damaged(0, "its table of contents cannot be read, as if the file had been cut off")
	}
	p := make(parts, len(archive.File))
	for _, f := range archive.File {
		if name := partName(f.Name); p[name] == nil {
			p[name] = f
		}
	}
	return p, p.foreign()
}

// partName is a part's name as parts are looked up. Some producers write backslashes.
func partName(name string) string {
	return strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(name, `\`, "/"), "/"))
}

// foreign recognises archives that are no .xlsx workbook.
func (p parts) foreign() error {
	kind, _ := p.read("mimetype", 200) // only OpenDocument has one; broken, it is nothing
	switch {
	case p["index/document.iwa"] != nil, p["index.zip"] != nil, p["index/tables/datalist.iwa"] != nil:
		return &FormatError{Code: "foreign_file", Reason: "this is a document of Apple Numbers", Remedy: "export it from Numbers: File, Export To, Excel (or CSV)"}
	case bytes.Contains(kind, []byte("opendocument.spreadsheet")):
		return &FormatError{Code: "open_document", Reason: "this is an OpenDocument spreadsheet (.ods)", Remedy: saveAsXLSX}
	case p[relationsOf("")] != nil && p["xl/workbook.bin"] != nil:
		return &FormatError{Code: "binary_workbook", Reason: "this is a binary workbook (.xlsb)", Remedy: saveAsXLSX}
	case p[relationsOf("")] != nil && p["word/document.xml"] == nil && p["ppt/presentation.xml"] == nil:
		return nil
	case kind != nil || p[relationsOf("")] != nil:
		return &FormatError{Code: "foreign_file", Reason: "this is a document or a presentation, not a workbook", Remedy: saveAsXLSX}
	}
	return &FormatError{Code: "foreign_file", Reason: "this is a zip archive, not a workbook", Remedy: "unpack it, and pass the list that is in it"}
}

// compoundMagic begins the files of Office before 2007, and encrypted workbooks: Compound File Binary, [MS-CFB] 2.2.
const compoundMagic = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

// refuseCompound says what a compound file is. Every other file passes.
func refuseCompound(data []byte) error {
	switch {
	case !bytes.HasPrefix(data, []byte(compoundMagic)):
		return nil
	case hasStream(data, "EncryptedPackage"): // [MS-OFFCRYPTO] 2.3.4.4
		return &FormatError{Code: "workbook_encrypted", Reason: "the workbook is encrypted: it opens with a password only", Remedy: unprotect}
	case hasStream(data, "Workbook"), hasStream(data, "Book"): // [MS-XLS] 2.1.2; Book before Excel 97
		return &FormatError{Code: "old_workbook", Reason: "this is a workbook of the old kind (.xls)", Remedy: saveAsXLSX}
	}
	return &FormatError{Code: "foreign_file", Reason: "this is a document of an old Office program, not a workbook", Remedy: saveAsXLSX}
}

// hasStream says whether a compound file has a stream of that name. Its directory entries are 128 bytes each, begin with
// the name in UTF-16, and stand at multiples of 128 as sectors do, so that nothing else of the file need be understood.
func hasStream(data []byte, name string) bool {
	var entry []byte
	for _, c := range []byte(name + "\x00") {
		entry = append(entry, c, 0)
	}
	for at := 0; at+128 <= len(data); at += 128 {
		if bytes.HasPrefix(data[at:], entry) {
			return true
		}
	}
	return false
}

// measure refuses parts that would unpack to too much, by what the table of contents says. Reading them holds them to
// it: archive/zip fails a part that is longer than it is said to be. Parts that are never read (pictures) do not count.
func (p parts) measure(limit int64, names ...string) error {
	var total uint64
	for _, name := range names {
		f := p[name]
		if f == nil {
			continue
		}
		size := f.UncompressedSize64
		if total += size; size > uint64(limit) || total > uint64(limit) {
			return tooLarge("the workbook unpacks to more than the %d MiB that a list may have", limit>>20)
		}
		if size > packingMatters && size/maxPacking > f.CompressedSize64 {
			return tooLarge("the workbook unpacks to more than %d times its size, as no list does", maxPacking)
		}
	}
	return nil
}

// open opens a part. Its errors, and those of reading it, are a *FormatError.
func (p parts) open(name string) (io.ReadCloser, error) {
	f := p[name]
	if f == nil {
		return nil, damaged(0, "its part %q is not there", name)
	}
	r, err := f.Open()
	if err != nil {
		return nil, damaged(0, "its part %q cannot be unpacked", name)
	}
	return decodePart(&part{ReadCloser: r, name: name})
}

// read reads a small part whole.
func (p parts) read(name string, limit int64) ([]byte, error) {
	r, err := p.open(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = r.Close() }()
	data, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err == nil && int64(len(data)) > limit {
		return nil, tooLarge("the workbook's part %q is longer than the %d bytes that a list's may have", name, limit)
	}
	return data, err
}

// A part is read from start to end.
type part struct {
	io.ReadCloser
	name string
}

func (p *part) Read(b []byte) (int, error) {
	n, err := p.ReadCloser.Read(b)
	if err != nil && !errors.Is(err, io.EOF) {
		err = damaged(0, "its part %q cannot be unpacked", p.name)
	}
	return n, err
}
