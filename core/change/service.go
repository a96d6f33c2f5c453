package change

import (
	"context"
	"crypto/rand"
	"log/slog"
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/tenantkeep/tenantkeep/core/access"
	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/pause"
	"github.com/tenantkeep/tenantkeep/core/profile"
	"github.com/tenantkeep/tenantkeep/core/signal"
)

// Directory is Microsoft Graph as changes need it.
type Directory interface {
	Send(ctx context.Context, tenant m365.TenantID, request call.Request) (call.Answer, error)
	Organization(ctx context.Context, tenant m365.TenantID) (m365.Organization, error)
	// RestrictedUnits are the names of the administrative units whose own administrators alone may change the user.
	RestrictedUnits(ctx context.Context, key m365.UserKey) ([]string, error)
	// Progress asks for an operation of Answer.Operation.
	Progress(ctx context.Context, tenant m365.TenantID, operation string) (call.Progress, error)
	// AddToGroup is a request whose body names the cloud's own host.
	AddToGroup(user, group string) call.Request
	// SetManager is a request of the same kind.
	SetManager(user, manager string) call.Request
	// WhoHas names the users who have an address as username or for mail.
	WhoHas(ctx context.Context, tenant m365.TenantID, address string) ([]m365.Person, error)
	// UserNamed is the user with a username, with its id, names and when it was created; nil where there is none.
	UserNamed(ctx context.Context, tenant m365.TenantID, username string) (*m365.User, error)
	// DeletedNamed names the deleted users who had a username and can be restored.
	DeletedNamed(ctx context.Context, tenant m365.TenantID, username string) ([]m365.Person, error)
	SKUs(ctx context.Context, tenant m365.TenantID) ([]m365.SKU, error)
	Group(ctx context.Context, tenant m365.TenantID, id string) (m365.Group, error)
	User(ctx context.Context, key m365.UserKey) (m365.Details, error)
	UserRoles(ctx context.Context, key m365.UserKey) ([]m365.HeldRole, error)
	UserLicenses(ctx context.Context, key m365.UserKey) ([]m365.HeldLicense, error)
	UserGroups(ctx context.Context, key m365.UserKey) ([]m365.Group, error)
	UserMethods(ctx context.Context, key m365.UserKey) ([]m365.AuthMethod, error)
	UserDevices(ctx context.Context, key m365.UserKey) ([]m365.Device, error)
	TAPPolicy(ctx context.Context, tenant m365.TenantID) (m365.TAPPolicy, error)
	DeletedUser(ctx context.Context, key m365.UserKey) (m365.DeletedUser, error)
	// RoleHolders are the ids of those who hold a role over the whole tenant.
	RoleHolders(ctx context.Context, tenant m365.TenantID, role string) ([]string, error)
}

// Users is the local snapshot.
type Users interface {
	// Patch changes the stored user; nothing happens where there is none.
	Patch(ctx context.Context, key m365.UserKey, change func(*m365.User)) error
	// TakeOut takes the stored user out; was is false where there is none.
	TakeOut(ctx context.Context, key m365.UserKey) (user m365.User, was bool, err error)
	// PutIn stores a user, also one who was not stored.
	PutIn(ctx context.Context, user m365.User) error
}

// Journal keeps what was changed. It is only added to. What it recorded outlives a power cut.
type Journal interface {
	// Begin records a change before its first request.
	Begin(ctx context.Context, entry Entry) error
	// Again records that it is carried out once more, before the first request of that; of a creation also the user's id,
	// once that is known.
	Again(ctx context.Context, entry Entry) error
	// End records how it went; a change that is retried ends again.
	End(ctx context.Context, entry Entry) error
	Entry(ctx context.Context, id string) (Entry, error)
}

// Options are what a Service needs. Tier, Who and everything above them are required; nil takes the machine's own clock and
// randomness, and discards the log.
type Options struct {
	Directory Directory
	Users     Users
	Journal   Journal
	// Tenant gives the name of a synced tenant; it errors where the tenant is not synced.
	Tenant func(ctx context.Context, id m365.TenantID) (m365.Tenant, error)
	// Tier is what the technician chose; Who is the signed-in account, empty for nobody.
	Tier func() access.Tier
	Who  func() string
	// Spares says that administrators get no new password, block, pass or the like from here; nil spares nobody.
	Spares func() bool
	// ProductName is Microsoft's name of a product id.
	ProductName func(sku, partNumber string) string
	Explain     func(err error, tenantName string) m365.Failure
	Now         func() time.Time
	Sleep       func(ctx context.Context, d time.Duration) error
	NewID       func() string
	// Random gives the bytes that passwords are made of; nil takes crypto/rand.
	Random func([]byte) error
	Log    *slog.Logger
}

// Event tells that something of a user is changed.
type Event struct {
	User m365.UserKey
	// Parts are those of the user's profile that Microsoft shows otherwise now. There are none while Microsoft has not
	// answered: then the local snapshot alone shows what was asked for, or shows it no more.
	Parts []profile.Part
}

// Service plans and carries out changes. It is safe for concurrent use.
type Service struct {
	options Options
	// Changed tells that something of a user is changed, or was taken back.
	Changed signal.Signal[Event]
	// Recorded tells that the journal has something new.
	Recorded signal.Signal[Entry]

	users  *userLocks
	recent *recent

	mu       sync.Mutex
	attempts map[attempt]struct{}
	// proven are the tenants that said themselves who they are.
	proven map[session]struct{}
	// underway are the plans that are being carried out.
	underway map[string]struct{}
}

// attempt is one carrying out of a plan: round 1 is the first, each retry another.
type attempt struct {
	plan  string
	round int
}

// New makes a Service.
func New(options Options) *Service {
	options = withDefaults(options)
	return &Service{
		options:  options,
		users:    newUserLocks(),
		recent:   newRecent(options.Now),
		attempts: make(map[attempt]struct{}),
		proven:   make(map[session]struct{}),
		underway: make(map[string]struct{}),
	}
}

func withDefaults(options Options) Options {
	if options.Explain == nil {
		options.Explain = call.Explain
	}
	if options.Spares == nil {
		options.Spares = func() bool { return false }
	}
	if options.ProductName == nil {
		options.ProductName = func(_, partNumber string) string { return partNumber }
	}
	if options.Now == nil {
		options.Now = time.Now
	}
	if options.Sleep == nil {
		options.Sleep = pause.Sleep
	}
	if options.NewID == nil {
		options.NewID = uuid.NewString
	}
	if options.Random == nil {
		options.Random = func(into []byte) error {
			_, err := rand.Read(into)
			return err
		}
	}
	if options.Log == nil {
		options.Log = slog.New(slog.DiscardHandler)
	}
	return options
}

// reserve keeps an attempt to its caller; false where it was reserved before.
func (s *Service) reserve(one attempt) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, taken := s.attempts[one]; taken {
		return false
	}
	s.attempts[one] = struct{}{}
	return true
}

// release gives a reservation back, where nothing was sent.
func (s *Service) release(one attempt) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.attempts, one)
}
