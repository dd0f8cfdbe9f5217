package sheet

import (
	"bytes"
	"fmt"

	"phonebatch/batch/codes"
)

// A form is a file format that the first bytes of a file identify. A file of no known form is text.
type form struct {
	magic  string
	format *FormatError // nil if the reader supports the form
}

var (
	zipFile     = form{magic: "PK\x03\x04"}
	compoundDoc = form{magic: compoundMagic} // old workbooks and encrypted ones
	gzipFile    = form{magic: "\x1f\x8b"}
)

// foreignForms are files that users sometimes pass instead of a list.
var foreignForms = []form{
	{"%PDF", foreignFile("a PDF document", codes.Table)},
	{"SQLite format 3\x00", foreignFile("a database", codes.Database)},
	{"PK\x05\x06", foreignFile("an empty archive", codes.EmptyArchive)},
	{"7z\xbc\xaf", foreignFile("a 7z archive", codes.Packed)},
	{"Rar!", foreignFile("a RAR archive", codes.Packed)},
	{"BZh", foreignFile("compressed by bzip2", codes.PackedBy, "bunzip2")},
	{"\xfd7zXZ", foreignFile("compressed by xz", codes.PackedBy, "unxz")},
	{"\x28\xb5\x2f\xfd", foreignFile("compressed by zstd", codes.PackedBy, "unzstd")},
}

// foreignFile returns the error for a file that is not a list. kind names the kind of file; special and args select the
// remedy.
func foreignFile(kind string, special codes.Case, args ...any) *FormatError {
	return &FormatError{
		Code: codes.ForeignFile, Reason: "this is " + kind + ", not a list",
		Remedy: codes.RemedyFor(codes.ForeignFile, special, args...),
	}
}

// refuseBadDownload returns a *FormatError for a workbook with foreign bytes before its first byte, the result of a
// faulty download. first is the start of the file.
func refuseBadDownload(first []byte) error {
	at := bytes.Index(first, []byte(zipFile.magic))
	if at <= 0 || bytes.HasPrefix(first, []byte(gzipFile.magic)) {
		return nil
	}
	return &FormatError{
		Code:   codes.WorkbookDamaged,
		Reason: fmt.Sprintf("the workbook starts after %d bytes that do not belong to it, as in a faulty download", at),
		Remedy: codes.RemedyFor(codes.WorkbookDamaged, codes.BadDownload),
	}
}
