package sheet

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"

	"phonebatch/batch/codes"
)

// An input is an unpacked file. The reader knows whether the input is a workbook or text.
type input struct {
	*bufio.Reader
	workbook bool
}

// firstBytes is the number of bytes in which open looks for lock files and faulty downloads.
const firstBytes = 1024

// open reads the first bytes of r, unpacks gzip, and refuses with a *FormatError a file that is not a list. The file
// name plays no role.
func open(r io.Reader) (input, error) {
	o := input{Reader: bufio.NewReaderSize(&limitedReader{r: r, left: MaxFile}, chunkSize)}
	if o.hasPrefix(gzipFile) {
		z, err := gzip.NewReader(o.Reader)
		if err != nil {
			return o, damagedGzip(err)
		}
		o.Reader = bufio.NewReaderSize(&limitedReader{r: gzipReader{z}, left: MaxFile}, chunkSize)
		if o.hasPrefix(gzipFile) {
			return o, &FormatError{
				Code:   codes.ForeignFile,
				Reason: "the file is compressed twice",
				Remedy: codes.RemedyFor(codes.ForeignFile, codes.PackedBy, "gunzip"),
			}
		}
	}
	if _, err := o.Peek(1); err != nil && !errors.Is(err, io.EOF) {
		return o, err
	}
	first, _ := o.Peek(firstBytes) // The next read returns the error.
	if err := refuseLockFile(first); err != nil {
		return o, err
	}
	if err := refuseBadDownload(first); err != nil {
		return o, err
	}
	if o.workbook = o.hasPrefix(zipFile) || o.hasPrefix(compoundDoc); o.workbook {
		return o, nil
	}
	for _, f := range foreignForms {
		if o.hasPrefix(f) {
			return o, f.format
		}
	}
	return o, nil
}

func (o *input) hasPrefix(f form) bool {
	first, _ := o.Peek(len(f.magic)) // The next read returns the error.
	return bytes.Equal(first, []byte(f.magic))
}

// A limitedReader fails with a *FormatError when r is longer than left bytes.
type limitedReader struct {
	r    io.Reader
	left int64
}

func (b *limitedReader) Read(p []byte) (int, error) {
	n, err := b.r.Read(p)
	if b.left -= int64(n); b.left < 0 {
		return 0, &FormatError{
			Code:   codes.FileTooLarge,
			Reason: fmt.Sprintf("the file has more than %d MiB", MaxFile>>20),
			Remedy: codes.Remedy(codes.FileTooLarge),
		}
	}
	return n, err
}

// A gzipReader turns the errors of a damaged gzip file into a *FormatError.
type gzipReader struct{ *gzip.Reader }

func (g gzipReader) Read(p []byte) (int, error) {
	n, err := g.Reader.Read(p)
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, gzip.ErrChecksum) || errors.Is(err, gzip.ErrHeader) {
		err = damagedGzip(err)
	}
	return n, err
}

// damagedGzip returns the error for a gzip file that cannot be unpacked. err is the error of compress/gzip.
func damagedGzip(err error) error {
	return &FormatError{
		Code:   codes.DamagedGzip,
		Reason: fmt.Sprintf("the compressed file is damaged, or not whole (%v)", err),
		Remedy: codes.Remedy(codes.DamagedGzip),
	}
}
