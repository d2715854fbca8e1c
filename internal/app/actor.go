package app

import (
	"context"
	"sync"

	"omnimap/auth"
	"omnimap/graph/transport"
	"omnimap/model"
)

// authenticate returns the actor of a request. While there are no keys, every
// request is the default account's.
func authenticate(keys *auth.Keys, local *localActor) transport.Authenticate {
	return func(ctx context.Context, text string) (*model.Actor, error) {
		if text == "" {
			if exist, err := keys.Exist(ctx); exist || err != nil {
				return nil, err
			}
			return local.actor(ctx)
		}
		key, err := keys.Identify(ctx, text)
		if key == nil || err != nil {
			return nil, err
		}
		return &model.Actor{AccountID: key.AccountID, Name: key.Name, Role: key.Role, KeyID: key.ID}, nil
	}
}

// A localActor is the actor of requests without a key. Its account is made for
// the first of them, not at the start: a dump of rows alone is restored into a
// database that was started once and has none.
type localActor struct {
	find func(context.Context) (model.Actor, error)

	mu    sync.Mutex
	found *model.Actor
}

func (l *localActor) actor(ctx context.Context) (*model.Actor, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.found == nil {
		actor, err := l.find(ctx)
		if err != nil {
			return nil, err
		}
		l.found = &actor
	}
	return l.found, nil
}
