package refresh

import (
	"context"
	"slices"
	"strings"

	"github.com/tenantkeep/tenantkeep/core/m365"
)

// replace reads a tenant whole and puts it in the place of the old snapshot. What Microsoft refuses to show leaves its
// column empty and says so in the snapshot; any other error leaves the old snapshot. When Microsoft refuses sign-in activity
// in the middle of the list, the list is read once more without it.
func (s *Service) replace(ctx context.Context, tenant m365.Tenant) (int, error) {
	if tenant.SignInActivity == m365.NeedsPremium && !s.probeDue(tenant.ID) {
		// Known to lack Entra ID P1: the question costs a refused request, so it is asked once a day.
		users, _, err := s.replaceWith(ctx, tenant, m365.NeedsPremium)
		return users, err
	}
	users, said, err := s.replaceWith(ctx, tenant, m365.Unknown)
	if err != nil && (said == m365.NeedsPremium || said == m365.NoPermission) {
		users, _, err = s.replaceWith(ctx, tenant, said)
	}
	if err == nil {
		s.probeDone(tenant.ID)
	}
	return users, err
}

// replaceWith asks for sign-in activity where known is Unknown, and returns what Microsoft said of it.
func (s *Service) replaceWith(ctx context.Context, tenant m365.Tenant, known m365.Availability) (int, m365.Availability, error) {
	users, err := s.Store.ReplaceUsers(ctx, tenant.ID, func(add func([]m365.User) error) (m365.Snapshot, error) {
		snapshot, err := s.read(ctx, tenant, known, add)
		known = snapshot.SignInActivity
		return snapshot, err
	})
	return users, known, err
}

func (s *Service) read(ctx context.Context, tenant m365.Tenant, known m365.Availability, add func([]m365.User) error) (m365.Snapshot, error) {
	snapshot := m365.Snapshot{Taken: s.Now(), SignInActivity: known}
	var err error
	if snapshot.Organization, err = s.organization(ctx, tenant); err != nil {
		return snapshot, err
	}
	names, err := s.products(ctx, tenant.ID)
	if err != nil {
		return snapshot, err
	}
	roles, available, err := s.roles(ctx, tenant.ID)
	if err != nil {
		return snapshot, err
	}
	snapshot.Roles = available
	said, err := s.Directory.EachUserPage(ctx, tenant.ID, m365.UserOptions{SignInActivity: known == m365.Unknown}, func(page []m365.User) error {
		for i := range page {
			page[i].Roles = roleNames(roles[page[i].Key.ID])
			s.nameLicenses(&page[i], names)
			s.Adjust(&page[i], snapshot.Taken)
		}
		return add(page)
	})
	if known == m365.Unknown {
		snapshot.SignInActivity = said
	}
	return snapshot, err
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
	if s.unavailable(err) {
		err = nil
	}
	return organization, err
}

// products are the names of the products that a tenant holds, by their ids.
func (s *Service) products(ctx context.Context, id m365.TenantID) (map[string]string, error) {
	skus, err := s.Directory.SKUs(ctx, id)
	if s.unavailable(err) {
		return nil, nil
	}
	names := make(map[string]string, len(skus))
	for _, sku := range skus {
		names[sku.ID] = s.ProductName(sku.ID, sku.PartNumber)
	}
	return names, err
}

func (s *Service) roles(ctx context.Context, id m365.TenantID) (map[string][]m365.RoleAssignment, m365.Availability, error) {
	roles, err := s.Directory.Roles(ctx, id)
	if s.unavailable(err) {
		return nil, m365.NoPermission, nil
	}
	return roles, m365.Available, err
}

// unavailable says that Microsoft does not let this technician read something, which does not fail the tenant.
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
