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

// profile starts a CPU profile of the server for a row, as long as the row took
// in the previous iteration; finish waits for it. Without -profile, and in the
// first iteration, it does nothing.
func (r *iteration) profile(ctx context.Context, name string) (finish func()) {
	seconds := r.previousSeconds(name)
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
	// The profile must be running when the work begins.
	time.Sleep(50 * time.Millisecond) //nolint:forbidigo // pprof does not say when it has started
	return func() { <-done }
}

// previousSeconds is how long the row took in the previous iterations, rounded
// up.
func (r *iteration) previousSeconds(name string) int {
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

func (r *iteration) keepProfile(ctx context.Context, name string, seconds int) error {
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
