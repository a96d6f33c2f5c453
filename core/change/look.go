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

// picture is a user as Microsoft knows it now. Each part is read when it is first asked for, and once.
type picture struct {
	user     func() (m365.Details, error)
	roles    func() ([]m365.HeldRole, error)
	licenses func() ([]m365.HeldLicense, error)
	groups   func() ([]m365.Group, error)
	methods  func() ([]m365.AuthMethod, error)
}

func (s *Service) look(ctx context.Context, key m365.UserKey) *picture {
	from := s.options.Directory
	return &picture{
		user:     sync.OnceValues(func() (m365.Details, error) { return from.User(ctx, key) }),
		roles:    sync.OnceValues(func() ([]m365.HeldRole, error) { return from.UserRoles(ctx, key) }),
		licenses: sync.OnceValues(func() ([]m365.HeldLicense, error) { return from.UserLicenses(ctx, key) }),
		groups:   sync.OnceValues(func() ([]m365.Group, error) { return from.UserGroups(ctx, key) }),
		methods:  sync.OnceValues(func() ([]m365.AuthMethod, error) { return from.UserMethods(ctx, key) }),
	}
}

// verdict is what a picture tells of a deed.
type verdict int

// unclear: Microsoft gives nothing to tell by.
const (
	unclear verdict = iota
	undone
	done
)

func doneIf(yes bool) verdict {
	if yes {
		return done
	}
	return undone
}

// tells says whether a deed is done.
func (p *picture) tells(deed Deed) (verdict, error) {
	switch deed.Kind {
	case SetSignIn, SetPassword, SetField:
		return p.tellsOfUser(deed)
	case MakePass, TakeMethod:
		return p.tellsOfMethods(deed)
	case AddRole, TakeRole:
		return p.tellsOfRoles(deed)
	case AddGroup, TakeGroup:
		groups, err := p.groups()
		is := slices.ContainsFunc(groups, func(group m365.Group) bool { return group.ID == deed.Subject })
		return doneIf(is == (deed.Kind == AddGroup)), err
	case AddLicense, TakeLicense:
		licenses, err := p.licenses()
		has := slices.ContainsFunc(licenses, func(l m365.HeldLicense) bool { return l.Direct && strings.EqualFold(l.SKU, deed.Subject) })
		if has == (deed.Kind == AddLicense) {
			return done, err
		}
		return unclear, err // Licenses show minutes late, so the old state proves nothing.
	}
	return unclear, nil
}

func (p *picture) tellsOfUser(deed Deed) (verdict, error) {
	user, err := p.user()
	if err != nil {
		return unclear, err
	}
	switch deed.Kind {
	case SetSignIn:
		return doneIf(user.SignIn == m365.SignInStatus(deed.After)), nil
	case SetField:
		if field, known := fields[deed.Subject]; known {
			return doneIf(*field(&user.User) == deed.After), nil
		}
		return unclear, nil
	}
	before, err := time.Parse(time.RFC3339Nano, deed.Detail[detailChanged])
	if err == nil && user.LastPasswordReset.After(before) {
		return done, nil
	}
	if err != nil || deed.Detail[detailSynced] != "" {
		return unclear, nil // Writeback goes on in the background, so an old time proves nothing.
	}
	return undone, nil
}

func (p *picture) tellsOfMethods(deed Deed) (verdict, error) {
	methods, err := p.methods()
	if err != nil {
		return unclear, err
	}
	if deed.Kind == TakeMethod {
		return doneIf(!slices.ContainsFunc(methods, func(m m365.AuthMethod) bool { return m.ID == deed.Subject })), nil
	}
	before, known := deed.Detail[detailPasses]
	if !known {
		return unclear, nil
	}
	old := strings.Split(before, ",")
	return doneIf(slices.ContainsFunc(passesAmong(methods), func(id string) bool { return !slices.Contains(old, id) })), nil
}

func (p *picture) tellsOfRoles(deed Deed) (verdict, error) {
	roles, err := p.roles()
	scope := deed.Detail[DetailScope]
	holds := slices.ContainsFunc(roles, func(held m365.HeldRole) bool {
		return held.Group.ID == "" && sameRole(held, deed) && held.Scope == scope
	})
	return doneIf(holds == (deed.Kind == AddRole)), err
}

// The pauses before Microsoft is asked again whether something is done, when it may need a moment to show it.
var (
	// settling follows a deed that Microsoft accepted.
	settling = []time.Duration{0, time.Second, 2 * time.Second}
	// finding follows a deed of which it is not known whether Microsoft did it.
	finding = []time.Duration{0, 2 * time.Second, 4 * time.Second}
)

// find asks until the deed shows as done, at most as often as there are pauses.
func (s *Service) find(ctx context.Context, key m365.UserKey, deed Deed, pauses []time.Duration) (told verdict, err error) {
	for _, pause := range pauses {
		if pause > 0 {
			if err := s.options.Sleep(ctx, pause); err != nil {
				return unclear, err
			}
		}
		told, err = s.look(ctx, key).tells(deed)
		if told == done && err == nil {
			return done, nil
		}
		if call.Is(err, call.NotFound) {
			return unclear, err
		}
	}
	return told, err
}

// slowToShow says that Microsoft may accept a deed and still show the old state for a while.
func slowToShow(kind DeedKind) bool {
	switch kind {
	case SetSignIn, AddGroup, TakeGroup, AddRole, TakeRole:
		return true
	}
	return false
}
