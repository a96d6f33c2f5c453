package refresh

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

// maxReadings bounds how often a tenant is read until Microsoft brings the list of its users to an end.
const maxReadings = 3

// asked is what is asked about last sign-ins: nothing, where it is known what Microsoft says, and why.
type asked struct {
	known   m365.Availability
	because error
}

// replace reads a tenant whole and puts it in the place of the old snapshot. What is optional (call.Reads) leaves its column
// empty or in part and says so in the snapshot; the failure of anything else leaves the old snapshot. When sign-in activity
// fails in the middle of the list, the list is read once more without it.
func (s *Service) replace(ctx context.Context, tenant m365.Tenant) (int, error) {
	if tenant.SignInActivity == m365.NeedsPremium && !s.probeDue(tenant.ID) {
		// Known to lack Entra ID P1: the question costs a refused request, so it is asked once a day.
		users, _, err := s.replaceWith(ctx, tenant, asked{known: m365.NeedsPremium})
		return users, err
	}
	users, said, err := s.replaceWith(ctx, tenant, asked{})
	if err != nil && said != m365.Unknown && said != m365.Available {
		users, _, err = s.replaceWith(ctx, tenant, asked{known: said, because: err})
	}
	if err == nil {
		s.probeDone(tenant.ID)
	}
	return users, err
}

// replaceWith asks for sign-in activity where nothing is known of it, and returns what Microsoft said. A list that did not
// come to its end is read again.
func (s *Service) replaceWith(ctx context.Context, tenant m365.Tenant, about asked) (users int, said m365.Availability, err error) {
	for reading := 1; ; reading++ {
		users, err = s.Store.ReplaceUsers(ctx, tenant.ID, func(add func([]m365.User) error) (m365.Snapshot, error) {
			snapshot, err := s.read(ctx, tenant, about, reading == 1, add)
			said = snapshot.SignInActivity
			return snapshot, err
		})
		if reading == maxReadings || !call.Is(err, call.Incomplete) {
			return users, said, err
		}
	}
}

// read reads a tenant; first says that it was not read before, so that a list that may be short is worth another try.
func (s *Service) read(ctx context.Context, tenant m365.Tenant, about asked, first bool, add func([]m365.User) error) (m365.Snapshot, error) {
	ctx, losses := call.Gather(ctx)
	snapshot := m365.Snapshot{Taken: s.Now(), SignInActivity: about.known}
	var err error
	if snapshot.Organization, err = s.organization(ctx, tenant); err != nil {
		return snapshot, err
	}
	names, err := s.products(ctx, tenant.ID)
	if err != nil {
		return snapshot, err
	}
	roles, available, err := s.roles(ctx, tenant.ID, losses)
	if err != nil {
		return snapshot, err
	}
	snapshot.Roles = available
	users := 0
	said, err := s.Directory.EachUserPage(ctx, tenant.ID, m365.UserOptions{SignInActivity: about.known == m365.Unknown}, func(page []m365.User) error {
		users += len(page)
		there := page[:0]
		for i := range page {
			page[i].Roles = roleNames(roles[page[i].Key.ID])
			s.nameLicenses(&page[i], names)
			if s.Adjust(&page[i], snapshot.Taken) {
				there = append(there, page[i])
			}
		}
		return add(there)
	})
	if err == nil {
		err = s.counted(ctx, tenant.ID, users, first)
	}
	if about.known == m365.Unknown {
		snapshot.SignInActivity = said
	}
	if about.known == m365.Unreadable {
		_ = call.ReadActivity.Lost(ctx, about.because) // gathered
	}
	snapshot.Lacks = s.lacks(losses, tenant.Name)
	return snapshot, err
}

// mostBehind is by how many users Microsoft's count may differ from its list, because it follows changes by some minutes:
// so many, or a tenth of them.
const mostBehind = 20

// counted compares a list of users with Microsoft's count, where it gives one. A list that is short is an Incomplete error,
// or, where it is short by little and was read before, a loss.
func (s *Service) counted(ctx context.Context, id m365.TenantID, users int, first bool) error {
	said, err := s.Directory.UserCount(ctx, id)
	if err != nil || users >= said {
		return ctx.Err()
	}
	short := &call.Error{
		Op: call.ReadUserCount.Op, Tenant: id, Kind: call.Incomplete, At: s.Now(),
		Err: fmt.Errorf("%d of %d came", users, said),
	}
	if first || said-users > max(mostBehind, said/10) {
		return short
	}
	return call.ReadUserCount.Lost(ctx, short)
}

// lacks puts what was lost in words.
func (s *Service) lacks(losses *call.Losses, tenantName string) []m365.Lack {
	var lacks []m365.Lack
	for _, loss := range losses.All() {
		lacks = append(lacks, m365.Lack{Of: loss.Read.Feeds, Part: loss.Read.Means == call.Part, Failure: s.Explain(loss.Err, tenantName)})
	}
	return lacks
}

func (s *Service) organization(ctx context.Context, tenant m365.Tenant) (m365.Organization, error) {
	organization, err := s.Directory.Organization(ctx, tenant.ID)
	if err != nil {
		return organization, err
	}
	if tenant.SharePointName != "" {
		organization.SharePointName = tenant.SharePointName
		return organization, nil
	}
	// The name is worth one request, not a failed refresh: portals fall back to the initial domain.
	organization.SharePointName, err = s.Directory.SharePointName(ctx, tenant.ID)
	return organization, s.optional(ctx, call.ReadSharePoint, err)
}

// products are the names of the products that a tenant holds, by their ids.
func (s *Service) products(ctx context.Context, id m365.TenantID) (map[string]string, error) {
	skus, err := s.Directory.SKUs(ctx, id)
	if err := s.optional(ctx, call.ReadProducts, err); err != nil {
		return nil, err
	}
	names := make(map[string]string, len(skus))
	for _, sku := range skus {
		names[sku.ID] = s.ProductName(sku.ID, sku.PartNumber)
	}
	return names, nil
}

// roles says also where only a part of them could be read.
func (s *Service) roles(ctx context.Context, id m365.TenantID, losses *call.Losses) (map[string][]m365.RoleAssignment, m365.Availability, error) {
	before := len(losses.All())
	roles, err := s.Directory.Roles(ctx, id)
	if s.unavailable(err) {
		return nil, m365.NoPermission, nil
	}
	if err := call.ReadAssignments.Lost(ctx, err); err != nil {
		return nil, m365.Unknown, err
	}
	if len(losses.All()) > before {
		return roles, m365.Unreadable, nil
	}
	return roles, m365.Available, nil
}

// optional takes the failure of a read that does not fail the tenant. What Microsoft does not let this technician read is
// no loss: it was never there.
func (s *Service) optional(ctx context.Context, read call.Read, err error) error {
	if s.unavailable(err) {
		return nil
	}
	return read.Lost(ctx, err)
}

// unavailable says that Microsoft does not let this technician read something.
func (s *Service) unavailable(err error) bool { return s.Availability(err) == m365.NoPermission }

func (s *Service) probeDue(id m365.TenantID) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.Now().Sub(s.probed[id]) >= probeEvery
}

func (s *Service) probeDone(id m365.TenantID) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.probed[id] = s.Now()
}

// nameLicenses fills the product names and puts ids and names in the order of names.
func (s *Service) nameLicenses(user *m365.User, names map[string]string) {
	name := func(id string) string {
		if known := names[id]; known != "" {
			return known
		}
		return s.ProductName(id, id)
	}
	slices.SortFunc(user.SKUs, func(a, b string) int { return strings.Compare(name(a), name(b)) })
	user.Licenses = make([]string, len(user.SKUs))
	for i, id := range user.SKUs {
		user.Licenses[i] = name(id)
	}
}

// roleNames lists each role once, sorted.
func roleNames(assignments []m365.RoleAssignment) []string {
	if len(assignments) == 0 {
		return nil
	}
	names := make([]string, len(assignments))
	for i, assignment := range assignments {
		names[i] = assignment.RoleName
	}
	slices.Sort(names)
	return slices.Compact(names)
}
