package integration

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/tenantkeep/tenantkeep/core/access"
	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/crash"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/refusal"
	"github.com/tenantkeep/tenantkeep/core/table"
)

// Standing is how a prerequisite stands, in the word that the window shows.
type Standing string

// The standings, worst first.
const (
	Broken       Standing = "Broken"
	CouldNotTell Standing = "Could not tell"
	Soon         Standing = "Soon"
	Attention    Standing = "Attention"
	Holds        Standing = "Holds"
	Healthy      Standing = "Healthy"
)

var worstFirst = []Standing{Broken, CouldNotTell, Soon, Attention, Holds, Healthy}

// Remedy is what the window offers for a finding.
type Remedy string

// The remedies; none is the zero value.
const (
	// SignInAgain asks for the permissions, or for a proof, in the browser.
	SignInAgain Remedy = "sign-in"
	// ActivateGroup leads to the memberships that one may activate.
	ActivateGroup Remedy = "activate"
	// OpenPartnerCenter leads to the GDAP relationships.
	OpenPartnerCenter Remedy = "partner-center"
	// SyncAgain renews a tenant's consent.
	SyncAgain Remedy = "sync"
	// TellCustomer copies words for the client's administrator.
	TellCustomer Remedy = "tell"
)

// Finding is how one prerequisite stands, or one client tenant.
type Finding struct {
	// Tenant is the client tenant; empty for what is about the technician.
	Tenant m365.TenantID
	// Name is the prerequisite's, or the tenant's.
	Name     string
	Standing Standing
	// Text says why, and what to do.
	Text   string
	Remedy Remedy
	// Words are for the client's administrator.
	Words string
	// Failure is why it could not be told; nil where it could.
	Failure *m365.Failure
	// Access is how the tenant's relationship gives what it gives.
	Access *TenantAccess
}

// Checkup is what a check of the whole setup found.
type Checkup struct {
	Account, Home string
	At            time.Time
	Took          time.Duration
	// Own are about the technician, Tenants about the clients', worst first.
	Own, Tenants []Finding
}

// Summary says in a sentence what was found.
func (c Checkup) Summary() string {
	holds := count(c.Own, Holds)
	text := fmt.Sprintf("%d of %d hold for you", holds, len(c.Own))
	if len(c.Tenants) == 0 {
		return text + "; no client tenant is listed."
	}
	return text + "; " + fmt.Sprintf("%s of %s healthy.", table.Thousands(int64(count(c.Tenants, Healthy))), areTenants(len(c.Tenants)))
}

func areTenants(n int) string { return table.Counted(n, "tenant is", "tenants are") }

func count(findings []Finding, standing Standing) (n int) {
	for _, finding := range findings {
		if finding.Standing == standing {
			n++
		}
	}
	return n
}

// Report is the whole as text, for a ticket.
func (c Checkup) Report() string {
	var text strings.Builder
	fmt.Fprintf(&text, "%s in %s, %s\n%s\n\n", c.Account, c.Home, c.At.Format("2 Jan 2006 15:04"), c.Summary())
	for _, finding := range slices.Concat(c.Own, c.Tenants) {
		fmt.Fprintf(&text, "%s: %s: %s\n", finding.Standing, finding.Name, finding.Text)
		if finding.Failure != nil && finding.Failure.Code != "" {
			fmt.Fprintf(&text, "  %s %s\n", finding.Failure.Code, finding.Failure.RequestID)
		}
	}
	return text.String()
}

// evidence is all that a check read.
type evidence struct {
	connection m365.Connection
	tier       access.Tier
	me         m365.Me
	meErr      error
	mine       []m365.NamedGroup
	mineErr    error
	// eligible are those that may be activated, the active ones left out.
	eligible    []m365.NamedGroup
	eligibleErr error
	policies    []m365.AccessPolicy
	policiesErr error
	reachErr    error
	granted     []string
	grantedErr  error
	now         time.Time
}

// CheckSetup reads how every prerequisite stands, of the technician and of each client tenant. What cannot be read is a finding
// of its own; an error is that nothing could be begun.
func (s *Service) CheckSetup(ctx context.Context) (Checkup, error) {
	began := s.Now()
	connection, err := s.Store.Connection(ctx)
	if err != nil {
		return Checkup{}, err
	}
	if !connection.Authenticated() {
		return Checkup{}, refusal.ErrSignedOut
	}
	e := s.gather(ctx, connection)
	if ctx.Err() != nil {
		return Checkup{}, ctx.Err()
	}
	tenants, err := s.checkTenants(ctx, e)
	if err != nil {
		return Checkup{}, err
	}
	return Checkup{
		Account: connection.Account, Home: cmp.Or(connection.TenantName, string(connection.Tenant)), At: s.Now(), Took: s.Now().Sub(began),
		Own:     []Finding{s.checkMember(e), s.checkMFA(e), s.checkAgents(e), s.checkPermissions(e), s.checkActivation(e), s.checkPolicies(e)},
		Tenants: tenants,
	}, nil
}

// gather reads what is about the technician, all at once. Each read fails by itself.
func (s *Service) gather(ctx context.Context, connection m365.Connection) *evidence {
	e := &evidence{connection: connection, tier: TierOf(connection), now: s.Now()}
	home := connection.Tenant
	var reads errgroup.Group
	read := func(failed *error, do func() error) {
		reads.Go(func() error {
			defer crash.Into(failed)
			*failed = do()
			return nil
		})
	}
	read(&e.meErr, func() (err error) { e.me, err = s.Directory.Me(ctx, home); return err })
	read(&e.mineErr, func() (err error) { e.mine, err = s.Directory.MyGroups(ctx, home); return err })
	read(&e.eligibleErr, func() (err error) { e.eligible, err = s.eligible(ctx, home); return err })
	read(&e.policiesErr, func() (err error) { e.policies, err = s.Directory.AccessPolicies(ctx, home); return err })
	read(&e.reachErr, func() error { return s.Partner.Reach(ctx) })
	read(&e.grantedErr, func() (err error) { e.granted, err = s.Session.Renew(ctx, home); return err })
	// The reads return no error: each has its own.
	_ = reads.Wait()
	e.eligible = slices.DeleteFunc(e.eligible, func(group m365.NamedGroup) bool {
		return slices.ContainsFunc(e.mine, func(held m365.NamedGroup) bool { return held.ID == group.ID })
	})
	return e
}

// eligible are the groups that the technician may activate, by name.
func (s *Service) eligible(ctx context.Context, home m365.TenantID) ([]m365.NamedGroup, error) {
	ids, err := s.Directory.MyEligibleGroups(ctx, home)
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	named, err := s.Directory.NamedGroups(ctx, home, ids)
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		if !slices.ContainsFunc(named, func(group m365.NamedGroup) bool { return group.ID == id }) {
			named = append(named, m365.NamedGroup{ID: id, Name: id})
		}
	}
	return named, nil
}

// untold is a finding of which nothing could be read.
func (s *Service) untold(name string, err error) Finding {
	failure := s.Explain(err, "")
	found := Finding{Name: name, Standing: CouldNotTell, Text: failure.Sentence(), Failure: &failure}
	if failure.SignIn {
		found.Remedy = SignInAgain
	}
	return found
}

func (s *Service) checkMember(e *evidence) Finding {
	const name = "Member of your tenant"
	home := cmp.Or(e.connection.TenantName, "this tenant")
	switch {
	case e.meErr != nil:
		return s.untold(name, e.meErr)
	case e.me.Guest:
		return Finding{Name: name, Standing: Broken, Text: "You are a guest in " + home + ". GDAP takes native members only: sign in with an account that was created there."}
	case e.me.Blocked:
		return Finding{Name: name, Standing: Broken, Text: "Your account is blocked. Have an administrator of " + home + " unblock it."}
	}
	return Finding{Name: name, Standing: Holds, Text: "Native member, not a guest."}
}

func (s *Service) checkMFA(e *evidence) Finding {
	const name = "Microsoft multifactor authentication"
	failed := call.As(e.reachErr)
	switch {
	case e.reachErr == nil:
		return Finding{Name: name, Standing: Holds, Text: "Partner Center accepted this sign-in."}
	case failed != nil && failed.Kind == call.Denied && failed.Code != "": // without a code it is not Partner Center's word
		return Finding{Name: name, Standing: Holds, Text: "Partner Center accepted the sign-in, though not your rights."}
	case failed != nil && failed.Kind == call.Unauthorized:
		found := s.untold(name, e.reachErr)
		found.Standing, found.Remedy = Broken, SignInAgain
		return found
	}
	return s.untold(name, e.reachErr)
}

// adminAgents is the name of the group in every partner's tenant; its id is another in each.
const adminAgents = "AdminAgents"

func isAdminAgents(group m365.NamedGroup) bool { return strings.EqualFold(group.Name, adminAgents) }

func (s *Service) checkAgents(e *evidence) Finding {
	const name = adminAgents
	named := slices.ContainsFunc(e.mine, func(group m365.NamedGroup) bool { return group.Name != "" })
	switch {
	case e.mineErr != nil:
		return s.untold(name, e.mineErr)
	case slices.ContainsFunc(e.mine, isAdminAgents):
		return Finding{Name: name, Standing: Holds, Text: "You are a member."}
	case slices.ContainsFunc(e.eligible, isAdminAgents):
		return Finding{Name: name, Standing: Attention, Remedy: ActivateGroup, Text: "You are eligible, not active: activate AdminAgents. Needed to sync tenants, not to work in them."}
	case len(e.mine) > 0 && !named:
		return Finding{Name: name, Standing: CouldNotTell, Remedy: SignInAgain, Text: "The names of your groups could not be read: the permission Directory.Read.All is missing."}
	}
	return Finding{Name: name, Standing: Attention, Text: "You are not a member. Needed to sync tenants, not to work in them: have an administrator add you, in Partner Center under Account settings, User management, as Admin agent."}
}

func (s *Service) checkPermissions(e *evidence) Finding {
	const name = "Application and permissions"
	if e.grantedErr != nil {
		found := s.untold(name, e.grantedErr)
		if refusal.NotConsented(e.grantedErr) {
			found.Standing, found.Remedy = Broken, SignInAgain
		}
		return found
	}
	if missing := access.MissingHomeScopes(e.tier, e.granted); len(missing) > 0 {
		return Finding{Name: name, Standing: Attention, Remedy: SignInAgain, Text: e.tier.Label() + ", and not consented at home: " + strings.Join(missing, ", ") + "."}
	}
	return Finding{Name: name, Standing: Holds, Text: e.tier.Label() + "; every permission of this level is consented at home."}
}

func (s *Service) checkActivation(e *evidence) Finding {
	const name = "Groups to activate (PIM)"
	switch {
	case refusal.NotConsented(e.eligibleErr) || call.Is(e.eligibleErr, call.Denied):
		found := s.untold(name, e.eligibleErr)
		found.Text = "Not shown: that takes the permission PrivilegedEligibilitySchedule.Read.AzureADGroup, which an administrator of your tenant can accept for the application. Nothing else needs it."
		return found
	case e.eligibleErr != nil:
		return s.untold(name, e.eligibleErr)
	case len(e.eligible) > 0:
		return Finding{Name: name, Standing: Attention, Remedy: ActivateGroup, Text: "Eligible, not active: " + strings.Join(namesOf(e.eligible), ", ") + "."}
	}
	return Finding{Name: name, Standing: Holds, Text: "Nothing waits to be activated."}
}

func namesOf(groups []m365.NamedGroup) []string {
	names := make([]string, len(groups))
	for i, group := range groups {
		names[i] = cmp.Or(group.Name, group.ID)
	}
	return names
}
