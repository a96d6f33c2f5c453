// Package refresh keeps the local snapshot of every synced tenant fresh: it reads whole tenants from Microsoft Graph, many
// at once but bounded, and hands them to the store, which replaces a tenant in one transaction.
package refresh

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/tenantkeep/tenantkeep/core/crash"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/pause"
	"github.com/tenantkeep/tenantkeep/core/signal"
)

// Directory reads a tenant from Microsoft Graph.
type Directory interface {
	Organization(ctx context.Context, tenant m365.TenantID) (m365.Organization, error)
	SharePointName(ctx context.Context, tenant m365.TenantID) (string, error)
	SKUs(ctx context.Context, tenant m365.TenantID) ([]m365.SKU, error)
	Subscriptions(ctx context.Context, tenant m365.TenantID) ([]m365.Subscription, error)
	Roles(ctx context.Context, tenant m365.TenantID) (map[string][]m365.RoleAssignment, error)
	EachUserPage(ctx context.Context, tenant m365.TenantID, yield func([]m365.User) error) error
	UserMark(ctx context.Context, tenant m365.TenantID) (string, error)
	EachChangedUsers(ctx context.Context, tenant m365.TenantID, mark string, yield func([]m365.UserChange) error) (string, error)
	EachLastSignIn(ctx context.Context, tenant m365.TenantID, since time.Time, yield func([]m365.LastSignIn) error) error
	UserCount(ctx context.Context, tenant m365.TenantID) (int, error)
}

// Store keeps the local snapshot.
type Store interface {
	Tenants(ctx context.Context) ([]m365.Tenant, error)
	Tenant(ctx context.Context, id m365.TenantID) (m365.Tenant, error)
	// ReplaceUsers and ChangeUsers keep a snapshot, and forget with it why an earlier refresh failed.
	ReplaceUsers(
		ctx context.Context, id m365.TenantID, since m365.Reading, feed func(add func([]m365.User) error) (m365.Snapshot, error),
	) (int, error)
	ChangeUsers(
		ctx context.Context, id m365.TenantID, since m365.Reading,
		find func(known func(ids []string) (map[string]*m365.User, error)) (m365.Changes, error),
	) (int, error)
	Reading(ctx context.Context, id m365.TenantID) (m365.Reading, error)
	Readings(ctx context.Context) (map[m365.TenantID]m365.Reading, error)
	HeldRoles(ctx context.Context, id m365.TenantID) (map[string][]string, error)
	SetLastSignIns(ctx context.Context, id m365.TenantID, signIns []m365.LastSignIn) (changed int, err error)
	SignInsRead(ctx context.Context, id m365.TenantID, at time.Time, ofAll bool) error
	SignInsUnread(ctx context.Context, id m365.TenantID, at time.Time, said m365.Availability, lack *m365.Lack) error
	SetRefreshFailure(ctx context.Context, id m365.TenantID, failure *m365.Failure) error
}

// Options are what a Service needs from outside.
type Options struct {
	Directory Directory
	Store     Store
	// ProductName gives Microsoft's name of a product by its id and part number.
	ProductName func(skuID, partNumber string) string
	// Availability reads from an error whether Microsoft withholds the data: NoPermission for good.
	Availability func(error) m365.Availability
	// Explain turns an error into sentences that name the tenant.
	Explain func(err error, tenantName string) m365.Failure
	// Adjust puts into a user what was changed here and what a reading that began at a time may not have seen, and says whether
	// the user is still there; nil changes nothing.
	Adjust func(user *m365.User, began time.Time) (there bool)
	// Stays lists the users of a tenant who came here and whom a reading that began at a time may not show yet; nil for nobody.
	Stays func(tenant m365.TenantID, began time.Time) (ids []string)
	// Ready says whether somebody is signed in; nothing is read before.
	Ready func() bool
	Now   func() time.Time
	// Every is the time between two refreshes of a tenant until SetPace changes it.
	Every time.Duration
	// Tick paces Run; the program gives a ticker's channel.
	Tick <-chan time.Time
	Log  *slog.Logger
	// Parallel bounds the tenants that are read at once.
	Parallel int
}

// Service refreshes tenants. It is safe for use from any goroutine.
type Service struct {
	Options
	// TenantChanged names a tenant whose snapshot, age or failure changed.
	TenantChanged signal.Signal[m365.TenantID]
	// ProgressChanged tells that Progress, or Sparing, has something else to say. It does not carry it: what a thousand tenants
	// are at would be copied at the beginning and the end of each.
	ProgressChanged signal.Signal[struct{}]
	// FailureUnkept carries why refreshes failed where not even that could be kept with a tenant, as on a full disk.
	FailureUnkept signal.Signal[m365.Failure]

	turns       *turns
	work        work
	outcomes    *outcomes
	comparisons comparisons
	signIns     *signIns

	pace    atomic.Int64
	sparing atomic.Pointer[Sparing]
}

// New makes a Service. It does nothing until told to.
func New(options Options) *Service {
	if options.Parallel < 1 {
		options.Parallel = 8
	}
	if options.Adjust == nil {
		options.Adjust = func(*m365.User, time.Time) bool { return true }
	}
	if options.Stays == nil {
		options.Stays = func(m365.TenantID, time.Time) []string { return nil }
	}
	return &Service{
		Options:  options,
		turns:    newTurns(options.Parallel),
		work:     newWork(),
		outcomes: newOutcomes(),
		signIns:  newSignIns(),
	}
}

// Run refreshes what is older than Every, at once and at every Tick, until ctx ends; what failed, after a pause that grows.
// Behind that it reads last sign-ins. It returns when what was under way has ended.
func (s *Service) Run(ctx context.Context) {
	var under sync.WaitGroup
	defer under.Wait()
	under.Go(func() { s.followSignIns(ctx) })
	for {
		under.Go(func() { // the round before may wait for Microsoft yet
			if err := s.Due(ctx); err != nil && ctx.Err() == nil {
				s.Log.Error("refresh: which tenants are due", "error", err)
			}
		})
		select {
		case <-ctx.Done():
			return
		case <-s.Tick:
			s.signIns.wake()
		}
	}
}

// All refreshes every synced tenant with all that stands beside its users, and returns when all are done. A failure is kept
// with its tenant; the error is only the one that kept it from starting.
func (s *Service) All(ctx context.Context) error {
	return s.those(ctx, true, func(m365.Tenant) bool { return true })
}

// Some is All for the synced tenants among ids.
func (s *Service) Some(ctx context.Context, ids []m365.TenantID) error {
	return s.those(ctx, true, func(t m365.Tenant) bool { return slices.Contains(ids, t.ID) })
}

// Due refreshes the synced tenants for which it is time and that are not under way, and returns when all are done. What stands
// beside their users, as roles, has a time of its own.
func (s *Service) Due(ctx context.Context) (err error) {
	defer crash.Into(&err)
	return s.those(ctx, false, s.chooser())
}

func (s *Service) those(ctx context.Context, rest bool, wanted func(m365.Tenant) bool) error {
	if !s.Ready() {
		return nil
	}
	since := s.work.beginnings()
	tenants, err := s.Store.Tenants(ctx)
	if err != nil {
		return err
	}
	var waiting []m365.TenantID
	for _, tenant := range tenants {
		if tenant.Status == m365.Synced && wanted(tenant) {
			waiting = append(waiting, tenant.ID)
			s.work.add(tenant.ID)
			s.announce()
		}
	}
	s.each(ctx, &waiting, func(ctx context.Context, id m365.TenantID) {
		if err := s.inTurn(ctx, id, rest, since); errors.As(err, new(*crash.Error)) {
			s.Log.Error("refresh: a defect", "tenant", id, "error", err)
		}
	})
	for _, id := range waiting { // would not be reached either, and stays due
		s.work.remove(id)
		s.announce()
	}
	if failure := s.outcomes.toTell(rest); failure != nil {
		s.FailureUnkept.Emit(*failure)
	}
	return nil
}

// each has workers do something for tenants that wait, until all are done or nobody reaches Microsoft.
func (s *Service) each(ctx context.Context, waiting *[]m365.TenantID, do func(context.Context, m365.TenantID)) {
	var group sync.WaitGroup
	// A goroutine for each tenant would cost each the growth of its stack, and every collection of garbage a look at all of them.
	var start func()
	start = func() {
		group.Go(func() { s.oneByOne(ctx, start, waiting, do) })
	}
	for range min(s.Parallel, len(*waiting)) {
		start()
	}
	group.Wait()
}

// oneByOne is what a worker of each does. It ends early where replace began another in its place.
func (s *Service) oneByOne(ctx context.Context, replace func(), waiting *[]m365.TenantID, do func(context.Context, m365.TenantID)) {
	me := &worker{replace: replace}
	ctx, _ = pause.Lending(ctx, me)
	for !me.replaced.Load() {
		id, is := s.turns.choose(waiting)
		if !is {
			return
		}
		do(ctx, id)
		if s.outcomes.isOffline() {
			return
		}
	}
}

// worker is replaced by another while its tenant waits for Microsoft, and is the last of its kind then.
type worker struct {
	replace  func()
	replaced atomic.Bool
}

// Give implements pause.Turns.
func (w *worker) Give() {
	if w.replaced.CompareAndSwap(false, true) {
		w.replace()
	}
}

// Take implements pause.Turns.
func (w *worker) Take(context.Context) error { return nil }

// inTurn refreshes a tenant that those waited for. A failure is kept with the tenant by Tenant itself.
func (s *Service) inTurn(ctx context.Context, id m365.TenantID, rest bool, since int) (err error) {
	defer crash.Into(&err)
	defer func() {
		s.work.remove(id)
		s.announce()
	}()
	return s.one(ctx, id, rest, since)
}

// Tenant refreshes one tenant that is not deactivated, with all that stands beside its users, and keeps a failure with it. Two
// refreshes of one tenant become one.
func (s *Service) Tenant(ctx context.Context, id m365.TenantID) error {
	return s.one(ctx, id, true, s.work.beginnings())
}

// one refreshes a tenant, unless a reading that began after since did so.
func (s *Service) one(ctx context.Context, id m365.TenantID, rest bool, since int) error {
	return s.work.once(ctx, id, rest, since, func() error {
		turn := turn{s, id}
		if err := turn.Take(ctx); err != nil {
			return err
		}
		ctx, end := pause.Lending(ctx, turn)
		defer end()
		return s.refresh(ctx, id, rest || s.turns.lookedAt() == id)
	})
}

// turn is that of a tenant.
type turn struct {
	of *Service
	id m365.TenantID
}

// Take implements pause.Turns.
func (t turn) Take(ctx context.Context) error {
	err := t.of.turns.take(ctx, t.id)
	t.of.work.setResting(t.id, false)
	return err
}

// Give implements pause.Turns.
func (t turn) Give() {
	t.of.turns.give()
	t.of.work.setResting(t.id, true)
}

func (s *Service) refresh(ctx context.Context, id m365.TenantID, rest bool) (err error) {
	defer crash.Into(&err)
	started := s.Now()
	users, err := s.guarded(ctx, id, rest)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if errors.Is(err, errUnsynced) {
		return err // Nobody waits for those users any more.
	}
	s.outcomes.note(id, err, s.Now())
	if err != nil {
		tenant, unknown := s.Store.Tenant(ctx, id)
		if unknown != nil {
			return unknown
		}
		failure := s.Explain(err, tenant.FullName())
		s.Log.Warn("refresh failed", "tenant", id, "code", failure.Code, "request", failure.RequestID, "error", err)
		if unkept := s.Store.SetRefreshFailure(ctx, id, &failure); unkept != nil {
			s.outcomes.notKept(failure)
			err = errors.Join(err, unkept)
		}
	} else {
		s.Log.Info("refreshed", "tenant", id, "users", users, "took", s.Now().Sub(started))
	}
	s.TenantChanged.Emit(id)
	s.signIns.wake()
	return err
}

// guarded is update, of which a defect of the program fails this tenant alone.
func (s *Service) guarded(ctx context.Context, id m365.TenantID, rest bool) (users int, err error) {
	defer crash.Into(&err)
	return s.update(ctx, id, rest)
}

// Progress returns the state of the work under way.
func (s *Service) Progress() Progress { return s.work.progress() }

func (s *Service) announce() { s.ProgressChanged.Emit(struct{}{}) }
