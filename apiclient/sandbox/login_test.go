package sandbox

import (
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func withPass(pass string) url.Values { return phoneFields("1000", "local_gmt", "99.99", "pass", pass) }

func expect(t *testing.T, s *Server, pass, want string) {
	t.Helper()
	if _, body := s.Call(withPass(pass)); !strings.Contains(body, want) {
		t.Errorf("with the password %q: answered %q, want %s", pass, body, want)
	}
}

const (
	bad      = "Login incorrect, please try again: |6666|"
	locked   = "ERROR: Too many login attempts, try again in 15 minutes: |6666|LOCK|\n"
	loggedIn = "VALID TIMEZONE"
)

func TestLockOutEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := New(Default())
		for range badTries {
			time.Sleep(time.Minute) // the lock begins at the last bad login
			expect(t, s, "wrong", bad+"wrong|BAD|")
		}
		expect(t, s, "wrong", locked)
		time.Sleep(lockTime - time.Second)
		expect(t, s, "1234", locked)
		time.Sleep(time.Second)
		expect(t, s, "wrong", bad)
		expect(t, s, "1234", loggedIn)
		for range badTries {
			expect(t, s, "wrong", bad)
		}
		expect(t, s, "1234", locked)
	})
}

func TestGoodLoginResetsTheCount(t *testing.T) {
	s := New(Default())
	for range 3 {
		for range badTries - 1 {
			expect(t, s, "wrong", bad)
		}
		expect(t, s, "1234", loggedIn)
	}
}

// A user that add_user added can log in from level 7 on, but has no rights.
func TestAddedUserLogsIn(t *testing.T) {
	s := New(Default())
	s.Call(url.Values{
		"source": {"test"}, "user": {"6666"}, "pass": {"1234"}, "function": {"add_user"}, "agent_user": {"1001"},
		"agent_pass": {"p1"}, "agent_user_level": {"008"}, "agent_full_name": {"A"}, "agent_user_group": {"AGENTS"},
	})
	if level := s.Users()[0]["user_level"]; level != "8" {
		t.Errorf("level %q", level)
	}
	_, body := s.Call(phoneFields("1000", "user", "1001", "pass", "P1"))
	if !strings.Contains(body, "PERMISSION TO ADD PHONES: |1001|0\n") {
		t.Errorf("answered %q", body)
	}
}

// The rows of users show the bad logins, and update_user forgets them.
func TestUpdatedUserHasNoBadLogins(t *testing.T) {
	s := New(Default())
	call := func(function, user, pass string, more ...string) string {
		v := url.Values{"source": {"test"}, "function": {function}, "user": {user}, "pass": {pass}, "agent_user": {"1001"}}
		for i := 0; i < len(more); i += 2 {
			v.Set(more[i], more[i+1])
		}
		_, body := s.Call(v)
		return body
	}
	call("add_user", "6666", "1234", "agent_pass", "p1", "agent_user_level", "8", "agent_full_name", "A", "agent_user_group", "AGENTS")
	for range badTries {
		call("vm_list", "1001", "wrong")
	}
	if count := s.Users()[0]["failed_login_count"]; count != "10" {
		t.Errorf("%s bad logins", count)
	}
	if body := call("vm_list", "1001", "p1"); !strings.HasSuffix(body, "|LOCK|\n") {
		t.Errorf("answered %q", body)
	}
	if body := call("update_user", "6666", "1234", "agent_pass", "p2"); body != "SUCCESS: update_user USER HAS BEEN UPDATED - 6666|1001|\n" {
		t.Errorf("answered %q", body)
	}
	if body := call("vm_list", "1001", "p2"); !strings.Contains(body, "<HTML>") {
		t.Errorf("answered %q", body)
	}
	if row := s.Users()[0]; row["failed_login_count"] != "0" || row["pass"] != "p2" {
		t.Errorf("row %v", row)
	}
}
