package sheet

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
)

// A FormatError says that the input is no list that can be read at all. Nothing of it is read further.
type FormatError struct {
	Code   string // stable word: nul_bytes, mixed_encoding, foreign_file, …
	Line   int    // 0 where the whole file is meant
	Reason string
	Remedy string
}

func (e *FormatError) Error() string {
	if e.Line > 0 {
		return fmt.Sprintf("line %d: %s", e.Line, e.Reason)
	}
	return e.Reason
}

// Options say how a list is to be read, where that is not left to what it looks like.
type Options struct {
	Encoding  Encoding // the zero Encoding is found out
	Delimiter rune     // 0 is found out
	Sheet     string   // of a workbook; empty is the first visible one
	MaxRows   int      // more are a FormatError; 0 is DefaultMaxRows

	// Recognize tells the header from titles above it, and the sheet of the list from other sheets of a workbook. Without
	// it the header is the first row of the first visible sheet.
	Recognize Recognizer
	// Optional tells of a column, from 0, that a row may end before it: its cells may be empty. Without it none may.
	Optional func(column int) bool
	// Alike tells whether a row below the header names the same columns in the same order. Without it the names must be the
	// same, whatever their case.
	Alike     func(header, cells []string) bool
	HeaderRow int // the line (of a workbook, the row) of the header; 0 is found out
}

// The limits that no sane list meets.
const (
	DefaultMaxRows = 1_000_000
	MaxFile        = 1 << 30 // bytes, unpacked
	maxRecord      = 1 << 20 // bytes
	maxCell        = 32_767  // bytes: as many characters as a spreadsheet's cell can hold
)

func (o *Options) maxRows() int {
	if o.MaxRows > 0 {
		return o.MaxRows
	}
	return DefaultMaxRows
}

// tooManyRows ends the reading of a list that is longer than it may be.
func (o *Options) tooManyRows(line int) error {
	return &FormatError{Code: "too_many_rows", Line: line, Reason: fmt.Sprintf("the list has more than %d rows", o.maxRows()), Remedy: "split it, or allow more with --max-rows"}
}

const (
	saveAsCSV      = `save it from the spreadsheet as .xlsx, or as "CSV UTF-8"`
	sayEncoding    = "say what it is with --encoding, such as utf-16le or windows-1250, or " + saveAsCSV
	saveAsWorkbook = "open it in a spreadsheet and save it as .xlsx or CSV"
)

// A form is what the first bytes of a file show it to be. What is none of them is text.
type form struct {
	magic  string
	format *FormatError // nil: it can be read
}

var (
	zipFile     = form{magic: "PK\x03\x04"}
	compoundDoc = form{magic: compoundMagic} // old and encrypted workbooks
	gzipFile    = form{magic: "\x1f\x8b"}
)

// foreign recognises the files that people pass instead of a list.
var foreign = []form{
	{"%PDF", foreignFile("a PDF document", "copy the table into a spreadsheet, and save that as .xlsx or CSV")},
	{"SQLite format 3\x00", foreignFile("a database", "export the table as CSV")},
	{"PK\x05\x06", foreignFile("an empty archive", "name the list")},
	{"7z\xbc\xaf", foreignFile("a 7z archive", "unpack it first")},
	{"Rar!", foreignFile("a RAR archive", "unpack it first")},
	{"BZh", foreignFile("compressed by bzip2", "unpack it first: bunzip2 FILE")},
	{"\xfd7zXZ", foreignFile("compressed by xz", "unpack it first: unxz FILE")},
	{"\x28\xb5\x2f\xfd", foreignFile("compressed by zstd", "unpack it first: unzstd FILE")},
}

func foreignFile(what, remedy string) *FormatError {
	return &FormatError{Code: "foreign_file", Reason: "this is " + what + ", not a list", Remedy: remedy}
}

// An opened file is unpacked, and known to be a workbook or text.
type opened struct {
	*bufio.Reader
	workbook bool
}

// open looks at the first bytes, unpacks what is packed, and refuses what is no list. What a file is called does not count.
func open(r io.Reader) (opened, error) {
	o := opened{Reader: bufio.NewReaderSize(&bounded{r: r, left: MaxFile}, chunk)}
	if o.begins(gzipFile) {
		z, err := gzip.NewReader(o.Reader)
		if err != nil {
			return o, damagedGzip(err)
		}
		o.Reader = bufio.NewReaderSize(&bounded{r: gunzipped{z}, left: MaxFile}, chunk)
		if o.begins(gzipFile) {
			return o, &FormatError{Code: "foreign_file", Reason: "it is compressed twice", Remedy: "unpack it first: gunzip FILE"}
		}
	}
	if _, err := o.Peek(1); err != nil && !errors.Is(err, io.EOF) {
		return o, err
	}
	if err := o.refuseOdd(); err != nil {
		return o, err
	}
	if o.workbook = o.begins(zipFile) || o.begins(compoundDoc); o.workbook {
		return o, nil
	}
	for _, f := range foreign {
		if o.begins(f) {
			return o, f.format
		}
	}
	return o, nil
}

func (o *opened) begins(f form) bool {
	first, _ := o.Peek(len(f.magic)) // an error comes back with the next read
	return bytes.Equal(first, []byte(f.magic))
}

// A bounded reader refuses what is larger than any list.
type bounded struct {
	r    io.Reader
	left int64
}

func (b *bounded) Read(p []byte) (int, error) {
	n, err := b.r.Read(p)
	if b.left -= int64(n); b.left < 0 {
		return 0, &FormatError{Code: "file_too_large", Reason: fmt.Sprintf("the file has more than %d MiB", MaxFile>>20), Remedy: "is it the right one? If so, split it"}
	}
	return n, err
}

// gunzipped says in our words what is wrong with a compressed file.
type gunzipped struct{ *gzip.Reader }

func (g gunzipped) Read(p []byte) (int, error) {
	n, err := g.Reader.Read(p)
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, gzip.ErrChecksum) || errors.Is(err, gzip.ErrHeader) {
		err = damagedGzip(err)
	}
	return n, err
}

func damagedGzip(err error) error {
	return &FormatError{Code: "damaged_gzip", Reason: fmt.Sprintf("the compressed file is damaged, or not whole (%v)", err), Remedy: "copy it again; gzip -t FILE tests it"}
}
