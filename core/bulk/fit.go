package bulk

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/crash"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

// Fit is how many users of a tenant want a product, and for how many of them there are units.
type Fit struct {
	Tenant, Product string
	Wanted, Fits    int
	// Failure says why nobody knows how many units there are.
	Failure *m365.Failure
}

// Fits are the units that the licenses of the run take, by tenant and product.
func (r *Run) Fits() []Fit {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.fits)
}

// fit leaves out the users for whom a tenant has no unit left: Microsoft would refuse them one by one.
func (r *Run) fit(ctx context.Context) {
	tenants := r.takers()
	found := make([][]Fit, len(tenants))
	inTurn(len(tenants), tenantsAtOnce, func(i int) { found[i] = r.fitTenant(ctx, tenants[i]) })
	r.mu.Lock()
	r.fits = slices.Concat(found...)
	r.mu.Unlock()
}

// takers are the places of those who wait for a license, by tenant.
func (r *Run) takers() [][]int {
	r.mu.Lock()
	defer r.mu.Unlock()
	tenants := make(map[int]m365.TenantID)
	for i, user := range r.all {
		if user.State == Waiting && len(products(user.Plan)) > 0 {
			tenants[i] = user.tenant()
		}
	}
	return byTenant(tenants)
}

// products are the writes of a plan that take a unit.
func products(plan change.Plan) []change.Write {
	var taken []change.Write
	for _, step := range plan.Steps {
		if step.Write.Kind == change.AddLicense {
			taken = append(taken, step.Write)
		}
	}
	return taken
}

func (r *Run) fitTenant(ctx context.Context, places []int) []Fit {
	if ctx.Err() != nil {
		return nil
	}
	first := r.at(places[0]).Target
	skus, err := r.units(ctx, first.Key.Tenant)
	shelf := &shelf{tenant: first.Tenant, skus: skus, fits: make(map[string]*Fit)}
	if err != nil {
		failure := r.options.Explain(err)
		shelf.failure = &failure
	}
	for _, i := range places {
		wanted := products(r.at(i).Plan)
		if short := shelf.take(wanted); short != "" {
			r.change(i, func(user *User) { user.noUnit(first.Tenant, short) })
		}
	}
	return shelf.told()
}

func (r *Run) units(ctx context.Context, tenant m365.TenantID) (skus []m365.SKU, err error) {
	defer crash.Into(&err)
	return r.options.Units(ctx, tenant)
}

func (u *User) noUnit(tenant, product string) {
	u.State, u.Plan, u.Final = LeftOut, change.Plan{}, false
	u.Failure = &m365.Failure{
		What:    fmt.Sprintf("%s in %s gets no license: no unit of %s is left.", u.Target.Name, tenant, product),
		Because: "No unit of " + product + " is left in " + tenant + ".", Do: "Buy more units or take one from another user, then check again.",
	}
}

// shelf is what a tenant has left of its products while they are given out.
type shelf struct {
	tenant  string
	skus    []m365.SKU
	failure *m365.Failure
	fits    map[string]*Fit
	order   []string
}

// take takes a unit of each product, or none where one of them is not there: its name.
func (s *shelf) take(wanted []change.Write) (short string) {
	for _, write := range wanted {
		if fit := s.fit(write); short == "" && s.failure == nil && fit.Fits >= s.left(write.Subject) {
			short = write.Name
		}
	}
	for _, write := range wanted {
		fit := s.fit(write)
		fit.Wanted++
		if short == "" {
			fit.Fits++
		}
	}
	return short
}

func (s *shelf) fit(write change.Write) *Fit {
	if s.fits[write.Subject] == nil {
		s.fits[write.Subject] = &Fit{Tenant: s.tenant, Product: write.Name, Failure: s.failure}
		s.order = append(s.order, write.Subject)
	}
	return s.fits[write.Subject]
}

func (s *shelf) left(sku string) int {
	at := slices.IndexFunc(s.skus, func(one m365.SKU) bool { return strings.EqualFold(one.ID, sku) })
	if at < 0 {
		return 0
	}
	return s.skus[at].Left()
}

func (s *shelf) told() []Fit {
	told := make([]Fit, len(s.order))
	for i, sku := range s.order {
		told[i] = *s.fits[sku]
	}
	return told
}
