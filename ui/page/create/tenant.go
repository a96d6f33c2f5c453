package create

import (
	"context"
	"slices"
	"strings"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/newuser"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// tenantFacts are what the page knows of the tenant that was chosen.
type tenantFacts struct {
	id m365.TenantID
	// domains are the verified ones that Microsoft makes users in.
	domains []string
	pattern newuser.Pattern
}

// chooseTenant offers the synced tenants.
func (p *Page) chooseTenant() {
	page.ChooseTenant(p.o.Host.Canvas(), p.choose, p.tenants, p.change)
}

// change takes another tenant: what belongs to the one before goes, what is of the user stays.
func (p *Page) change(tenant m365.Tenant) {
	if tenant.ID != p.draft.tenant.ID {
		p.draft.leaveTenant()
	}
	p.enter(tenant)
	p.fill()
}

// enter reads what is to be known of a tenant, where that is not known yet.
func (p *Page) enter(tenant m365.Tenant) {
	p.draft.tenant = tenant
	if p.known.id == tenant.ID {
		return
	}
	p.known, p.checked = tenantFacts{id: tenant.ID, pattern: newuser.PatternOf(nil)}, usernameCheck{}
	for _, list := range p.picks {
		list.forget()
	}
	p.readTenant()
	p.picks[p.draft.tab].open()
}

func (p *Page) readTenant() {
	id := p.draft.tenant.ID
	p.o.Work.Do(func(ctx context.Context) func() {
		organization, err := p.o.Directory.Organization(ctx, id)
		// Without the names of others the usual pattern is proposed.
		names, _ := p.o.Names.Names(ctx, id)
		pattern := newuser.PatternOf(names)
		return func() {
			if p.known.id != id {
				return
			}
			p.known.pattern = pattern
			p.tenantRead(organization, err)
		}
	})
}

func (p *Page) tenantRead(organization m365.Organization, err error) {
	p.domainsUnread = nil
	if err != nil {
		failure := p.o.Host.Explain(err)
		p.domainsUnread = &failure
	}
	for _, domain := range organization.Domains {
		if organization.FederatedDomain("@"+domain) == "" {
			p.known.domains = append(p.known.domains, domain)
		}
	}
	if !slices.ContainsFunc(p.known.domains, func(one string) bool { return strings.EqualFold(one, p.draft.domain) }) {
		p.draft.domain = p.firstDomain(organization.DefaultDomain)
	}
	p.propose()
	p.fill()
}

// firstDomain is the default one where users can be made in it.
func (p *Page) firstDomain(usual string) string {
	switch {
	case slices.Contains(p.known.domains, usual):
		return usual
	case len(p.known.domains) > 0:
		return p.known.domains[0]
	}
	return ""
}

// tenantBanner says that the tenant could not be read.
func (p *Page) tenantBanner() *widget.Banner {
	failure := *p.domainsUnread
	again := page.Again(p.o.Host, failure, p.readTenant)
	return widget.NewBanner(table.Danger, failure.Sentence(), again, widget.Action{Label: "Copy details", Do: func() { p.o.Host.Copy(failure.Details()) }})
}
