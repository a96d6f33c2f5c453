package change

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

// fresh is how long a change of the sign-in status is put into users that a refresh may have read before it.
const fresh = 10 * time.Minute

// recent are the sign-in statuses that were set in the last minutes.
type recent struct {
	now func() time.Time

	mu  sync.Mutex
	set map[m365.UserKey]recentStatus
}

type recentStatus struct {
	status m365.SignInStatus
	at     time.Time
}

func newRecent(now func() time.Time) *recent {
	return &recent{now: now, set: make(map[m365.UserKey]recentStatus)}
}

// remember keeps a status and returns what puts back what was known before.
func (r *recent) remember(user m365.UserKey, status m365.SignInStatus) (back func()) {
	now := r.now()
	r.mu.Lock()
	defer r.mu.Unlock()
	for key, old := range r.set {
		if now.Sub(old.at) >= fresh {
			delete(r.set, key)
		}
	}
	before, had := r.set[user]
	r.set[user] = recentStatus{status: status, at: now}
	return func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		if had {
			r.set[user] = before
			return
		}
		delete(r.set, user)
	}
}

func (r *recent) of(user m365.UserKey) (m365.SignInStatus, bool) {
	now := r.now()
	r.mu.Lock()
	defer r.mu.Unlock()
	found, ok := r.set[user]
	return found.status, ok && now.Sub(found.at) < fresh
}

// Adjust puts the sign-in status that was set here in the last ten minutes into a user that a refresh is about to store,
// and that it may have read before.
func (s *Service) Adjust(user *m365.User) {
	if status, ok := s.recent.of(user.Key); ok {
		user.SignIn = status
	}
}

// show changes the local picture as if the deed were done, and returns what takes it back.
func (s *Service) show(ctx context.Context, key m365.UserKey, deed Deed) (takeBack func()) {
	if deed.Kind == SetPassword {
		return s.showReset(ctx, key)
	}
	forget := func() {}
	if deed.Kind == SetSignIn {
		forget = s.recent.remember(key, m365.SignInStatus(deed.After))
	}
	s.patch(ctx, key, local(deed))
	return func() {
		forget()
		s.patch(ctx, key, local(inverse(deed)))
	}
}

// showReset says that the password is new.
func (s *Service) showReset(ctx context.Context, key m365.UserKey) (takeBack func()) {
	var before time.Time
	s.patch(ctx, key, func(user *m365.User) { before, user.LastPasswordReset = user.LastPasswordReset, s.options.Now() })
	return func() { s.patch(ctx, key, func(user *m365.User) { user.LastPasswordReset = before }) }
}

// patch changes the stored user and tells it. The local picture is a copy, so its failure does not stop a change.
func (s *Service) patch(ctx context.Context, key m365.UserKey, change func(*m365.User)) {
	if change == nil {
		return
	}
	if err := s.options.Users.Patch(context.WithoutCancel(ctx), key, change); err != nil {
		s.options.Log.Warn("local picture not changed", "tenant", key.Tenant, "user", key.ID, "error", err)
		return
	}
	s.Changed.Emit(key)
}

// local is what a deed changes in the lists; nil for nothing.
func local(deed Deed) func(*m365.User) {
	if deed.Detail[detailKept] != "" {
		return nil
	}
	switch deed.Kind {
	case SetSignIn:
		return func(user *m365.User) { user.SignIn = m365.SignInStatus(deed.After) }
	case AddRole:
		return func(user *m365.User) { user.Roles = with(user.Roles, listedRole(deed)) }
	case TakeRole:
		return func(user *m365.User) { user.Roles = without(user.Roles, listedRole(deed)) }
	case AddLicense:
		return func(user *m365.User) { addProduct(user, deed) }
	case TakeLicense:
		return func(user *m365.User) { takeProduct(user, deed) }
	case SetField:
		if field, known := fields[deed.Subject]; known {
			return func(user *m365.User) { *field(user) = deed.After }
		}
	}
	return nil
}

// listedRole is the name that the lists show for a role.
func listedRole(deed Deed) string {
	if scope := deed.Detail[DetailScope]; scope != "" && scope != call.WholeTenant {
		return deed.Name + " (scoped)"
	}
	return deed.Name
}

// with is a sorted list with name in it once. Lists are copied, because others may hold them.
func with(names []string, name string) []string {
	at, found := slices.BinarySearch(names, name)
	if found {
		return names
	}
	return slices.Insert(slices.Clone(names), at, name)
}

func without(names []string, name string) []string {
	return slices.DeleteFunc(slices.Clone(names), func(one string) bool { return one == name })
}

// addProduct keeps SKUs and Licenses in the same order, that of the names.
func addProduct(user *m365.User, deed Deed) {
	if slices.Contains(user.SKUs, deed.Subject) || len(user.SKUs) != len(user.Licenses) {
		return
	}
	at, _ := slices.BinarySearch(user.Licenses, deed.Name)
	user.SKUs = slices.Insert(slices.Clone(user.SKUs), at, deed.Subject)
	user.Licenses = slices.Insert(slices.Clone(user.Licenses), at, deed.Name)
}

func takeProduct(user *m365.User, deed Deed) {
	at := slices.IndexFunc(user.SKUs, func(sku string) bool { return strings.EqualFold(sku, deed.Subject) })
	if at < 0 || len(user.SKUs) != len(user.Licenses) {
		return
	}
	user.SKUs = slices.Delete(slices.Clone(user.SKUs), at, at+1)
	user.Licenses = slices.Delete(slices.Clone(user.Licenses), at, at+1)
}

// fields are the texts of a user that can be set, by their names in Graph.
var fields = map[string]func(*m365.User) *string{
	"displayName":    func(u *m365.User) *string { return &u.DisplayName },
	"givenName":      func(u *m365.User) *string { return &u.GivenName },
	"surname":        func(u *m365.User) *string { return &u.Surname },
	"mailNickname":   func(u *m365.User) *string { return &u.MailNickname },
	"jobTitle":       func(u *m365.User) *string { return &u.JobTitle },
	"companyName":    func(u *m365.User) *string { return &u.CompanyName },
	"department":     func(u *m365.User) *string { return &u.Department },
	"employeeId":     func(u *m365.User) *string { return &u.EmployeeID },
	"employeeType":   func(u *m365.User) *string { return &u.EmployeeType },
	"officeLocation": func(u *m365.User) *string { return &u.OfficeLocation },
	"streetAddress":  func(u *m365.User) *string { return &u.StreetAddress },
	"city":           func(u *m365.User) *string { return &u.City },
	"state":          func(u *m365.User) *string { return &u.State },
	"postalCode":     func(u *m365.User) *string { return &u.PostalCode },
	"country":        func(u *m365.User) *string { return &u.Country },
	"mobilePhone":    func(u *m365.User) *string { return &u.MobilePhone },
	"usageLocation":  func(u *m365.User) *string { return &u.UsageLocation },
}
