package main

import (
	"errors"
	"net/http"
	"time"

	"github.com/Khan/genqlient/graphql"
	"github.com/google/uuid"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

const attempts = 6

// again sends a mutation until there is a response. All attempts have one
// idempotency key, so that the mutation is done once.
func again[T any](send func(key string) (T, error)) (response T, err error) {
	key, pause := uuid.NewString(), time.Second
	for range attempts {
		if response, err = send(key); err == nil {
			return response, nil
		}
		wait, retry := retryAfter(err, pause)
		if !retry {
			return response, err
		}
		time.Sleep(wait) //nolint:forbidigo // a pause between attempts has no condition
		pause *= 2
	}
	return response, err
}

// retryAfter returns how long to wait after an error, and whether to try again.
func retryAfter(err error, pause time.Duration) (time.Duration, bool) {
	var status *graphql.HTTPError
	if errors.As(err, &status) && status.StatusCode < http.StatusInternalServerError {
		return 0, false
	}
	var faults gqlerror.List
	if !errors.As(err, &faults) {
		return pause, true // No response: it may have been done.
	}
	switch extensions := faults[0].Extensions; extensions["code"] {
	case "THROTTLED":
		seconds, _ := extensions["retryAfter"].(float64)
		return time.Duration(seconds) * time.Second, true
	case "INTERNAL", "UNAVAILABLE", "DISK_FULL":
		return pause, true
	}
	return 0, false
}
