package sheet

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"regexp"
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// declaration matches an XML declaration. Its group is the name of the encoding.
var declaration = regexp.MustCompile(`^<\?xml[^>]*?(?:encoding\s*=\s*["']([A-Za-z0-9._-]+)["'][^>]*?)?\?>`)

// maxDeclaration is the number of bytes within which an XML declaration must end.
const maxDeclaration = 512

// A part is an open file inside a workbook.
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

// decodePart returns a part as UTF-8 text without its XML declaration. Some programs write parts in UTF-16 or in a
// single-byte encoding. The error is a *FormatError if the encoding is unknown.
func decodePart(p *part) (io.ReadCloser, error) {
	r := bufio.NewReaderSize(p, maxDeclaration)
	first, _ := r.Peek(maxDeclaration) // The next read returns the error.
	if code := detectUTF16(first); code != nil {
		r = bufio.NewReaderSize(transform.NewReader(r, code.NewDecoder()), maxDeclaration)
		first, _ = r.Peek(maxDeclaration)
	} else if bytes.HasPrefix(first, []byte(mark)) {
		_, _ = r.Discard(len(mark))
		first, _ = r.Peek(maxDeclaration - len(mark))
	}
	found := declaration.FindSubmatch(first)
	if found == nil {
		return &decodedPart{r, p}, nil
	}
	name := strings.ToLower(string(found[1]))
	_, _ = r.Discard(len(found[0]))
	if name == "" || name == "utf-8" || strings.HasPrefix(name, "utf-16") {
		return &decodedPart{r, p}, nil
	}
	code, err := htmlindex.Get(name)
	if err != nil {
		_ = p.Close()
		return nil, damaged(0, "its part %q has an unknown encoding", p.name)
	}
	return &decodedPart{transform.NewReader(r, code.NewDecoder()), p}, nil
}

// detectUTF16 returns the UTF-16 encoding of a text, or nil if the text is not UTF-16. The byte-order mark or the first
// "<" of XML identifies the encoding.
func detectUTF16(first []byte) encoding.Encoding {
	switch {
	case bytes.HasPrefix(first, []byte("\xff\xfe")), bytes.HasPrefix(first, []byte("<\x00")):
		return unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)
	case bytes.HasPrefix(first, []byte("\xfe\xff")), bytes.HasPrefix(first, []byte("\x00<")):
		return unicode.UTF16(unicode.BigEndian, unicode.UseBOM)
	}
	return nil
}

// A decodedPart reads the text of a part. Close closes the part.
type decodedPart struct {
	io.Reader
	io.Closer
}
