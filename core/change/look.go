package change

import (
	"context"
	"sync"
	"time"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

// snapshot is a user as Microsoft knows it now. Each part is read when it is first asked for, and once.
type snapshot struct {
	// losses are what the parts lack.
	losses   *call.Losses
	user     func() (m365.Details, error)
	roles    func() (known, error)
	licenses func() ([]m365.HeldLicense, error)
	groups   func() ([]m365.Group, error)
	methods  func() ([]m365.AuthMethod, error)
	devices  func() ([]m365.Device, error)
	// named is who has a username, which is read each time; nil for nobody.
	named func(username string) (*m365.User, error)
}

// known is what Microsoft tells of a user's roles.
type known struct {
	// held are those that the user holds, and eligible those it may activate.
	held, eligible []m365.HeldRole
	// lost is what could not be read beside them.
	lost []call.Loss
}

func (s *Service) look(ctx context.Context, key m365.UserKey) *snapshot {
	from := s.options.Directory
	ctx, losses := call.Gather(ctx)
	return &snapshot{
		losses:   losses,
		user:     sync.OnceValues(func() (m365.Details, error) { return from.User(ctx, key) }),
		roles:    sync.OnceValues(func() (known, error) { return knownRoles(ctx, from, key) }),
		licenses: sync.OnceValues(func() ([]m365.HeldLicense, error) { return from.UserLicenses(ctx, key) }),
		groups:   sync.OnceValues(func() ([]m365.Group, error) { return from.UserGroups(ctx, key) }),
		methods:  sync.OnceValues(func() ([]m365.AuthMethod, error) { return from.UserMethods(ctx, key) }),
		devices:  sync.OnceValues(func() ([]m365.Device, error) { return from.UserDevices(ctx, key) }),
		named:    func(username string) (*m365.User, error) { return from.UserNamed(ctx, key.Tenant, username) },
	}
}

func knownRoles(ctx context.Context, from Directory, key m365.UserKey) (known, error) {
	gathering, losses := call.Gather(ctx)
	roles, err := from.UserRoles(gathering, key)
	var found known
	for _, role := range roles {
		if role.Eligible {
			found.eligible = append(found.eligible, role)
		} else {
			found.held = append(found.held, role)
		}
	}
	for _, loss := range losses.All() {
		if loss.Read.Means == call.Part {
			found.lost = append(found.lost, loss)
		}
	}
	return found, err
}

// verdict is what a snapshot tells of a write.
type verdict int

// unclear: what Microsoft shows does not tell, or not yet. never: it shows nothing of it, however often it is asked.
const (
	unclear verdict = iota
	never
	undone
	done
)

func doneIf(yes bool) verdict {
	if yes {
		return done
	}
	return undone
}

// tells says whether a write is done.
func (now *snapshot) tells(write Write) (verdict, error) {
	return effects[write.Kind].tells(now, write)
}

// The pauses before Microsoft is asked again whether something is done, when it may need a moment to show it.
var (
	// settling follows a write that Microsoft accepted.
	settling = []time.Duration{0, time.Second, 2 * time.Second}
	// finding follows a write of which it is not known whether Microsoft did it.
	finding = []time.Duration{0, 2 * time.Second, 4 * time.Second}
)

// find asks until the write shows as done, at most as often as there are pauses.
func (s *Service) find(ctx context.Context, key m365.UserKey, write Write, pauses []time.Duration) (told verdict, err error) {
	for _, pause := range pauses {
		if pause > 0 {
			if err := s.options.Sleep(ctx, pause); err != nil {
				return unclear, err
			}
		}
		told, err = s.look(ctx, key).tells(write)
		if err == nil && (told == done || told == never) {
			return told, nil
		}
		if call.Is(err, call.NotFound) {
			return unclear, err
		}
	}
	return told, err
}
