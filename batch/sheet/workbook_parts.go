package sheet

import (
	"archive/zip"
	"bytes"
	"io"
	"path"
	"strings"

	"phonebatch/batch/codes"
)

// The limits of a workbook. Real lists stay far below them; a workbook beyond them is an attack or is not a list.
const (
	maxUnpacked  = 512 << 20 // bytes, unpacked, of all parts that are read: about 300,000 rows of 20 columns
	maxStyles    = 16 << 20  // bytes of the styles, unpacked
	maxRatio     = 250       // unpacked size divided by packed size; real sheets reach 40
	minRatioSize = 16 << 20  // bytes, unpacked; maxRatio applies to larger parts
)

// parts holds the files inside a workbook, by name in lower case. Spreadsheets ignore the case of these names.
type parts map[string]*zip.File

// openParts lists the parts of a workbook. data is the whole file. The error is a *FormatError if the file is not an
// .xlsx workbook or is damaged.
func openParts(data []byte) (parts, error) {
	if err := refuseCompound(data); err != nil {
		return nil, err
	}
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, damaged(0, "its table of contents cannot be read: the file may be incomplete")
	}
	p := make(parts, len(archive.File))
	for _, f := range archive.File {
		if name := partName(f.Name); p[name] == nil {
			p[name] = f
		}
	}
	return p, p.refuseForeign()
}

// partName returns the key of a part in parts. Some programs write backslashes in names.
func partName(name string) string {
	return strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(name, `\`, "/"), "/"))
}

// refuseForeign returns a *FormatError if the archive is not an .xlsx workbook.
func (p parts) refuseForeign() error {
	kind, _ := p.read("mimetype", 200) // only OpenDocument files have this part; ignore a damaged one
	switch {
	case p["index/document.iwa"] != nil, p["index.zip"] != nil, p["index/tables/datalist.iwa"] != nil:
		return &FormatError{
			Code:   codes.ForeignFile,
			Reason: "this is a document of Apple Numbers",
			Remedy: codes.RemedyFor(codes.ForeignFile, codes.Numbers),
		}
	case bytes.Contains(kind, []byte("opendocument.spreadsheet")):
		return &FormatError{
			Code:   codes.OpenDocument,
			Reason: "this is an OpenDocument spreadsheet (.ods)",
			Remedy: codes.Remedy(codes.OpenDocument),
		}
	case p[relationsPart("")] != nil && p["xl/workbook.bin"] != nil:
		return &FormatError{
			Code:   codes.BinaryWorkbook,
			Reason: "this is a binary workbook (.xlsb)",
			Remedy: codes.Remedy(codes.BinaryWorkbook),
		}
	case p[relationsPart("")] != nil && p["word/document.xml"] == nil && p["ppt/presentation.xml"] == nil:
		return nil
	case kind != nil || p[relationsPart("")] != nil:
		return &FormatError{
			Code:   codes.ForeignFile,
			Reason: "this is a document or a presentation, not a workbook",
			Remedy: codes.RemedyFor(codes.ForeignFile, codes.OfficeDocument),
		}
	}
	return &FormatError{
		Code:   codes.ForeignFile,
		Reason: "this is a zip archive, not a workbook",
		Remedy: codes.RemedyFor(codes.ForeignFile, codes.Archive),
	}
}

// compoundMagic is the start of a Compound File Binary file ([MS-CFB] 2.2): an Office document from before 2007 or an
// encrypted workbook.
const compoundMagic = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

// refuseCompound returns a *FormatError if the file is a compound file.
func refuseCompound(data []byte) error {
	switch {
	case !bytes.HasPrefix(data, []byte(compoundMagic)):
		return nil
	case hasStream(data, "EncryptedPackage"): // [MS-OFFCRYPTO] 2.3.4.4
		return &FormatError{
			Code:   codes.WorkbookEncrypted,
			Reason: "the workbook is encrypted: it opens only with a password",
			Remedy: codes.Remedy(codes.WorkbookEncrypted),
		}
	case hasStream(data, "Workbook"), hasStream(data, "Book"): // [MS-XLS] 2.1.2; Book before Excel 97
		return &FormatError{
			Code:   codes.OldWorkbook,
			Reason: "this is a workbook in the old format (.xls)",
			Remedy: codes.Remedy(codes.OldWorkbook),
		}
	}
	return &FormatError{
		Code:   codes.ForeignFile,
		Reason: "this is a document of an old Office program, not a workbook",
		Remedy: codes.RemedyFor(codes.ForeignFile, codes.OfficeDocument),
	}
}

// hasStream reports whether a compound file has a stream with the given name. A directory entry has 128 bytes, starts
// with the name in UTF-16, and lies at a multiple of 128, because sectors do. So hasStream does not need to parse the
// rest of the file.
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

// checkSizes returns a *FormatError if the named parts would unpack to more than limit bytes, judged by the sizes in
// the table of contents. archive/zip refuses a part that is longer than its stated size. Parts that the reader never
// reads, such as pictures, do not count.
func (p parts) checkSizes(limit int64, names ...string) error {
	var total uint64
	for _, name := range names {
		f := p[name]
		if f == nil {
			continue
		}
		size := f.UncompressedSize64
		if total += size; size > uint64(limit) || total > uint64(limit) {
			return tooLarge("the workbook unpacks to more than %d MiB, the limit for a list", limit>>20)
		}
		if size > minRatioSize && size/maxRatio > f.CompressedSize64 {
			return tooLarge("the workbook unpacks to more than %d times its size, and no list does", maxRatio)
		}
	}
	return nil
}

// open opens a part. The errors of open and of reading the part are a *FormatError.
func (p parts) open(name string) (io.ReadCloser, error) {
	f := p[name]
	if f == nil {
		return nil, damaged(0, "its part %q is missing", name)
	}
	r, err := f.Open()
	if err != nil {
		return nil, damaged(0, "its part %q cannot be unpacked", name)
	}
	return decodePart(&part{ReadCloser: r, name: name})
}

// read returns the whole content of a small part. limit is its maximum size in bytes. The error is a *FormatError.
func (p parts) read(name string, limit int64) ([]byte, error) {
	r, err := p.open(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = r.Close() }()
	data, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err == nil && int64(len(data)) > limit {
		return nil, tooLarge("the workbook's part %q is longer than %d bytes, the limit for a list", name, limit)
	}
	return data, err
}

// relationsPart returns the name of the part that holds the relations of the given part. The part "" is the package.
func relationsPart(part string) string {
	dir, base := path.Split(part)
	return dir + "_rels/" + base + ".rels"
}
