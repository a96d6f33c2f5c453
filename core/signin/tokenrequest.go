package signin

import (
	"context"
	"errors"

	"github.com/AzureAD/microsoft-authentication-library-for-go/apps/public"

	"github.com/tenantkeep/tenantkeep/core/refusal"
)

// tokenRequest is one request for a token that any number of callers wait for. It ends when it is answered, or when the
// last caller has gone.
type tokenRequest struct {
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

// serves says that the answer is good for another request. A plain request takes any; one that wants a newer token takes
// only the answer to the same wish.
func (r *tokenRequest) serves(request Request) bool {
	return !request.forced() || r.request == request
}

// shared returns the token at hand, or the answer of a request: one under way, or its own.
func (s *Session) shared(ctx context.Context, request Request) (Token, error) {
	for {
		token, joined, other, err := s.find(ctx, request)
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

// find gives what answers a request: the token at hand; a request that was joined or started; or another that has
// to end first.
func (s *Session) find(ctx context.Context, request Request) (token Token, joined, other *tokenRequest, err error) {
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
	running := s.requests[key]
	switch {
	case running == nil:
		if request.forced() {
			delete(s.tokens, key)
		}
		return Token{}, s.start(ctx, request, s.library), nil, nil
	case running.waiting > 0 && running.serves(request): // one that everybody left is about to end without an answer
		running.waiting++
		return Token{}, running, nil, nil
	}
	return Token{}, nil, running, nil
}

// start sends a request. It is called with the lock held. The request does not end with the caller that started it, because
// others may wait for it.
func (s *Session) start(ctx context.Context, request Request, library public.Account) *tokenRequest {
	asking, cancel := context.WithTimeout(context.WithoutCancel(ctx), acquisition)
	started := &tokenRequest{request: request, cancel: cancel, done: make(chan struct{}), waiting: 1}
	s.requests[request.key()] = started
	s.work.Go(func() {
		defer cancel()
		started.token, started.err = s.acquire(asking, request, library)
		started.stopped = started.err != nil && errors.Is(asking.Err(), context.Canceled)
		s.mu.Lock()
		delete(s.requests, request.key())
		s.mu.Unlock()
		close(started.done)
	})
	return started
}

// await waits for a request. The last one to give up stops it.
func (s *Session) await(ctx context.Context, joined *tokenRequest) (Token, error) {
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

func (s *Session) anyRequest() *tokenRequest {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, running := range s.requests {
		return running
	}
	return nil
}
