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

// again sends a mutation until it is answered. All attempts have one
// idempotency key, so that it is done once.
func again[T any](send func(key string) (T, error)) (answer T, err error) {
	key, pause := uuid.NewString(), time.Second
	for range attempts {
		if answer, err = send(key); err == nil {
			return answer, nil
		}
		wait, worth := waitFor(err, pause)
		if !worth {
			return answer, err
		}
		time.Sleep(wait)
		pause *= 2
	}
	return answer, err
}

// waitFor tells how long to wait after an error, and whether to try again.
func waitFor(err error, pause time.Duration) (time.Duration, bool) {
	var status *graphql.HTTPError
	if errors.As(err, &status) && status.StatusCode < http.StatusInternalServerError {
		return 0, false
	}
	var faults gqlerror.List
	if !errors.As(err, &faults) {
		return pause, true // Nobody knows whether it was done.
	}
	switch extensions := faults[0].Extensions; extensions["code"] {
	case "THROTTLED":
		seconds, _ := extensions["retryAfter"].(float64)
		return time.Duration(seconds) * time.Second, true
	case "INTERNAL":
		return pause, true
	}
	return 0, false
}
