package sheet

import (
	"bytes"
	"regexp"

	"phonebatch/batch/codes"
)

// excelLockSize is the size in bytes of the lock file, such as ~$list.xlsx, that Excel keeps beside an open workbook.
const excelLockSize = 165

// libreLock matches the lock file, such as .~lock.list.xlsx#, that LibreOffice keeps beside an open file.
var libreLock = regexp.MustCompile(`^,[^,\r\n]*,[^,\r\n]*,\d\d\.\d\d\.\d{4} \d\d:\d\d,file:///`)

// refuseLockFile returns a *FormatError for the lock files that Excel and LibreOffice write beside an open file. first
// is the whole file, or the start of a file that is longer than every lock file.
func refuseLockFile(first []byte) error {
	if isExcelLock(first) {
		return foreignFile("the lock file that Excel keeps beside a workbook while the workbook is open", codes.LockFile)
	}
	if libreLock.Match(first) {
		return foreignFile("the lock file that LibreOffice keeps beside a list while the list is open", codes.LockFile)
	}
	return nil
}

// isExcelLock reports whether first is a whole Excel lock file: one byte with the length of the user's name, then the
// name, padded with spaces and NULs.
func isExcelLock(first []byte) bool {
	return len(first) == excelLockSize && 0 < first[0] && first[0] < 55 &&
		len(bytes.Trim(first[160:], "\x00 ")) == 0 &&
		bytes.Count(first, []byte{0})+bytes.Count(first, []byte{' '}) > 40
}
