package main

import (
	"net/url"
	"os"
	"time"

	"github.com/rs/zerolog"
	"github.com/spf13/pflag"
	"golang.org/x/term"

	"phonebatch/apiclient"
	"phonebatch/report"
)

// streamFlags control what the program prints and logs.
type streamFlags struct {
	quiet  bool
	format choice
	level  choice

	log zerolog.Logger
}

func (s *streamFlags) addTo(f *pflag.FlagSet) {
	s.format = choice{"console", []string{"console", "json"}}
	s.level = choice{"warn", []string{"trace", "debug", "info", "warn", "error", "disabled"}}
	f.BoolVarP(&s.quiet, "quiet", "q", false, env("quiet", "no progress and no summary, only errors and data"))
	f.Var(&s.format, "log-format", env("log-format", "form of log lines"))
	f.Var(&s.level, "log-level", env("log-level", "which log lines are written to standard error"))
}

func (s *streamFlags) finalize(screen *report.Screen) error {
	level, err := zerolog.ParseLevel(s.level.value)
	if err != nil {
		return err
	}
	s.log = zerolog.New(screen).Level(level).With().Timestamp().Logger()
	if s.format.value == "console" {
		s.log = s.log.Output(zerolog.ConsoleWriter{Out: screen, NoColor: !screen.Colour, TimeFormat: time.TimeOnly})
	}
	return nil
}

// watch logs one finished call to the dialer. Text from the list or the dialer goes only into fields, which zerolog
// quotes. Secrets are not logged. watch may be called concurrently.
func (s *streamFlags) watch(req apiclient.Request, reply apiclient.Reply, took time.Duration) {
	if s.log.GetLevel() > zerolog.DebugLevel {
		return
	}
	s.log.Debug().Str("function", string(req.Function)).Str("extension", report.Plain(req.Values["extension"])).
		Str("server_ip", report.Plain(req.Values["server_ip"])).Str("code", string(reply.Code)).Int("status", reply.Status).
		Dur("took", took).Msg("call")
	s.log.Trace().Str("answer", report.Plain(reply.Message())).Msg("answer")
}

// watchPage logs one admin page that was read, as watch logs a call. The body of the page is not logged: the page of a
// phone shows the passwords.
func (s *streamFlags) watchPage(query url.Values, length int, err error, took time.Duration) {
	event := s.log.Debug().Str("page", query.Get("ADD")).Int("bytes", length).Dur("took", took)
	if extension := query.Get("extension"); extension != "" {
		event.Str("extension", report.Plain(extension)).Str("server_ip", report.Plain(query.Get("server_ip")))
	}
	event.AnErr("refused", err).Msg("page")
}

// isTerminal reports whether a stream is a terminal.
func isTerminal(stream any) bool {
	f, ok := stream.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}
