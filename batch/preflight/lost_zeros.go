package preflight

import (
	"fmt"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
)

// The limits of the warning that leading zeros are lost: at least fewestNumbers numbers of two lengths, at most one in
// oneIn of them shorter, and shorter by at most mostZeros digits. If numbers are evenly distributed, one in ten begins
// with a zero.
const (
	fewestNumbers = 5
	oneIn         = 5
	mostZeros     = 2
)

// lengths counts the values of one column that consist of digits, by the number of digits.
type lengths [256]int

// shorter returns the two lengths of a column that seems to have lost zeros.
func (l *lengths) shorter() (short, long int, lost bool) {
	total := 0
	for n, rows := range l[1:] {
		switch {
		case rows == 0:
			continue
		case short == 0:
			short = n + 1
		case long == 0:
			long = n + 1
		default:
			return 0, 0, false
		}
		total += rows
	}
	return short, long, long > 0 && long-short <= mostZeros && total >= fewestNumbers && l[short]*oneIn <= total
}

// lostZeros finds the columns of numbers in which a few are shorter than the others, because a spreadsheet turned 0123
// into 123. It is a warning, because the shorter numbers may be intended.
func (t *traces) lostZeros(*sorter) (remarks []remark) {
	if t.judge.options.Ignore[codes.ZerosLost] {
		return nil
	}
	var counts [len(tracedFields)]lengths
	for row := range uint32(t.n) {
		if t.firstOf(int(row)) != int(row) { // a further phone of the same record
			continue
		}
		b, i := t.at(row)
		for k, n := range b.digits[i] {
			counts[k][n]++
		}
	}
	for k, f := range tracedFields {
		if short, long, lost := counts[k].shorter(); lost {
			remarks = append(remarks, t.shortNumbers(k, f, counts[k][short], counts[k][long], short, long))
		}
	}
	return remarks
}

// shortNumbers returns the remark about one column. k is the index of its field in tracedFields.
func (t *traces) shortNumbers(k int, f apiclient.Field, few, rest, short, long int) remark {
	message := fmt.Sprintf("%d of %d %ss have %d digits, the rest %d", few, few+rest, f, short, long)
	if few == 1 {
		message = fmt.Sprintf("1 of %d %ss has %d digits, the rest %d", few+rest, f, short, long)
	}
	r := remark{
		code: codes.ZerosLost, field: f,
		value:   func(row uint32) string { return t.value(row, f) },
		message: func(uint32, int) string { return message },
	}
	for row := range uint32(t.n) {
		if b, i := t.at(row); int(b.digits[i][k]) == short && t.firstOf(int(row)) == int(row) {
			r.rows = append(r.rows, row)
		}
	}
	return r
}
