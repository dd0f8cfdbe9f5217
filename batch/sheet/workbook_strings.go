package sheet

import (
	"encoding/xml"
	"errors"
	"io"
)

const maxStrings = 8 << 20 // shared strings of one workbook

// sharedStrings reads the table of texts that cells refer to. Spreadsheets put every text there, once. excelize would
// keep six times as much memory for it, or write it, with the passwords that are in it, to a temporary file.
func (p parts) sharedStrings(name string) ([]string, error) {
	if p[name] == nil {
		return nil, nil // a workbook need not have one
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
			return texts.done(), nil
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

// A packer keeps many short texts in few blocks of memory.
type packer struct {
	list  []string
	block []byte
	ends  []int // in block, of the texts that are not in list yet
}

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

func (p *packer) flush() {
	block, start := string(p.block), 0
	waiting := p.list[len(p.list)-len(p.ends):]
	for i, end := range p.ends {
		waiting[i], start = block[start:end], end
	}
	p.block, p.ends = p.block[:0], p.ends[:0]
}

func (p *packer) done() []string {
	p.flush()
	return p.list
}
