package integration

import (
	"context"
	"sync"

	"github.com/tenantkeep/tenantkeep/core/m365"
)

// claims sees that a tenant is in one sync at a time, and lets an unsync stop it.
type claims struct {
	mu   *sync.Mutex
	held map[m365.TenantID]claim
}

type claim struct {
	ctx    context.Context
	cancel context.CancelFunc
	ended  chan struct{}
}

func newClaims() claims {
	return claims{mu: new(sync.Mutex), held: make(map[m365.TenantID]claim)}
}

// claim takes the tenants that are in no sync yet and returns those.
func (c *claims) claim(ctx context.Context, ids []m365.TenantID) []m365.TenantID {
	c.mu.Lock()
	defer c.mu.Unlock()
	var free []m365.TenantID
	for _, id := range ids {
		if _, taken := c.held[id]; taken {
			continue
		}
		own, cancel := context.WithCancel(ctx)
		c.held[id] = claim{ctx: own, cancel: cancel, ended: make(chan struct{})}
		free = append(free, id)
	}
	return free
}

// context is what the sync of a claimed tenant lives by.
func (c *claims) context(id m365.TenantID) context.Context {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.held[id].ctx
}

func (c *claims) release(ids ...m365.TenantID) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, id := range ids {
		c.held[id].cancel()
		close(c.held[id].ended)
		delete(c.held, id)
	}
}

// stop ends the sync of a tenant, if there is one, and returns when it has ended.
func (c *claims) stop(id m365.TenantID) {
	c.mu.Lock()
	held, found := c.held[id]
	c.mu.Unlock()
	if found {
		held.cancel()
		<-held.ended
	}
}
