package sheet

import (
	"bytes"
	"fmt"
	"regexp"
)

// ownerFile is how long the file is that Excel lays beside an open workbook, in bytes: ~$list.xlsx.
const ownerFile = 165

// libreLock matches the file that LibreOffice lays beside an open one: .~lock.list.xlsx#.
var libreLock = regexp.MustCompile(`^,[^,\r\n]*,[^,\r\n]*,\d\d\.\d\d\.\d{4} \d\d:\d\d,file:///`)

// refuseOdd recognises files that lie beside lists, and workbooks that a download has spoilt.
func (o *opened) refuseOdd() error {
	first, _ := o.Peek(1024) // an error comes back with the next read
	const pass = "pass the list itself, whose name is this one's without the signs in front"
	if len(first) == ownerFile && 0 < first[0] && first[0] < 55 && len(bytes.Trim(first[160:], "\x00 ")) == 0 && bytes.Count(first, []byte{0})+bytes.Count(first, []byte{' '}) > 40 {
		return foreignFile("the file that Excel lays beside a workbook as long as it is open", pass)
	}
	if libreLock.Match(first) {
		return foreignFile("the file that LibreOffice lays beside a list as long as it is open", pass)
	}
	if at := bytes.Index(first, []byte(zipFile.magic)); at > 0 && !bytes.HasPrefix(first, []byte(gzipFile.magic)) {
		return &FormatError{
			Code: "workbook_damaged", Reason: fmt.Sprintf("a workbook begins behind %d bytes that do not belong to it, as a faulty download leaves them", at),
			Remedy: "download it again; or open it in a spreadsheet, let that repair it, and save it under a new name",
		}
	}
	return nil
}
