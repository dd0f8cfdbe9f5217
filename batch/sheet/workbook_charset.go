package sheet

import (
	"bufio"
	"bytes"
	"io"
	"regexp"
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// declaration matches the XML declaration, with the encoding that it names.
var declaration = regexp.MustCompile(`^<\?xml[^>]*?(?:encoding\s*=\s*["']([A-Za-z0-9._-]+)["'][^>]*?)?\?>`)

// longestDeclaration is within how many bytes an XML declaration ends.
const longestDeclaration = 512

// decodePart gives a part as UTF-8 text without its XML declaration: programs write UTF-16, and charsets of single bytes.
func decodePart(p *part) (io.ReadCloser, error) {
	r := bufio.NewReaderSize(p, longestDeclaration)
	first, _ := r.Peek(longestDeclaration) // an error comes back with the next read
	if code := utf16Of(first); code != nil {
		r = bufio.NewReaderSize(transform.NewReader(r, code.NewDecoder()), longestDeclaration)
		first, _ = r.Peek(longestDeclaration)
	} else if bytes.HasPrefix(first, []byte(mark)) {
		_, _ = r.Discard(len(mark))
		first, _ = r.Peek(longestDeclaration - len(mark))
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
		return nil, damaged(0, "its part %q has an encoding that is not known", p.name)
	}
	return &decodedPart{transform.NewReader(r, code.NewDecoder()), p}, nil
}

// utf16Of says whether a text is UTF-16, by its mark or by the sign that XML begins with.
func utf16Of(first []byte) encoding.Encoding {
	switch {
	case bytes.HasPrefix(first, []byte("\xff\xfe")), bytes.HasPrefix(first, []byte("<\x00")):
		return unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)
	case bytes.HasPrefix(first, []byte("\xfe\xff")), bytes.HasPrefix(first, []byte("\x00<")):
		return unicode.UTF16(unicode.BigEndian, unicode.UseBOM)
	}
	return nil
}

// A decodedPart reads the text of a part, and closes the part.
type decodedPart struct {
	io.Reader
	io.Closer
}
