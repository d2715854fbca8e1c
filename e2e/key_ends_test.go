package e2e

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"omnimap/internal/dbtest"
)

// endsWithin is how long a stream may go on once its key holds no more.
const endsWithin = 2 * time.Second

// streams are a WebSocket and a stream of events of one client.
type streams struct {
	socket *socket
	events *events
}

func (s *server) openStreams(t *testing.T, key string) streams {
	t.Helper()
	payload := ""
	if key != "" {
		payload = `{"apiKey": "` + key + `"}`
	}
	w := s.socket(t, payload)
	w.subscribe(t, "1", operationUpdated, nil)
	w.ping(t)
	return streams{w, s.stream(t, operationUpdated, nil, key)}
}

// wantEnded wants both streams ended in time, with words that say why.
func (s streams) wantEnded(t *testing.T, since time.Time, words string) {
	t.Helper()
	s.socket.wantClosed(t, 4403)
	if took := time.Since(since); took > endsWithin {
		t.Errorf("the WebSocket is closed after %v", took)
	}
	if got := s.events.next(t); got.name != "next" || !strings.Contains(got.data, "UNAUTHENTICATED") || !strings.Contains(got.data, words) {
		t.Errorf("the events go on with %+v", got)
	}
	if got := []event{s.events.next(t), s.events.next(t)}; got[0].name != "complete" || got[1].name != "" {
		t.Errorf("the events end with %+v", got)
	}
	if took := time.Since(since); took > endsWithin {
		t.Errorf("the events end after %v", took)
	}
}

// TestRevokedKeyEndsStreams revokes a key, has another one expire, and makes the
// first key of a server whose clients have none: their streams end, on each
// replica. Those of other keys go on.
func TestRevokedKeyEndsStreams(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, url string) {
		replicas := []*server{start(t, url)}
		if strings.HasPrefix(url, "postgres") {
			replicas = append(replicas, start(t, url))
		}
		open := func(key string) (all []streams) {
			for _, s := range replicas {
				all = append(all, s.openStreams(t, key))
			}
			return all
		}
		without := open("")
		admin := makeKey(t, url, "-role", "admin", "-name", "ops")
		for began, i := time.Now(), 0; i < len(without); i++ {
			without[i].wantEnded(t, began, "wants an API key")
		}
		eventually(t, "a key is wanted", func() bool { status, _, _ := replicas[0].status(t, ""); return status == http.StatusUnauthorized })

		till, shop := makeKey(t, url, "-role", "viewer", "-name", "till"), makeKey(t, url, "-role", "viewer", "-name", "shop")
		revoked, expired, kept := open(till), open(shop), open(admin)
		if _, stderr, status := runProgram(t, []string{"DATABASE_URL=" + url}, "keys", "revoke", "-name", "till"); status != 0 {
			t.Fatalf("revoke: %s", stderr)
		}
		for began, i := time.Now(), 0; i < len(revoked); i++ {
			revoked[i].wantEnded(t, began, "was revoked")
		}
		execute(t, url, "UPDATE api_keys SET expires_at = 1 WHERE name = 'shop'")
		for began, i := time.Now(), 0; i < len(expired); i++ {
			expired[i].wantEnded(t, began, "has expired")
		}
		for _, streams := range kept {
			streams.socket.ping(t)
		}
	})
}
