package signin_test

import (
	"github.com/tenantkeep/tenantkeep/core/graph"
	"github.com/tenantkeep/tenantkeep/core/integration"
	"github.com/tenantkeep/tenantkeep/core/partner"
	"github.com/tenantkeep/tenantkeep/core/signin"
)

// The clients ask for these by type, and would go without a word where they were missing.
var (
	_ graph.Forgetter     = signin.GraphTokens{}
	_ partner.Forgetter   = signin.PartnerTokens{}
	_ integration.Account = (*signin.Current)(nil)
)
