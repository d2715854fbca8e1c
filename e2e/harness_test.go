// Package e2e tests the program from outside: each test starts it, on a database
// of its own, and sends requests.
package e2e

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"omnimap/internal/app"
	"omnimap/internal/dbtest"
)

// asProgram is the variable that makes the test binary run as the program.
const asProgram = "OMNIMAP_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		os.Exit(app.Main())
	}
	dbtest.Main(m)
}

// patience is how long anything may take before its test fails. A program may
// run for lifetime: parts of its test may have to wait for other tests.
const (
	patience = time.Minute
	lifetime = 20 * time.Minute
)

// command is the program on a database, not yet started, with a free port.
// Of two settings with one name the later one counts.
func command(t *testing.T, settings []string, args ...string) *exec.Cmd {
	t.Helper()
	// The test's own context ends before its clean-ups, which stop servers.
	ctx, cancel := context.WithTimeout(context.Background(), lifetime)
	t.Cleanup(cancel)
	cmd := exec.CommandContext(ctx, os.Args[0], args...)
	cmd.Env = append(os.Environ(), asProgram+"=1", "ADDR=127.0.0.1:0", "LOG_FORMAT=text", "LOG_LEVEL=warn", "DRAIN_DELAY=0s",
		// The race detector has a program sleep a second before it ends.
		"GORACE="+os.Getenv("GORACE")+" atexit_sleep_ms=0")
	cmd.Env = append(cmd.Env, settings...)
	return cmd
}

// runProgram runs the program to its end.
func runProgram(t *testing.T, settings []string, args ...string) (stdout, stderr string, status int) {
	t.Helper()
	cmd := command(t, settings, args...)
	var out, errors bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errors
	if err := cmd.Run(); err != nil && cmd.ProcessState == nil {
		t.Fatal(err)
	}
	return out.String(), errors.String(), cmd.ProcessState.ExitCode()
}

// server is the program, serving.
type server struct {
	client
	// greeting is what it printed by the time that it served.
	greeting string

	cmd     *exec.Cmd
	stdout  *bufio.Reader
	stderr  *bytes.Buffer
	stopped bool
}

var servedAt = regexp.MustCompile(`serves (http://[^/; ]+);`)

// start starts a server, and stops it when the test ends. A server that does
// not stop as it should, or that logs an error, fails the test.
func start(t *testing.T, databaseURL string, args ...string) *server {
	t.Helper()
	return startWith(t, []string{"DATABASE_URL=" + databaseURL}, args...)
}

// startWith is start with settings.
func startWith(t *testing.T, settings []string, args ...string) *server {
	t.Helper()
	s := launchWith(t, settings, args...)
	s.await(t)
	return s
}

// launch starts a server and does not wait until it serves.
func launch(t *testing.T, databaseURL string, args ...string) *server {
	t.Helper()
	return launchWith(t, []string{"DATABASE_URL=" + databaseURL}, args...)
}

// launchWith is launch with settings.
func launchWith(t *testing.T, settings []string, args ...string) *server {
	t.Helper()
	s := &server{cmd: command(t, settings, args...), stderr: new(bytes.Buffer)}
	stdout, err := s.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	s.stdout, s.cmd.Stderr = bufio.NewReader(stdout), s.stderr
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.stop(t) })
	return s
}

// await reads what the server prints until it says where it serves.
func (s *server) await(t *testing.T) {
	t.Helper()
	for {
		line, err := s.stdout.ReadString('\n')
		s.greeting += line
		if at := servedAt.FindStringSubmatch(line); at != nil {
			s.url = at[1]
			return
		}
		if err != nil {
			s.stopped = true
			t.Fatalf("the server ended before it served: %v\n%s%s", s.cmd.Wait(), s.greeting, s.stderr)
		}
	}
}

// stop signals the server to stop, and waits until it has.
func (s *server) stop(t *testing.T) {
	t.Helper()
	if s.stopped {
		return
	}
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Errorf("stop the server: %v", err)
	}
	s.wait(t)
}

// wait waits until the server has ended. Its exit status is 0, and it has
// logged no error, since clients do not look at every fault.
func (s *server) wait(t *testing.T) {
	t.Helper()
	s.stopped = true
	if rest, err := io.ReadAll(s.stdout); err != nil || len(rest) > 0 {
		t.Errorf("after it served, the server printed %q, error %v", rest, err)
	}
	if err := s.cmd.Wait(); err != nil {
		t.Errorf("the server ended with %v:\n%s", err, s.stderr)
	}
	if log := s.stderr.String(); strings.Contains(log, "level=ERROR") {
		t.Errorf("the server logged:\n%s", log)
	}
}

// checkVerify wants the verify command to find nothing wrong with a database.
func checkVerify(t *testing.T, databaseURL string) {
	t.Helper()
	stdout, stderr, status := runProgram(t, []string{"DATABASE_URL=" + databaseURL}, "verify")
	if got := fmt.Sprint(stdout, stderr, status); got != "Nothing is wrong.\n0" {
		t.Errorf("verify: %s", got)
	}
}

// servers runs a test with a server on an empty database of each dialect, and
// has the program verify the database afterwards.
func servers(t *testing.T, args []string, test func(t *testing.T, s *server)) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, url string) {
		s := start(t, url, args...)
		test(t, s)
		s.stop(t)
		checkVerify(t, url)
	})
}

// kill ends the server as a fault of the machine does. What it logged is
// ignored.
func (s *server) kill(t *testing.T) {
	t.Helper()
	s.stopped = true
	if err := s.cmd.Process.Kill(); err != nil {
		t.Error(err)
	}
	_ = s.cmd.Wait()
}

// awaitClosed waits until the server takes no new connections.
func (s *server) awaitClosed(t *testing.T) {
	t.Helper()
	for deadline := time.Now().Add(patience); ; {
		conn, err := net.Dial("tcp", strings.TrimPrefix(s.url, "http://"))
		if err != nil {
			return
		}
		conn.Close()
		if time.Now().After(deadline) {
			t.Fatal("the server still takes connections")
		}
	}
}

// peakMemory is the most memory that the server's process has held, in bytes.
func (s *server) peakMemory(t *testing.T) int64 {
	t.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.cmd.Process.Pid))
	if err != nil {
		t.Skipf("this system does not tell a process's memory: %v", err)
	}
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	kb, err := strconv.ParseInt(strings.Fields(rest)[0], 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return kb << 10
}

var keyText = regexp.MustCompile(`^omnimap_[A-Z2-7]{8}_[A-Z2-7]{26}\n$`)

// makeKey has the program make a key.
func makeKey(t *testing.T, databaseURL string, args ...string) string {
	t.Helper()
	stdout, stderr, status := runProgram(t, []string{"DATABASE_URL=" + databaseURL}, append([]string{"keys", "create"}, args...)...)
	if status != 0 || !keyText.MatchString(stdout) {
		t.Fatalf("keys create %v: status %d, %q, %q", args, status, stdout, stderr)
	}
	return strings.TrimSpace(stdout)
}

// eventually waits until a condition holds.
func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for deadline := time.Now().Add(patience); !holds(); {
		if time.Now().After(deadline) {
			t.Fatalf("gave up waiting: %s", what)
		}
		time.Sleep(20 * time.Millisecond) //nolint:forbidigo // This is how a condition is waited for.
	}
}

func readText(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
