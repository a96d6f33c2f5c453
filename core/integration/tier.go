package integration

import (
	"context"

	"github.com/tenantkeep/tenantkeep/core/access"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

// TierOf is the access tier that the technician accepted at the last sign-in.
func TierOf(connection m365.Connection) access.Tier { return tierNamed(connection.Tier) }

// tierNamed reads a tier as it is kept. What was kept before there was a choice, and what is not known, only reads.
func tierNamed(name string) access.Tier {
	if tier := access.Tier(name); tier.Covers(access.ReadOnly) {
		return tier
	}
	return access.ReadOnly
}

// Narrow takes a smaller access tier. Nobody has to consent to less; what tenants granted stays granted, and unused.
func (s *Service) Narrow(ctx context.Context, tier access.Tier) error {
	connection, err := s.Store.Connection(ctx)
	if err != nil {
		return err
	}
	if !TierOf(connection).Covers(tier) {
		return errWider
	}
	connection.Tier = string(tier)
	return s.saveConnection(ctx, connection)
}

// widen syncs the tenants again whose consent does not cover a tier.
func (s *Service) widen(ctx context.Context, tier access.Tier) error {
	tenants, err := s.Store.Tenants(ctx)
	if err != nil {
		return err
	}
	var lacking []m365.TenantID
	for _, tenant := range tenants {
		if tenant.Status == m365.Synced && !tierNamed(tenant.Consented).Covers(tier) {
			lacking = append(lacking, tenant.ID)
		}
	}
	return s.Sync(ctx, lacking)
}

// needsUpdate says that a tenant's consent is of a smaller tier than the one that was chosen.
func needsUpdate(tenant m365.Tenant, tier access.Tier) string {
	return "Needs update: its consent is for " + tierNamed(tenant.Consented).Label() + ", and you chose " + tier.Label() + ". Sync it again."
}
