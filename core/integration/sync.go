package integration

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/tenantkeep/tenantkeep/core/access"
	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/crash"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/pause"
	"github.com/tenantkeep/tenantkeep/core/refusal"
)

// What a Pending tenant is at, as its Access cell shows it.
const (
	doingWait    = "Waiting for its turn"
	doingConsent = "Creating enterprise application"
	doingVerify  = "Waiting for Microsoft to apply the consent"
	doingRefresh = "Reading users"
)

// A consent reaches every server of Microsoft within a minute as a rule, and three minutes after a new relationship
// (graph permissions overview, "after new GDAP").
const (
	verifyFor   = 3 * time.Minute
	verifyFirst = 2 * time.Second
	verifyMost  = 15 * time.Second
)

// ErrPrimary says that the partner's own tenant was to be unsynced.
var ErrPrimary = errors.New("the primary tenant cannot be unsynced")

// ErrNotSynced says that a tenant is not synced.
var ErrNotSynced = errors.New("the tenant is not synced")

// errWider says that more access was asked for than was accepted at a sign-in.
var errWider = errors.New("more access needs a new sign-in")

// LackingError says that a tenant's consent does not cover what the access tier needs.
type LackingError struct {
	Tenant m365.TenantID
	// Permissions are the names of those that are missing.
	Permissions []string
}

func (e *LackingError) Error() string {
	return fmt.Sprintf("tenant %s: the consent lacks %s", e.Tenant, strings.Join(e.Permissions, ", "))
}

// Sync starts to sync the tenants and returns when all of them are Pending. Each ends as Synced or Failed by itself. A tenant
// that the store could not keep as Pending stays as it was and is named in the error; the others are synced all the same.
func (s *Service) Sync(ctx context.Context, ids []m365.TenantID) error {
	connection, err := s.Store.Connection(ctx)
	if err != nil {
		return err
	}
	if !connection.Authenticated() {
		return refusal.ErrSignedOut
	}
	if _, off, err := s.Store.TurnOff(ctx); err != nil || off {
		return cmp.Or(err, ErrTurningOff)
	}
	var kept []m365.TenantID
	var unkept error
	for _, id := range s.syncing.reserve(s.life, ids) {
		if err := s.pending(ctx, id, doingWait); err != nil {
			s.syncing.release(id)
			unkept = errors.Join(unkept, fmt.Errorf("sync of tenant %s did not begin: %w", id, err))
			continue
		}
		kept = append(kept, id)
	}
	s.start(kept)
	return unkept
}

// Resume goes on with a Turn Off that the last run left under way, or else with the tenants that it left Pending.
func (s *Service) Resume(ctx context.Context) error {
	if off, err := s.resumeTurnOff(ctx); err != nil || off {
		return err
	}
	tenants, err := s.Store.Tenants(ctx)
	if err != nil {
		return err
	}
	var left []m365.TenantID
	for _, tenant := range tenants {
		if tenant.Status == m365.Pending {
			left = append(left, tenant.ID)
		}
	}
	s.start(s.syncing.reserve(s.life, left))
	return nil
}

// tell says how a job goes. A defect of who hears it is recorded, and ends neither the job nor the program.
func (s *Service) tell(job Job) {
	if err := crash.During(func() { s.JobChanged.Emit(job) }); err != nil {
		s.Log.Error("job: a defect", "error", err)
	}
}

// start syncs tenants that were reserved.
func (s *Service) start(ids []m365.TenantID) {
	if len(ids) == 0 {
		return
	}
	id := s.jobID(syncJob)
	s.tell(Job{ID: id, Text: "Syncing " + countTenants(len(ids)) + "."})
	s.running.Add(1)
	go func() {
		defer s.running.Done()
		ends := s.syncAll(ids, id)
		if s.life.Err() != nil {
			return
		}
		s.tell(Job{ID: id, Ended: true, Failed: ends.failed > 0, Text: ends.rollUp("synced")})
	}()
}

// syncAll counts how the syncs ended; one that an unsync stopped is not counted.
func (s *Service) syncAll(ids []m365.TenantID, job string) (all ends) {
	var counting sync.Mutex
	left := len(ids)
	end := func(err error) {
		counting.Lock()
		defer counting.Unlock()
		left--
		if !errors.Is(err, context.Canceled) {
			all.count(err)
		}
		if left > 0 {
			s.tell(Job{ID: job, Text: all.goesOn("synced", left, len(ids)), Done: len(ids) - left, Total: len(ids)})
		}
	}
	var group sync.WaitGroup
	for _, id := range ids {
		group.Go(func() {
			defer s.syncing.release(id)
			ctx := s.syncing.context(id)
			end(inTurn(ctx, s.slots, func(ctx context.Context) error { return s.syncOne(ctx, id) }))
		})
	}
	group.Wait()
	return all
}

// inTurn does something for a tenant once there is a slot for it, which is others' while Microsoft is waited for. A defect in it is
// an error.
func inTurn(ctx context.Context, slots pause.Places, do func(context.Context) error) (err error) {
	defer crash.Into(&err)
	if err := slots.Take(ctx); err != nil {
		return err
	}
	ctx, end := pause.Lending(ctx, slots)
	defer end()
	return do(ctx)
}

// syncOne brings a tenant to Synced or Failed. When ctx ends it stays Pending.
func (s *Service) syncOne(ctx context.Context, id m365.TenantID) error {
	err := s.guarded(ctx, id)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	status, failure := m365.Synced, (*m365.Failure)(nil)
	if err != nil {
		explained := s.Explain(err, s.nameOf(ctx, id))
		status, failure = m365.Failed, &explained
		s.Log.Warn("sync failed", "tenant", id, "code", explained.Code, "request", explained.RequestID, "error", err)
	}
	if keepErr := s.Store.SetTenantStatus(ctx, id, status, "", failure); keepErr != nil {
		s.Log.Error("the sync's result could not be kept", "tenant", id, "error", keepErr)
		err = errors.Join(err, keepErr)
	}
	s.TenantsChanged.Emit(struct{}{})
	return err
}

// guarded is steps, of which a defect of the program fails this tenant alone.
func (s *Service) guarded(ctx context.Context, id m365.TenantID) (err error) {
	defer crash.Into(&err)
	return s.steps(ctx, id)
}

func (s *Service) steps(ctx context.Context, id m365.TenantID) error {
	tenant, err := s.Store.Tenant(ctx, id)
	if err != nil {
		return err
	}
	connection, err := s.Store.Connection(ctx)
	if err != nil {
		return err
	}
	tier := TierOf(connection)
	if !tenant.Primary { // its consent is the one that the person gave at sign-in
		if err := s.consent(ctx, tenant, connection.ClientID, tier); err != nil {
			return err
		}
	}
	if err := s.pending(ctx, id, doingVerify); err != nil {
		return err
	}
	if err := s.verify(ctx, id, tier); err != nil {
		return err
	}
	if err := s.Store.SetConsented(ctx, id, string(tier)); err != nil {
		return err
	}
	if err := s.pending(ctx, id, doingRefresh); err != nil {
		return err
	}
	return s.Refresh.Tenant(ctx, id)
}

func (s *Service) consent(ctx context.Context, tenant m365.Tenant, clientID string, tier access.Tier) error {
	if err := s.pending(ctx, tenant.ID, doingConsent); err != nil {
		return err
	}
	app := m365.AppConsent{ClientID: clientID, DisplayName: s.AppName, Scopes: access.CustomerScopes(tier)}
	already, err := s.give(ctx, tenant.ID, app, tier)
	if err != nil {
		return fmt.Errorf("consent in tenant %s: %w", tenant.ID, err)
	}
	if already {
		return s.widenConsent(ctx, tenant.ID, app, tier)
	}
	return nil
}

// widenConsent gives a consent that is there already what it lacks. Partner Center does not add to one, so it is removed
// and given anew.
func (s *Service) widenConsent(ctx context.Context, id m365.TenantID, app m365.AppConsent, tier access.Tier) error {
	granted, err := s.Session.Renew(ctx, id)
	if err == nil && len(access.Ungranted(tier, granted)) == 0 {
		return nil
	}
	if err != nil && !refusal.NotConsented(err) {
		return fmt.Errorf("read the consent in tenant %s: %w", id, err)
	}
	if err := s.Partner.RemoveConsent(ctx, id, app.ClientID); err != nil {
		return fmt.Errorf("renew the consent in tenant %s: %w", id, err)
	}
	if _, err := s.give(ctx, id, app, tier); err != nil {
		return fmt.Errorf("renew the consent in tenant %s: %w", id, err)
	}
	return nil
}

// give gives a consent, without what a tenant can do without where Partner Center refuses it so, as for an application that
// was registered before that was asked for.
func (s *Service) give(ctx context.Context, id m365.TenantID, app m365.AppConsent, tier access.Tier) (already bool, err error) {
	already, err = s.Partner.Consent(ctx, id, app)
	needed := access.NeededScopes(tier)
	if !call.Is(err, call.BadRequest) || len(needed) == len(app.Scopes) {
		return already, err
	}
	app.Scopes = needed
	return s.Partner.Consent(ctx, id, app)
}

// verify proves the consent with a token made after it: a cached one would not show it. Until Microsoft has carried the
// consent everywhere, tokens are refused as not consented, or lack permissions.
func (s *Service) verify(ctx context.Context, id m365.TenantID, tier access.Tier) error {
	return s.until(ctx, func() (final bool, err error) {
		err = s.proof(ctx, id, tier)
		notYet := refusal.NotConsented(err) || errors.As(err, new(*LackingError))
		return !notYet, err
	})
}

func (s *Service) proof(ctx context.Context, id m365.TenantID, tier access.Tier) error {
	granted, err := s.Session.Renew(ctx, id)
	if err != nil {
		return fmt.Errorf("token for tenant %s after the consent: %w", id, err)
	}
	if missing := access.MissingScopes(tier, granted); len(missing) > 0 {
		return &LackingError{Tenant: id, Permissions: missing}
	}
	_, err = s.Directory.Organization(ctx, id)
	return err
}

// Unsync removes what the program knows of the tenants. It refuses all of them when the primary tenant is among them. An
// error is why it did not begin; what went wrong after that, the end of its job says.
func (s *Service) Unsync(ctx context.Context, ids []m365.TenantID) error {
	for _, id := range ids {
		tenant, err := s.Store.Tenant(ctx, id)
		if err != nil {
			return err
		}
		if tenant.Primary {
			return fmt.Errorf("unsync tenant %s: %w", id, ErrPrimary)
		}
	}
	job := s.jobID("unsync")
	s.tell(Job{ID: job, Text: "Unsyncing " + countTenants(len(ids)) + "."})
	var failed []m365.TenantID
	var failures error
	var all ends
	for i, id := range ids {
		s.syncing.stop(id)
		err := s.remove(ctx, id)
		if err != nil {
			failed = append(failed, id)
			failures = errors.Join(failures, fmt.Errorf("unsync tenant %s: %w", id, err))
		}
		s.Session.Forget(id)
		s.TenantsChanged.Emit(struct{}{})
		all.count(err)
		if done := i + 1; done < len(ids) {
			s.tell(Job{ID: job, Text: all.goesOn("unsynced", len(ids)-done, len(ids)), Done: done, Total: len(ids)})
		}
	}
	end := Job{ID: job, Ended: true, Text: all.rollUp("unsynced")}
	if len(failed) > 0 {
		failure := s.Explain(failures, s.nameOf(ctx, failed[0]))
		end.Failed, end.Text, end.Details = true, end.Text+" "+failure.Sentence(), failure.Details()
	}
	s.tell(end)
	return nil
}

// remove deletes what was read from a tenant. What keeps the technician out stays: it would keep out the next sync too.
func (s *Service) remove(ctx context.Context, id m365.TenantID) error {
	tenant, err := s.Store.Tenant(ctx, id)
	if err != nil {
		return err
	}
	if err := s.Store.RemoveTenantData(ctx, id); err != nil {
		return err
	}
	if barred := Barred(tenant); barred != nil {
		return s.Store.SetTenantStatus(ctx, id, m365.Deactivated, "", barred)
	}
	return nil
}

func (s *Service) pending(ctx context.Context, id m365.TenantID, doing string) error {
	if err := s.Store.SetTenantStatus(ctx, id, m365.Pending, doing, nil); err != nil {
		return err
	}
	s.TenantsChanged.Emit(struct{}{})
	return nil
}

func (s *Service) nameOf(ctx context.Context, id m365.TenantID) string {
	tenants, err := s.Store.Tenants(ctx)
	if err != nil {
		return string(id)
	}
	if i := slices.IndexFunc(tenants, func(t m365.Tenant) bool { return t.ID == id }); i >= 0 {
		return tenants[i].FullName()
	}
	return string(id)
}

// syncJob begins the ids of the jobs that sync.
const syncJob = "sync"

// IsSync says whether a job syncs tenants, by its ID.
func IsSync(jobID string) bool { return strings.HasPrefix(jobID, syncJob+"-") }

func (s *Service) jobID(what string) string { return fmt.Sprintf("%s-%d", what, s.jobs.Add(1)) }
