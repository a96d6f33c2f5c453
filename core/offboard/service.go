package offboard

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/signal"
)

// Changes plans and carries out the change of a step.
type Changes interface {
	Plan(ctx context.Context, intent change.Intent) (change.Plan, error)
	Carry(ctx context.Context, plan change.Plan, progress func(change.Outcome)) (change.Outcome, error)
	// Resume carries on a change of the journal.
	Resume(ctx context.Context, entryID string, progress func(change.Outcome)) (change.Outcome, error)
}

// Directory is Microsoft Graph as a plan needs it.
type Directory interface {
	User(ctx context.Context, key m365.UserKey) (m365.Details, error)
	Organization(ctx context.Context, tenant m365.TenantID) (m365.Organization, error)
	Roles(ctx context.Context, tenant m365.TenantID) (map[string][]m365.RoleAssignment, error)
	UserRoles(ctx context.Context, key m365.UserKey) ([]m365.HeldRole, error)
	UserGroups(ctx context.Context, key m365.UserKey) ([]m365.Group, error)
	UserLicenses(ctx context.Context, key m365.UserKey) ([]m365.HeldLicense, error)
	UserMethods(ctx context.Context, key m365.UserKey) ([]m365.AuthMethod, error)
	UserDevices(ctx context.Context, key m365.UserKey) ([]m365.Device, error)
}

// Kept is what outlives the program. What SaveRuns kept outlives a power cut.
type Kept interface {
	// SaveRuns keeps runs in the place of how they stood before: all of them or none.
	SaveRuns(ctx context.Context, runs ...Run) error
	// Runs are those that are not finished, the newest of the others, and those that were begun together with one of them. They
	// come in the order in which they were begun.
	Runs(ctx context.Context) ([]Run, error)
	// Choice is what was chosen for a tenant, or for every tenant where that is empty; false where nothing was.
	Choice(ctx context.Context, tenant m365.TenantID) (Choice, bool, error)
	// SaveChoice keeps it; nil forgets it.
	SaveChoice(ctx context.Context, tenant m365.TenantID, choice *Choice) error
}

// Options are what a Service needs. NotBegun says of an error of Changes.Resume that the journal knows no such change.
type Options struct {
	Changes   Changes
	Directory Directory
	Kept      Kept
	Tenant    func(ctx context.Context, id m365.TenantID) (m365.Tenant, error)
	Who       func() string
	// ProductName is Microsoft's name of a product id.
	ProductName func(sku, partNumber string) string
	Explain     func(err error, tenantName string) m365.Failure
	NotBegun    func(error) bool
	// Background runs work for as long as the program lives.
	Background func(work func(ctx context.Context) error)
	Now        func() time.Time
	NewID      func() string
	Log        *slog.Logger
}

// Service plans offboardings and carries them out. It is safe for concurrent use.
type Service struct {
	options Options
	// Changed tells that a run stands otherwise, by its id.
	Changed signal.Signal[string]

	mu   sync.Mutex
	runs []*Run
	// keeping holds whoever keeps runs, begins some, or reads those that are kept. It is taken before mu.
	keeping chan struct{}
}

// New makes a Service. Load gives it the runs of before.
func New(options Options) *Service {
	if options.Now == nil {
		options.Now = time.Now
	}
	if options.NewID == nil {
		options.NewID = uuid.NewString
	}
	if options.Log == nil {
		options.Log = slog.New(slog.DiscardHandler)
	}
	return &Service{options: options, keeping: make(chan struct{}, 1)}
}

// Choice is what is chosen for a user of a tenant, and whether that is the tenant's own.
func (s *Service) Choice(ctx context.Context, tenant m365.TenantID) (choice Choice, own bool, err error) {
	for _, of := range []m365.TenantID{tenant, ""} {
		choice, known, err := s.options.Kept.Choice(ctx, of)
		if err != nil || known {
			return choice, known && of != "", err
		}
	}
	return Usual(), false, nil
}

// Keep keeps a choice: for a tenant alone, or for every tenant that has none of its own.
func (s *Service) Keep(ctx context.Context, tenant m365.TenantID, own bool, choice Choice) error {
	if own {
		return s.options.Kept.SaveChoice(ctx, tenant, &choice)
	}
	return errors.Join(s.options.Kept.SaveChoice(ctx, tenant, nil), s.options.Kept.SaveChoice(ctx, "", &choice))
}

// Load reads the runs of before. Those that are kept no more, as after their tenant was unsynced, are forgotten.
func (s *Service) Load(ctx context.Context) error {
	defer s.keepAlone()()
	kept, err := s.options.Kept.Runs(ctx)
	if err != nil {
		return fmt.Errorf("read the offboardings: %w", err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	runs := slices.DeleteFunc(slices.Clone(s.runs), func(run *Run) bool {
		return !slices.ContainsFunc(kept, func(one Run) bool { return one.ID == run.ID })
	})
	for _, one := range kept {
		if !slices.ContainsFunc(runs, func(run *Run) bool { return one.ID == run.ID }) {
			runs = append(runs, &one)
		}
	}
	slices.SortStableFunc(runs, func(a, b *Run) int { return a.Began.Compare(b.Began) })
	s.runs = runs
	return nil
}

// Runs are all that are known, the newest first.
func (s *Service) Runs() []Run {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := make([]Run, 0, len(s.runs))
	for _, run := range slices.Backward(s.runs) {
		all = append(all, run.clone())
	}
	return all
}

// Run is a run by its id; false where there is none.
func (s *Service) Run(id string) (Run, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if run := s.find(id); run != nil {
		return run.clone(), true
	}
	return Run{}, false
}

// Of is the unfinished run of a user; false where there is none.
func (s *Service) Of(user m365.UserKey) (Run, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, run := range slices.Backward(s.runs) {
		if run.Target.Key == user && run.Ended.IsZero() {
			return run.clone(), true
		}
	}
	return Run{}, false
}

func (s *Service) find(id string) *Run {
	at := slices.IndexFunc(s.runs, func(run *Run) bool { return run.ID == id })
	if at < 0 {
		return nil
	}
	return s.runs[at]
}

// Begin carries out a plan that the person confirmed, in the background. It is kept before anything is sent.
func (s *Service) Begin(ctx context.Context, plan Plan) (Run, error) {
	run := s.newRun(plan, "")
	if err := s.begin(ctx, run); err != nil {
		return Run{}, err
	}
	begun, _ := s.Run(run.ID)
	return begun, nil
}

func (s *Service) newRun(plan Plan, together string) Run {
	run := Run{
		ID: s.options.NewID(), Together: together, Target: plan.Target, Who: s.options.Who(), Began: s.options.Now(), Steps: slices.Clone(plan.Steps),
	}
	run.finish(run.Began)
	return run
}

// begin keeps runs, all of them or none, and starts them.
func (s *Service) begin(ctx context.Context, runs ...Run) error {
	if err := s.admit(ctx, runs); err != nil {
		return err
	}
	for _, run := range runs {
		s.start(run.ID)
	}
	return nil
}

// admit keeps runs where none of their users is under way. Whoever begins meanwhile waits, so that of two for one user the
// second is refused.
func (s *Service) admit(ctx context.Context, runs []Run) error {
	defer s.keepAlone()()
	begun := make(map[m365.UserKey]bool)
	for _, run := range runs {
		if _, under := s.Of(run.Target.Key); under || begun[run.Target.Key] {
			return refuseUnderWay(run.Target)
		}
		begun[run.Target.Key] = true
	}
	if err := s.options.Kept.SaveRuns(ctx, runs...); err != nil {
		return fmt.Errorf("keep the offboarding of user %s: %w", runs[0].Target.Key, err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, run := range runs {
		s.runs = append(s.runs, &run)
	}
	return nil
}

func (s *Service) keepAlone() (release func()) {
	s.keeping <- struct{}{}
	return func() { <-s.keeping }
}

// finish notes the end where nothing is left to do.
func (r *Run) finish(now time.Time) {
	if r.Ended.IsZero() && r.Finished() {
		r.Ended = now
	}
}
