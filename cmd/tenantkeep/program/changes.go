package program

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/tenantkeep/tenantkeep/core/access"
	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/graph"
	"github.com/tenantkeep/tenantkeep/core/integration"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/pause"
	"github.com/tenantkeep/tenantkeep/core/product"
	"github.com/tenantkeep/tenantkeep/core/profile"
)

// wireUsers makes what shows one user whole, and what changes users.
func (p *program) wireUsers() {
	p.cards = profile.New(profile.Options{
		Directory:    p.graph,
		Store:        p.store,
		ProductName:  product.Name,
		PlanName:     product.PlanName,
		Availability: graph.Availability,
		Explain:      p.explainer.Explain,
		Now:          time.Now,
	})
	p.change = change.New(change.Options{
		Directory:   p.graph,
		Users:       p.store,
		Journal:     p.store.Journal(),
		Tenant:      p.syncedTenant,
		Tier:        p.tier,
		Who:         p.who,
		Spares:      func() bool { return p.sparedIn(p.tier()) },
		ProductName: product.Name,
		Explain:     p.explainer.Explain,
		Now:         time.Now,
		Sleep:       pause.Sleep,
		NewID:       uuid.NewString,
		Log:         p.log,
	})
	p.change.Changed.Listen(func(event change.Event) { p.cards.Outdate(event.User) })
}

// recallChanges reads the last changes of before the start, so that a refresh does not undo what Microsoft may show late.
func (p *program) recallChanges(ctx context.Context) error {
	entries, err := p.store.Journal().Since(ctx, time.Now().Add(-change.Remembered))
	if err == nil {
		p.change.Recall(entries)
	}
	return err
}

// named is Microsoft Graph with the names of products, which it does not give.
type named struct{ *graph.Client }

func (n named) SKUs(ctx context.Context, tenant m365.TenantID) ([]m365.SKU, error) {
	skus, err := n.Client.SKUs(ctx, tenant)
	for i := range skus {
		skus[i].Name = product.Name(skus[i].ID, skus[i].PartNumber)
	}
	return skus, err
}

func (n named) UserLicenses(ctx context.Context, key m365.UserKey) ([]m365.HeldLicense, error) {
	held, err := n.Client.UserLicenses(ctx, key)
	for i := range held {
		held[i].Name = product.Name(held[i].SKU, held[i].PartNumber)
	}
	return held, err
}

func (n named) DeletedUsers(ctx context.Context, tenant m365.TenantID) ([]m365.DeletedUser, error) {
	deleted, err := n.Client.DeletedUsers(ctx, tenant)
	for i := range deleted {
		for _, sku := range deleted[i].SKUs {
			deleted[i].Licenses = append(deleted[i].Licenses, product.Name(sku, ""))
		}
	}
	return deleted, err
}

func (p *program) readConnection(ctx context.Context) error {
	connection, err := p.store.Connection(ctx)
	p.connection.Store(&connection)
	return err
}

// home is the partner's own tenant; empty while nobody knows it.
func (p *program) home() m365.TenantID {
	if connection := p.connection.Load(); connection != nil {
		return connection.Tenant
	}
	return ""
}

// tier is the access that was accepted at the last sign-in.
func (p *program) tier() access.Tier { return integration.TierOf(*p.connection.Load()) }

// who is the signed-in account; empty where nobody is.
func (p *program) who() string {
	connection := p.connection.Load()
	if !connection.Authenticated() {
		return ""
	}
	return connection.Account
}

// syncedTenant gives a tenant that users may be changed in.
func (p *program) syncedTenant(ctx context.Context, id m365.TenantID) (m365.Tenant, error) {
	tenant, err := p.store.Tenant(ctx, id)
	if err == nil && tenant.Status != m365.Synced {
		err = fmt.Errorf("tenant %s: %w", id, integration.ErrNotSynced)
	}
	return tenant, err
}
