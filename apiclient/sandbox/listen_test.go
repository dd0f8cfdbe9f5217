package sandbox

import (
	"errors"
	"io"
	"net"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// A pipes is a listener whose connections come from the test.
type pipes chan net.Conn

func (p pipes) Accept() (net.Conn, error) {
	if c, open := <-p; open {
		return c, nil
	}
	return nil, net.ErrClosed
}

func (p pipes) Close() error   { return nil }
func (p pipes) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)} }

// The server closes the connection of an unfinished request without carrying it out, and waits for a slow request.
func TestUnfinishedRequestsAreEnded(t *testing.T) {
	const whole = "POST " + APIPath + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 16\r\n\r\nfunction=version"
	for name, tt := range map[string]struct {
		sent, rest string
		after      time.Duration
		answered   bool
	}{
		"whole":               {whole, "", 0, true},
		"slowly":              {whole[:len(whole)-5], whole[len(whole)-5:], 5 * time.Second, true},
		"a body without end":  {whole[:len(whole)-5], "", 0, false},
		"no body at all":      {whole[:len(whole)-16], "", 0, false},
		"a head without end":  {whole[:40], "", 0, false},
		"nothing but silence": {"", "", 0, false},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				server, listener := NewHTTP(New(Default())), make(pipes, 1)
				ended := make(chan error, 1)
				go func() { ended <- server.Serve(listener) }()
				ours, theirs := net.Pipe()
				listener <- theirs
				begun := time.Now()
				go func() {
					_, _ = io.WriteString(ours, tt.sent)
					time.Sleep(tt.after)
					_, _ = io.WriteString(ours, tt.rest)
				}()
				answer, _ := io.ReadAll(ours) // until the connection is closed
				if got := strings.HasPrefix(string(answer), "HTTP/1.1 200 "); got != tt.answered {
					t.Errorf("answered: %q", answer)
				}
				if took := time.Since(begun); !tt.answered && took > maxReading+time.Second {
					t.Errorf("the connection was open for %v", took)
				}
				_ = ours.Close()
				close(listener)
				if err := <-ended; !errors.Is(err, net.ErrClosed) {
					t.Error(err)
				}
				_ = server.Close()
			})
		})
	}
}
