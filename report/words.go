package report

import (
	"fmt"
	"strconv"
	"strings"
)

// plural returns a count and its noun: "1 row", "2 rows", "2 aliases".
func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	if strings.HasSuffix(noun, "s") {
		noun += "e"
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// quotedList returns names in double quotes, separated by commas.
func quotedList(names []string) string {
	quoted := make([]string, len(names))
	for i, name := range names {
		quoted[i] = strconv.Quote(name)
	}
	return strings.Join(quoted, ", ")
}
