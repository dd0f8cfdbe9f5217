package preflight

import (
	"fmt"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
)

// When numbers are taken for such as have lost zeros in front: in at least so many, of two lengths, no more than one in
// five is shorter, and by no more than two digits. Of numbers that were given out evenly one in ten begins with a zero.
const (
	fewestNumbers = 5
	oneIn         = 5
	mostZeros     = 2
)

// lengths counts the values of one column that are nothing but digits, by how many they have.
type lengths [256]int

// shorter finds the two lengths of a column that looks as if zeros were lost.
func (l *lengths) shorter() (short, long int, lost bool) {
	total := 0
	for n, values := range l[1:] {
		switch {
		case values == 0:
			continue
		case short == 0:
			short = n + 1
		case long == 0:
			long = n + 1
		default:
			return 0, 0, false
		}
		total += values
	}
	return short, long, long > 0 && long-short <= mostZeros && total >= fewestNumbers && l[short]*oneIn <= total
}

// zerosLost finds the columns of numbers of which a few are shorter, as a spreadsheet leaves them that takes 0123 for
// 123. It is a warning, since such numbers may be meant.
func (t *traces) zerosLost(*keyset) (remarks []remark) {
	if t.judge.options.Ignore[codes.ZerosLost] {
		return nil
	}
	var columns [len(traced)]lengths
	for row := range uint32(t.n) {
		b, i := t.at(row)
		for k, n := range b.digits[i] {
			columns[k][n]++
		}
	}
	for k, f := range traced {
		if short, long, lost := columns[k].shorter(); lost {
			remarks = append(remarks, t.shortNumbers(k, f, columns[k][short], columns[k][long], short, long))
		}
	}
	return remarks
}

// shortNumbers is the remark about one column; k is its place among the traced ones.
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
		if b, i := t.at(row); int(b.digits[i][k]) == short {
			r.rows = append(r.rows, row)
		}
	}
	return r
}
