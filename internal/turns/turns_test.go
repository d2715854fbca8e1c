package turns_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"

	"omnimap/internal/turns"
)

// queued has users wait for places one after the other, and returns the order
// in which they get one. Each leaves at once.
func queued(t *testing.T, places *turns.Turns[string], users ...string) (order func() []string) {
	t.Helper()
	served := make(chan string, len(users))
	for _, user := range users {
		go func() {
			leave, err := places.Take(t.Context(), user)
			if err != nil {
				t.Error(err)
				return
			}
			served <- user
			leave()
		}()
		synctest.Wait()
	}
	return func() []string {
		synctest.Wait()
		close(served)
		var all []string
		for user := range served {
			all = append(all, user)
		}
		return all
	}
}

func take(t *testing.T, places *turns.Turns[string], user string) (leave func()) {
	t.Helper()
	leave, err := places.Take(t.Context(), user)
	if err != nil {
		t.Fatal(err)
	}
	return leave
}

func check(t *testing.T, got []string, want ...string) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("served %v, want %v", got, want)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Fatalf("served %v, want %v", got, want)
		}
	}
}

// TestTurns lets one user queue before another: the other waits for one place,
// not for the queue.
func TestTurns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		places := turns.New[string](1, 1)
		leave := take(t, places, "a")
		order := queued(t, places, "a", "a", "a", "b", "b", "c")
		leave()
		check(t, order(), "a", "b", "c", "a", "b", "a")
		take(t, places, "d")()
	})
}

// TestMost wants one user to have at most so many places, and another to get
// the next one although it came later.
func TestMost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		places := turns.New[string](3, 2)
		leave := []func(){take(t, places, "a"), take(t, places, "a")}
		order := queued(t, places, "a")
		take(t, places, "b")()
		leave[0]()
		check(t, order(), "a")
		leave[1]()
		take(t, places, "a")()
	})
}

// TestAbandon lets waits end, before and with a place: no place is lost, and no
// turn.
func TestAbandon(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		places := turns.New[string](1, 1)
		leave := take(t, places, "a")
		ctx, cancel := context.WithCancel(t.Context())
		for range 3 {
			go func() {
				if _, err := places.Take(ctx, "b"); !errors.Is(err, context.Canceled) {
					t.Errorf("an abandoned wait gives %v", err)
				}
			}()
		}
		synctest.Wait()
		order := queued(t, places, "b", "c")
		cancel()
		synctest.Wait()
		leave()
		check(t, order(), "b", "c")
		take(t, places, "b")()
	})
}
