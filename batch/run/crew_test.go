package run

import (
	"testing"
	"time"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
	"phonebatch/batch/pace"
)

func TestWhatAReplyTellsAboutTheDialer(t *testing.T) {
	for _, tt := range []struct {
		reply apiclient.Reply
		want  pace.Reading
	}{
		{apiclient.Reply{Code: apiclient.CodeAdded}, pace.Reading{Voice: pace.Heard}},
		{apiclient.Reply{Code: apiclient.CodeAdded, Connect: time.Second}, pace.Reading{Voice: pace.Heard, Way: time.Second}},
		{apiclient.Reply{Code: apiclient.CodeLost, Connect: time.Second}, pace.Reading{Voice: pace.Silent, Way: time.Second}},
		{apiclient.Reply{Code: apiclient.CodeServerError, RetryAfter: time.Minute}, pace.Reading{Voice: pace.Silent, Stay: time.Minute}},
		{apiclient.Reply{Code: apiclient.CodeNeverSent}, pace.Reading{Voice: pace.Silent}},
		{apiclient.Reply{Code: apiclient.CodeAnotherPhone}, pace.Reading{Voice: pace.Heard}},
		{apiclient.Reply{Code: apiclient.CodeProbeAccepted}, pace.Reading{Voice: pace.Heard, Last: true}},
		{apiclient.Reply{Code: codes.Internal}, pace.Reading{}},
	} {
		if got := read(tt.reply); got != tt.want {
			t.Errorf("%s: %+v, want %+v", tt.reply.Code, got, tt.want)
		}
	}
}
