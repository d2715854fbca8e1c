package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"
)

// attackP99 is what other accounts' light requests may take while one account
// asks for as much as it can.
const attackP99 = 250 * time.Millisecond

// lookEvery is how long another account waits before it asks again.
const lookEvery = 10 * time.Millisecond

// An attackRun is what another account got during the attacks of one, on a
// database.
type attackRun struct {
	Database   string
	N          int
	Duration   time.Duration
	LoadBefore string
	Rows       []attackRow
}

// An attackRow is one attack: how many of its requests were answered, with and
// without data, and how long light requests took meanwhile.
type attackRow struct {
	Attack                    string
	AtOnce, Answered, Refused int
	Light, Ready              tally
}

// measureAttacks has one account ask for as much as it can, without a budget,
// and another for little.
func (s *settings) measureAttacks(ctx context.Context, server string) error {
	_, f, err := s.makeCatalogue(s.n)
	if err != nil {
		return err
	}
	about := &results{At: time.Now().UTC(), Machine: aboutMachine()}
	var runs []*attackRun
	for _, name := range s.databases {
		found, err := s.attackDatabase(ctx, name, server, f, about)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		runs = append(runs, found)
	}
	part := attackMarkdown(about, runs)
	fmt.Print(part)
	if s.report == "" {
		return nil
	}
	return replaceMarked(s.report, "attack", part)
}

func (s *settings) attackDatabase(ctx context.Context, name, server string, f files, about *results) (found *attackRun, err error) {
	d, err := openDialect(ctx, name, s.out)
	if err != nil {
		return nil, err
	}
	defer d.stop()
	version, err := d.version(ctx)
	if err != nil {
		return nil, err
	}
	about.Machine.Versions = append(about.Machine.Versions, name+" "+version)
	url, drop, err := d.make(ctx, "attack")
	if err != nil {
		return nil, err
	}
	defer drop()
	p, err := startProcess(server, filepath.Join(s.out, "server.log"), []string{"ADDR=127.0.0.1:0", "DATABASE_URL=" + url, "LOG_LEVEL=error", "COST_BUDGET=0"})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, p.stop()) }()
	a, err := prepareAttack(ctx, p, server, url, f)
	if err != nil {
		return nil, fmt.Errorf("prepare: %w", err)
	}
	d.checkpoint(ctx)
	found = &attackRun{Database: name, N: s.n, Duration: s.attack, LoadBefore: loadAverage()}
	for _, attack := range a.attacks() {
		log.Printf("%s: %s, load %s", name, attack.name, loadAverage())
		found.Rows = append(found.Rows, a.run(ctx, attack, s.attack))
	}
	return found, ctx.Err()
}

// An attacked is a server, and clients of two of its accounts.
type attacked struct {
	attacker, other *client
	// id is what the API calls the attacker's integration.
	id string
}

// prepareAttack makes the keys and loads the attacker's catalogue.
func prepareAttack(ctx context.Context, p *process, server, url string, f files) (*attacked, error) {
	var clients [2]*client
	for i, arguments := range [][]string{{"-name", "attacker"}, {"-name", "other", "-account", "other"}} {
		key, err := createKey(ctx, server, url, arguments...)
		if err != nil {
			return nil, err
		}
		clients[i] = &client{url: p.url, http: &http.Client{Transport: keyed{key, p.http.Transport}}}
	}
	a := &attacked{attacker: clients[0], other: clients[1]}
	if _, err := a.other.integration(ctx, integrationName); err != nil {
		return nil, err
	}
	p.client = *a.attacker
	var err error
	a.id, err = p.fill(ctx, f.export, f.report)
	return a, err
}

var keyPattern = regexp.MustCompile(`omnimap_[A-Z2-7]{8}_[A-Z2-7]{26}`)

// createKey makes an API key by the server's own command.
func createKey(ctx context.Context, server, url string, arguments ...string) (string, error) {
	command := exec.CommandContext(ctx, server, append([]string{"keys", "create", "-role", "admin"}, arguments...)...)
	command.Env = append(os.Environ(), "DATABASE_URL="+url)
	out, err := command.CombinedOutput()
	key := keyPattern.Find(out)
	if err != nil || key == nil {
		return "", fmt.Errorf("create a key: %w: %s", err, out)
	}
	return string(key), nil
}

// keyed sends an API key with every request.
type keyed struct {
	key  string
	next http.RoundTripper
}

func (k keyed) RoundTrip(request *http.Request) (*http.Response, error) {
	request = request.Clone(request.Context())
	request.Header.Set("Authorization", "Bearer "+k.key)
	return k.next.RoundTrip(request)
}

// An attack is requests that are sent over and over, so many at once. send sends
// the nth one, and tells whether it was answered with data.
type attack struct {
	name   string
	atOnce int
	send   func(ctx context.Context, n int) (data bool, err error)
}

// run sends an attack's requests, and another account's light ones beside them.
func (a *attacked) run(ctx context.Context, of attack, duration time.Duration) attackRow {
	row := attackRow{Attack: of.name, AtOnce: of.atOnce}
	ctx, cancel := context.WithTimeout(ctx, duration)
	defer cancel()
	var working sync.WaitGroup
	var counting sync.Mutex
	for i := range of.atOnce {
		working.Go(func() {
			for n := i; ctx.Err() == nil; n += of.atOnce {
				data, err := of.send(ctx, n)
				if ctx.Err() != nil && !data {
					return
				}
				counting.Lock()
				if err == nil && data {
					row.Answered++
				} else {
					row.Refused++
				}
				counting.Unlock()
			}
		})
	}
	working.Go(func() {
		look(ctx, &row.Light, func(ctx context.Context) error {
			var any struct{}
			return a.other.ask(ctx, "{integrations {name}}", nil, &any)
		})
	})
	working.Go(func() {
		look(ctx, &row.Ready, func(ctx context.Context) error {
			request, err := http.NewRequestWithContext(ctx, http.MethodGet, a.other.url+"/readyz", nil)
			if err != nil {
				return err
			}
			_, err = fetchLength(a.other.http, request)
			return err
		})
	})
	working.Wait()
	return row
}

// look asks again and again until ctx ends.
func look(ctx context.Context, t *tally, ask func(context.Context) error) {
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	for {
		began := time.Now()
		err := ask(ctx)
		// What the end of the time cuts off has lasted at least as long.
		t.Took = append(t.Took, time.Since(began))
		if ctx.Err() != nil {
			return
		}
		if err != nil {
			t.Errors = append(t.Errors, err)
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return
		}
	}
}

// postRaw sends a body and tells whether the response has data.
func (c *client) postRaw(ctx context.Context, body string) (data bool, err error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, c.url+"/graphql", strings.NewReader(body))
	if err != nil {
		return false, err
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := c.http.Do(request)
	if err != nil {
		return false, err
	}
	defer response.Body.Close()
	begin, err := io.ReadAll(io.LimitReader(response.Body, 200))
	if err != nil {
		return false, err
	}
	_, err = io.Copy(io.Discard, response.Body)
	return !strings.Contains(string(begin), `"errors"`), err
}

// pieces are three letters each, which stand in many names and titles.
func pieces() []string {
	var all []string
	for _, word := range slices.Concat(brands, things, hues) {
		word = strings.ToLower(word)
		for i := 0; i+3 <= len(word); i++ {
			if piece := word[i : i+3]; !strings.Contains(piece, " ") {
				all = append(all, piece)
			}
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}
