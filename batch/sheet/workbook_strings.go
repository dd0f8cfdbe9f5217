package sheet

import (
	"encoding/xml"
	"errors"
	"io"
)

const maxStrings = 8 << 20 // shared strings in one workbook

// sharedStrings reads the table of texts to which cells refer. Spreadsheets store each text once in this table.
// excelize would need six times as much memory for the table, or would write the table, with the passwords in it, to a
// temporary file. The error is a *FormatError.
func (p parts) sharedStrings(name string) ([]string, error) {
	if p[name] == nil {
		return nil, nil // the table is optional
	}
	m, err := p.markup(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = m.close() }()
	var texts packer
	var buffer []byte
	for {
		token, err := m.next()
		if errors.Is(err, io.EOF) {
			return texts.finish(), nil
		}
		if err != nil {
			return nil, err
		}
		start, ok := token.(xml.StartElement)
		if !ok || start.Name.Local != "si" {
			continue
		}
		if buffer, err = m.richText(buffer[:0]); err != nil {
			return nil, err
		}
		if len(texts.list) == maxStrings {
			return nil, tooLarge("the workbook holds more than %d texts", maxStrings)
		}
		texts.add(unescape(buffer))
	}
}

// A packer stores many short texts in few blocks of memory.
type packer struct {
	list  []string
	block []byte
	ends  []int // end offsets in block of the texts that are not yet in list
}

// packedBlock is the size of a block in bytes.
const packedBlock = 64 << 10

func (p *packer) add(text []byte) {
	if len(p.block)+len(text) > packedBlock {
		p.flush()
	}
	if p.block == nil {
		p.block = make([]byte, 0, packedBlock)
	}
	p.block = append(p.block, text...)
	p.ends = append(p.ends, len(p.block))
	p.list = append(p.list, "")
}

// flush moves the texts of the block into list.
func (p *packer) flush() {
	block, start := string(p.block), 0
	pending := p.list[len(p.list)-len(p.ends):]
	for i, end := range p.ends {
		pending[i], start = block[start:end], end
	}
	p.block, p.ends = p.block[:0], p.ends[:0]
}

// finish returns all texts. The packer must not be used after it.
func (p *packer) finish() []string {
	p.flush()
	return p.list
}
