package signin

import (
	"context"
	"errors"

	"github.com/AzureAD/microsoft-authentication-library-for-go/apps/public"

	"github.com/tenantkeep/tenantkeep/core/refusal"
)

// flight is one token request that any number of callers wait for. It ends when it is answered, or when the last caller
// has gone.
type flight struct {
	request Request
	cancel  context.CancelFunc
	done    chan struct{}
	waiting int
	// token, err and stopped are set before done is closed. Stopped says that it ended early, because the account changed or
	// the Session closed or everybody left.
	token   Token
	err     error
	stopped bool
}

// serves says that the answer of a flight is good for a request. A plain request takes any; one that wants a newer token
// takes only the answer to the same wish.
func (f *flight) serves(request Request) bool {
	return !request.forced() || f.request == request
}

// shared returns the token at hand, or the answer of a flight: one in the air, or its own.
func (s *Session) shared(ctx context.Context, request Request) (Token, error) {
	for {
		token, joined, other, err := s.board(ctx, request)
		switch {
		case err != nil:
			return Token{}, err
		case joined != nil:
			token, err = s.await(ctx, joined)
			if ctx.Err() == nil && joined.stopped {
				continue // the next look finds out what happened
			}
			return token, err
		case other == nil:
			return token, nil
		}
		select {
		case <-other.done:
		case <-ctx.Done():
			return Token{}, ctx.Err()
		}
	}
}

// board finds what answers a request: the token at hand; a flight that was joined or started; or another flight that has
// to end first.
func (s *Session) board(ctx context.Context, request Request) (token Token, joined, other *flight, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return Token{}, nil, nil, refusal.ErrClosed
	}
	if s.account.HomeAccountID == "" {
		return Token{}, nil, nil, refusal.ErrSignedOut
	}
	key := request.key()
	if held, found := s.tokens[key]; found && !request.forced() && s.Now().Add(spare).Before(held.Expires) {
		return held, nil, nil, nil
	}
	running := s.flights[key]
	switch {
	case running == nil:
		if request.forced() {
			delete(s.tokens, key)
		}
		return Token{}, s.launch(ctx, request, s.library), nil, nil
	case running.waiting > 0 && running.serves(request): // one that everybody left is about to end without an answer
		running.waiting++
		return Token{}, running, nil, nil
	}
	return Token{}, nil, running, nil
}

// launch starts a flight. It is called with the lock held. The flight does not end with the caller that started it, because
// others may wait for it.
func (s *Session) launch(ctx context.Context, request Request, library public.Account) *flight {
	flying, cancel := context.WithTimeout(context.WithoutCancel(ctx), acquisition)
	started := &flight{request: request, cancel: cancel, done: make(chan struct{}), waiting: 1}
	s.flights[request.key()] = started
	s.work.Go(func() {
		defer cancel()
		started.token, started.err = s.acquire(flying, request, library)
		started.stopped = started.err != nil && errors.Is(flying.Err(), context.Canceled)
		s.mu.Lock()
		delete(s.flights, request.key())
		s.mu.Unlock()
		close(started.done)
	})
	return started
}

// await waits for a flight. The last one to give up stops it.
func (s *Session) await(ctx context.Context, joined *flight) (Token, error) {
	select {
	case <-joined.done:
		return joined.token, joined.err
	case <-ctx.Done():
		s.mu.Lock()
		defer s.mu.Unlock()
		if joined.waiting--; joined.waiting == 0 {
			joined.cancel()
		}
		return Token{}, ctx.Err()
	}
}

func (s *Session) anyFlight() *flight {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, running := range s.flights {
		return running
	}
	return nil
}
