package main

import (
	"context"
	"fmt"
	"io"
	"log"
	"math"
	"net/http"
	"time"
)

// profile begins to take the server's CPU profile of a row, as long as the row
// took in the round before, and gives what waits for it. Without -profile, in
// the first round, and where the server serves no profiles, it does nothing.
func (r *round) profile(ctx context.Context, name string) (finish func()) {
	seconds := r.formerSeconds(name)
	if !r.profiles || seconds == 0 {
		return func() {}
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		if err := r.keepProfile(ctx, name, seconds); err != nil {
			log.Printf("profile of %s: %v", name, err)
		}
	}()
	// The profile must be under way when the work begins.
	time.Sleep(50 * time.Millisecond)
	return func() { <-done }
}

// formerSeconds is how long the row took before, rounded up.
func (r *round) formerSeconds(name string) int {
	for _, known := range r.run.Series {
		switch {
		case known.Name != name:
		case known.Target.MinRate > 0:
			return int(math.Ceil(r.pageDuration.Seconds()))
		default:
			return int(math.Ceil(known.product()))
		}
	}
	return 0
}

func (r *round) keepProfile(ctx context.Context, name string, seconds int) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, fmt.Sprintf("%s/debug/pprof/profile?seconds=%d", r.product.url, seconds), nil)
	if err != nil {
		return err
	}
	response, err := r.product.http.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode == http.StatusNotFound {
		return nil
	}
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("the server answered %s", response.Status)
	}
	return writeFile(r.file(fmt.Sprintf("%s-%s.prof", r.dialect.name, name)), func(w io.Writer) error {
		_, err := io.Copy(w, response.Body)
		return err
	})
}
