package assign

import (
	"phonebatch/apiclient"
	"phonebatch/batch/columns"
)

// A Survey records which cells a list leaves to the program. It is the columns.Chooser of the first reading, and fills
// no cells.
type Survey struct {
	wants map[int]*want // by line
}

// A want says what a row leaves to the program: a server, a number or passwords.
type want struct {
	wantsServer, wantsNumber bool
	made                     []apiclient.Field // the password fields that the plan filled in the present reading
}

// NewSurvey returns an empty survey.
func NewSurvey() *Survey { return &Survey{wants: make(map[int]*want)} }

// Choose implements columns.Chooser.
func (s *Survey) Choose(r *columns.Leaving, f apiclient.Field, _ *apiclient.Phone) string {
	w := s.wants[r.Line]
	if w == nil {
		w = new(want)
		s.wants[r.Line] = w
	}
	switch f {
	case apiclient.ServerIP:
		w.wantsServer = true
	case apiclient.Extension:
		w.wantsNumber = true
	}
	return ""
}

// at returns the want of the row of a line. It is zero if the row leaves nothing to the program.
func (s *Survey) at(line int) want {
	if w := s.wants[line]; w != nil {
		return *w
	}
	return want{}
}
