package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"sync"
	"time"
)

// A rate is a server's throughput and latency under load.
type rate struct {
	// PerSecond is requests a second.
	PerSecond float64
	P50, P99  time.Duration
}

// warmUp is how long requests are sent before they are measured.
const warmUp = 300 * time.Millisecond

// generateLoad sends the same request over several connections, each again as
// soon as its response is read, and measures the rate. Every response must be as
// long as the first.
func generateLoad(ctx context.Context, c *http.Client, request *http.Request, connections int, duration time.Duration) (rate, error) {
	began := time.Now()
	length, err := fetchLength(c, request)
	if err != nil {
		return rate{}, err
	}
	// A slow request needs no warming up.
	if time.Since(began) < warmUp {
		if _, err := sendRequests(ctx, c, request, connections, min(warmUp, duration), length); err != nil {
			return rate{}, err
		}
	}
	began = time.Now()
	took, err := sendRequests(ctx, c, request, connections, duration, length)
	if err != nil {
		return rate{}, err
	}
	return rate{PerSecond: float64(len(took)) / time.Since(began).Seconds(), P50: percentile(took, 50), P99: percentile(took, 99)}, nil
}

func sendRequests(ctx context.Context, c *http.Client, request *http.Request, connections int, duration time.Duration, length int64) ([]time.Duration, error) {
	deadline := time.Now().Add(duration)
	took, failed := make([][]time.Duration, connections), make([]error, connections)
	var workers sync.WaitGroup
	for i := range connections {
		workers.Go(func() {
			for failed[i] == nil && (len(took[i]) == 0 || time.Now().Before(deadline)) && ctx.Err() == nil {
				began := time.Now()
				got, err := fetchLength(c, request)
				if err == nil && got != length {
					err = fmt.Errorf("a response has %d bytes, and the first had %d", got, length)
				}
				took[i], failed[i] = append(took[i], time.Since(began)), err
			}
		})
	}
	workers.Wait()
	var all []time.Duration
	for _, some := range took {
		all = append(all, some...)
	}
	return all, errors.Join(append(failed, ctx.Err())...)
}

// cloneRequest returns the request with its body from the beginning.
func cloneRequest(request *http.Request) (*http.Request, error) {
	clone := request.Clone(request.Context())
	if request.GetBody == nil {
		return clone, nil
	}
	var err error
	clone.Body, err = request.GetBody()
	return clone, err
}

func fetchLength(c *http.Client, request *http.Request) (int64, error) {
	request, err := cloneRequest(request)
	if err != nil {
		return 0, err
	}
	response, err := c.Do(request)
	if err != nil {
		return 0, err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return 0, fmt.Errorf("%s answered %s", request.URL.Path, response.Status)
	}
	return io.Copy(io.Discard, response.Body)
}

func fetchJSON(c *http.Client, request *http.Request, dst any) error {
	request, err := cloneRequest(request)
	if err != nil {
		return err
	}
	response, err := c.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return err
	}
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("%s answered %s: %s", request.URL.Path, response.Status, body)
	}
	return json.Unmarshal(body, dst)
}
