package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// A process is a server that runs as a child, so that its memory is its own.
type process struct {
	command *exec.Cmd
	client
	log    *os.File
	exited chan error
}

// announced matches the address that a server prints.
var announced = regexp.MustCompile(`http://[^/;\s]+`)

// buildServer builds the product's server and returns its path.
func buildServer(ctx context.Context, folder string) (string, error) {
	path := filepath.Join(folder, "omnimap")
	if out, err := exec.CommandContext(ctx, "go", "build", "-o", path, "omnimap").CombinedOutput(); err != nil {
		return "", fmt.Errorf("build the server: %w: %s", err, out)
	}
	return path, nil
}

// startProcess starts a server and waits until it prints its address. Its log
// goes to a file.
func startProcess(path, logPath string, environment []string, args ...string) (*process, error) {
	log, err := os.OpenFile(logPath, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		return nil, err
	}
	command := exec.Command(path, args...)
	command.Env = append(os.Environ(), environment...)
	command.Stderr = log
	out, err := command.StdoutPipe()
	if err != nil {
		log.Close()
		return nil, err
	}
	if err := command.Start(); err != nil {
		log.Close()
		return nil, fmt.Errorf("start %s: %w", path, err)
	}
	p := &process{command: command, log: log, exited: make(chan error, 1)}
	p.http = &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 100, DisableCompression: true}}
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if p.url = announced.FindString(lines.Text()); p.url != "" {
			break
		}
	}
	go func() {
		for lines.Scan() {
			// Read the rest, so that the server can write.
		}
		p.exited <- command.Wait()
	}()
	if p.url == "" {
		return nil, fmt.Errorf("%s did not start; see %s", filepath.Base(path), logPath)
	}
	return p, nil
}

// startServer starts the product's server on a database.
func startServer(path, folder, databaseURL string) (*process, error) {
	return startProcess(path, filepath.Join(folder, "server.log"),
		[]string{"ADDR=127.0.0.1:0", "DATABASE_URL=" + databaseURL, "LOG_LEVEL=warn"})
}

// stop stops the server and waits for its end.
func (p *process) stop() error {
	defer p.log.Close()
	p.http.CloseIdleConnections()
	if err := p.command.Process.Signal(syscall.SIGTERM); err != nil {
		return fmt.Errorf("stop the server: %w", err)
	}
	select {
	case err := <-p.exited:
		var exit *exec.ExitError
		if errors.As(err, &exit) && exit.ExitCode() == -1 {
			// It does not catch the signal.
			return nil
		}
		return err
	case <-time.After(30 * time.Second):
		return errors.Join(errors.New("the server did not stop"), p.command.Process.Kill())
	}
}

// peakMemory is the most memory that the process had resident since
// resetPeak, in MiB; 0 where the system does not say.
func (p *process) peakMemory() float64 {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.command.Process.Pid))
	if err != nil {
		return 0
	}
	_, rest, found := strings.Cut(string(text), "VmHWM:")
	fields := strings.Fields(rest)
	if !found || len(fields) == 0 {
		return 0
	}
	kilobytes, err := strconv.ParseFloat(fields[0], 64)
	if err != nil {
		return 0
	}
	return kilobytes / 1024
}

// resetPeak resets peakMemory, where the system can.
func (p *process) resetPeak() {
	_ = os.WriteFile(fmt.Sprintf("/proc/%d/clear_refs", p.command.Process.Pid), []byte("5"), 0)
}
