package program

import (
	"context"
	"errors"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/offboard"
	"github.com/tenantkeep/tenantkeep/core/product"
	"github.com/tenantkeep/tenantkeep/store"
)

// wireOffboarding makes what takes users out of their tenants, with what it was at when the program ended.
func (p *program) wireOffboarding() error {
	p.offboard = offboard.New(offboard.Options{
		Changes:     p.change,
		Directory:   p.graph,
		Kept:        p.store.Offboardings(),
		Tenant:      p.syncedTenant,
		Who:         p.who,
		ProductName: product.Name,
		Explain:     p.explainer.Explain,
		NotBegun:    func(err error) bool { return errors.Is(err, store.ErrNotFound) },
		Background:  p.background,
	})
	return p.offboard.Load(p.life)
}

// followOffboarding forgets the runs of tenants that were unsynced.
func (p *program) followOffboarding() {
	p.integration.TenantsChanged.Listen(func(struct{}) {
		if len(p.offboard.Runs()) > 0 {
			p.background(p.offboard.Load)
		}
	})
}

// offboardings are the service with the way to the portal.
type offboardings struct {
	*offboard.Service
	program *program
}

// exchangePortal is the id of the portal where a mailbox is looked after.
const exchangePortal = "exchange"

// OpenPortal opens the user's mailbox in the Exchange admin center.
func (o offboardings) OpenPortal(ctx context.Context, key m365.UserKey) error {
	tenant, err := o.program.store.Tenant(ctx, key.Tenant)
	if err != nil {
		return err
	}
	link, err := o.program.portals.UserLink(exchangePortal, tenant, key)
	if err != nil {
		return err
	}
	return o.program.browse(link)
}
