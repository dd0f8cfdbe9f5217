package apiclient

import (
	"math"
	"strconv"
	"strings"
)

// offsets holds the values of local_gmt that a dialer accepts, in hours (contract/API.md, "Cleaning"). The dialer
// compares numbers: -5 is accepted and stored as -5, although the rest of VICIdial expects -5.00.
var offsets = []float64{
	12.75, 12, 11, 10, 9.5, 9, 8, 7, 6.5, 6, 5.75, 5.5, 5, 4.5, 4, 3.5, 3, 2, 1, 0,
	-1, -2, -3, -3.5, -4, -5, -6, -7, -8, -9, -10, -11, -12,
}

// ParseOffset reads a cleaned local_gmt as the dialer does. It returns the offset in hours and whether the dialer
// accepts the offset.
func ParseOffset(clean string) (hours float64, ok bool) {
	if strings.Trim(clean, "-.0123456789") != "" { // ParseFloat reads more forms than PHP: 1e1, 0x1p4, Inf
		return 0, false
	}
	hours, err := strconv.ParseFloat(clean, 64)
	if err != nil {
		return 0, false
	}
	for _, o := range offsets {
		if hours == o {
			return hours, true
		}
	}
	return hours, false
}

// FormatOffset returns an offset as VICIdial writes it, with two decimals.
func FormatOffset(hours float64) string {
	if hours == 0 {
		hours = 0 // negative zero would give -0.00
	}
	return strconv.FormatFloat(hours, 'f', 2, 64)
}

// NearestOffset returns the accepted offset that is nearest to hours.
func NearestOffset(hours float64) float64 {
	best := offsets[0]
	for _, o := range offsets {
		if math.Abs(o-hours) < math.Abs(best-hours) {
			best = o
		}
	}
	return best
}
