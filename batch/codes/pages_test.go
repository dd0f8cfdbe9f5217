package codes

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"phonebatch/apiclient"
	"phonebatch/apiclient/pages"
)

// What to do about a page follows the reason why it cannot be read: only a missing right is mended by a right.
func TestThePageRemedyFollowsTheReason(t *testing.T) {
	refused := func(reason apiclient.PageReason) error { return &apiclient.PageError{Reason: reason} }
	page := func(number string) error {
		_, err := pages.ParsePhones([]byte("<!-- VERSION: 2   BUILD: 2   ADD: " + number + "   PHP_SELF: /admin.php-->"))
		return err
	}
	const right, later, unknown = "right to view phones", "try again later", "not as expected"
	for _, tt := range []struct {
		err  error
		want string // what the first line holds
	}{
		{refused(apiclient.PageNoPermission), right},
		{refused(apiclient.PageLoginRefused), "there are three reasons"},
		{refused(apiclient.PageLocked), "15 minutes"},
		{refused(apiclient.PageAddressRefused), "IP Lists"},
		{refused(apiclient.PageBusy), later},
		{refused(apiclient.PageNotAnswered), later},
		{&apiclient.PageError{Reason: apiclient.PageBusy, RetryAfter: time.Minute}, "try again in 1m0s"},
		{refused(apiclient.PageForeign), pagePath},
		{refused(apiclient.PageRedirected), pagePath},
		{refused(apiclient.PageTooLarge), unknown},
		{page("999999"), right},
		{page("10000000000"), right}, // it ends early: the dialer says nothing to a user without the right
		{page("999997"), "browser"},
		{page("1"), unknown},
		{errors.New("x"), unknown},
	} {
		lines := PageRemedies(fmt.Errorf("wrapped: %w", tt.err))
		if len(lines) == 0 || !strings.Contains(lines[0], tt.want) {
			t.Errorf("%v: %q, want %q", tt.err, lines, tt.want)
		}
		if given := strings.Contains(strings.Join(lines, " "), right); given != (tt.want == right) {
			t.Errorf("%v: %q", tt.err, lines)
		}
	}
}
