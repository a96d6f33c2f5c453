package signin

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/refusal"
)

// noteChallenge keeps what a client tenant wants to be proved where no token could be had without the person. The next sign-in
// takes it to the browser.
func (s *Session) noteChallenge(request Request, err error) {
	claims := cmp.Or(refusal.Claims(err), request.Claims)
	if request.Tenant == s.Tenant || claims == "" || !refusal.NeedsInteraction(err) {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.challenges[request.Tenant] = claims
}

// challenged lists the client tenants that wait for a proof.
func (s *Session) challenged() []m365.TenantID {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Sorted(maps.Keys(s.challenges))
}

func (s *Session) challengeOf(tenant m365.TenantID) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.challenges[tenant]
}

// answerChallenges takes to the browser what client tenants want to be proved and a sign-in at home did not prove to them. The
// person is signed in whatever comes of it: a tenant that is not satisfied says so at its next refresh.
func (s *Session) answerChallenges(ctx context.Context, options InteractiveOptions) {
	for _, tenant := range s.challenged() {
		claims := s.challengeOf(tenant)
		_, err := s.Token(ctx, Request{Tenant: tenant, Resource: Graph, Claims: claims})
		if !refusal.NeedsInteraction(err) {
			continue
		}
		options.Tenant, options.Claims = tenant, cmp.Or(refusal.Claims(err), claims)
		if _, err := s.Interactive(ctx, options); err != nil {
			s.Log.Warn("a tenant's wish for a further proof was not met", "tenant", tenant, "error", err)
			return
		}
	}
}
