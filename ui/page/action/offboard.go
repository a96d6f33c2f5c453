package action

import (
	"context"
	"slices"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/offboard"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/uithread"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// Offboarding plans offboardings and carries them out, in the background of the program.
type Offboarding interface {
	// Choice is what is chosen for a user of a tenant, and whether that is the tenant's own. Keep keeps it.
	Choice(ctx context.Context, tenant m365.TenantID) (choice offboard.Choice, own bool, err error)
	Keep(ctx context.Context, tenant m365.TenantID, own bool, choice offboard.Choice) error
	// Plan reads what it must and says what will be done; together are those who leave at once.
	Plan(ctx context.Context, key m365.UserKey, choice offboard.Choice, together ...m365.UserKey) (offboard.Plan, error)
	Begin(ctx context.Context, plan offboard.Plan) (offboard.Run, error)
	// Of is the unfinished run of a user, Run one by its id, and Runs are all, the newest first.
	Of(user m365.UserKey) (offboard.Run, bool)
	Run(id string) (offboard.Run, bool)
	Runs() []offboard.Run
	Pause(ctx context.Context, id string) error
	GoOn(ctx context.Context, id string) error
	Retry(ctx context.Context, id string, kind offboard.Kind) error
	Confirm(ctx context.Context, id string, kind offboard.Kind) error
	LeaveOut(ctx context.Context, id string, kind offboard.Kind) error
	EndHere(ctx context.Context, id string) error
	OffboardingOfMany
	// OpenPortal opens the user's mailbox in the Exchange admin center.
	OpenPortal(ctx context.Context, key m365.UserKey) error
}

// TitleOffboard names the plan for a user who leaves.
const TitleOffboard = "Offboard User"

const (
	verbOffboard = "Offboard"
	// offboardWidth is how wide the form is.
	offboardWidth float32 = 940
	offboardText          = offboardWidth - 2*formPad
)

// leaving leads one offboarding from the choice of steps to its end.
type leaving struct {
	a      *Actions
	target change.Target
	form   *form
	// work is what the form reads. It ends with the form.
	work *uithread.Work

	choice offboard.Choice
	// own says that the choice is kept for the tenant alone.
	own bool

	plan    offboard.Plan
	ready   bool
	refused *m365.Failure
	preview *offboardPreview
	// begun says that the person confirmed it.
	begun bool

	// run is what is carried out, as it was last drawn.
	run    offboard.Run
	rows   *offboardRows
	notice page.Notice
	// told says that the end was told in the corner.
	told bool
}

// Offboard takes a user out of the tenant: it asks for the steps, or shows how far they are.
func (a *Actions) Offboard(s Subject) {
	if run, under := a.o.Offboarding.Of(s.User.Key); under {
		a.showOffboarding(run.ID)
		return
	}
	l := &leaving{a: a, target: s.target()}
	l.openForm()
	l.readChoice()
}

// offboardItem is the entry of a menu.
func (a *Actions) offboardItem(s Subject) widget.MenuItem {
	return widget.MenuItem{Label: TitleOffboard, Off: a.Reason(s, change.Block), Do: func() { a.Offboard(s) }}
}

func (l *leaving) openForm() {
	l.work = l.a.o.Work.Child()
	l.form = newForm(l.a.o.Host.Canvas(), TitleOffboard, l.closed)
}

// closed is called once the form is gone. What was confirmed goes on.
func (l *leaving) closed() {
	l.work.Cancel()
	l.tell()
}

// readChoice finds out which steps are chosen usually.
func (l *leaving) readChoice() {
	l.work.Do(func(ctx context.Context) func() {
		choice, own, err := l.a.o.Offboarding.Choice(ctx, l.target.Key.Tenant)
		return func() {
			if err != nil {
				l.fail(err, l.readChoice)
				return
			}
			l.choice, l.own = choice, own
			l.choosing()
		}
	})
}

// fail says why the form cannot go on, and offers to try again.
func (l *leaving) fail(err error, again func()) {
	failure := l.a.o.Host.Explain(err)
	onward := l.form.again(l.a.o.Host, failure, l.openForm, again)
	button := widget.NewButton(widget.Primary, onward.Label, "", onward.Do)
	l.form.show(view{
		head: l.head(), width: offboardWidth, body: l.a.failure(failure),
		buttons: []*widget.Button{l.closeButton("Close"), button}, enter: button,
	})
}

func (l *leaving) head() *widget.Paragraph { return widget.NewParagraph(Whom(l.target), offboardText) }

func (l *leaving) closeButton(label string) *widget.Button {
	return widget.NewButton(widget.Secondary, label, "", l.form.close)
}

// prepare makes the plan of the steps that are chosen, and keeps the choice.
func (l *leaving) prepare() {
	l.ready, l.refused = false, nil
	l.asking()
	choice, own := l.choice, l.own
	l.work.Do(func(ctx context.Context) func() {
		plan, err := l.a.o.Offboarding.Plan(ctx, l.target.Key, choice)
		if kept := l.a.o.Offboarding.Keep(ctx, l.target.Key.Tenant, own, choice); err == nil {
			err = kept
		}
		return func() { l.prepared(plan, err) }
	})
}

func (l *leaving) prepared(plan offboard.Plan, err error) {
	if err != nil {
		failure := l.a.o.Host.Explain(err)
		l.refused = &failure
	} else {
		l.plan, l.ready, l.target = plan, true, plan.Target
	}
	l.asking()
}

// confirm is the press of the verb. An administrator is asked about again.
func (l *leaving) confirm() {
	switch {
	case !l.ready || l.begun:
	case len(l.plan.AdminRoles) > 0:
		l.askingAgain()
	default:
		l.begin()
	}
}

// begin carries the plan out, once.
func (l *leaving) begin() {
	if l.begun {
		return
	}
	l.begun = true
	plan := l.plan
	l.a.o.Work.Do(func(ctx context.Context) func() {
		run, err := l.a.o.Offboarding.Begin(ctx, plan)
		return func() {
			if err != nil {
				l.begun = false
				l.fail(err, l.prepare)
				return
			}
			if now, known := l.a.o.Offboarding.Run(run.ID); known {
				run = now // it may be further by now
			}
			l.follow(run)
			l.running()
		}
	})
}

// follow begins to hear of a run, in the place of what followed it before: a run may be heard of before it is said to have begun.
func (l *leaving) follow(run offboard.Run) {
	l.a.leavings = slices.DeleteFunc(l.a.leavings, func(other *leaving) bool {
		same := other.run.ID == run.ID
		if same && other.notice != nil {
			other.notice.Close()
		}
		return same
	})
	l.run, l.target, l.begun = run, run.Target, true
	l.rows = newOffboardRows(l, run.Steps)
	l.rows.set(run)
	l.a.leavings = append(l.a.leavings, l)
}

// OffboardingChanged draws an offboarding as it stands now, in its form or in the corner.
func (a *Actions) OffboardingChanged(id string) {
	run, known := a.o.Offboarding.Run(id)
	if !known {
		return
	}
	l := a.leavingOf(id)
	if run.Together != "" {
		a.departingOf(run.Together).told()
		if l == nil {
			return
		}
	}
	if l == nil {
		l = &leaving{a: a}
		l.follow(run)
	}
	l.changed(run)
}

func (a *Actions) leavingOf(id string) *leaving {
	for _, one := range a.leavings {
		if one.run.ID == id {
			return one
		}
	}
	return nil
}

func (l *leaving) changed(run offboard.Run) {
	before := l.run
	l.run = run
	l.rows.set(run)
	switch {
	case !l.isOpen():
		l.tell()
	case buttonsOf(before) != buttonsOf(run):
		l.running()
	default:
		l.form.refresh()
	}
}

func (l *leaving) isOpen() bool { return l.form != nil && l.form.isOpen() }

// showOffboarding opens the form of a run.
func (a *Actions) showOffboarding(id string) {
	l := a.leavingOf(id)
	if l == nil {
		run, known := a.o.Offboarding.Run(id)
		if !known {
			return
		}
		l = &leaving{a: a}
		l.follow(run)
	}
	l.show()
}

func (l *leaving) show() {
	if l.notice != nil {
		l.notice.Close()
		l.notice = nil
	}
	if l.isOpen() {
		return
	}
	l.openForm()
	l.running()
}

// do tells the service what the person wants, elsewhere than where widgets may be touched.
func (l *leaving) do(what func(ctx context.Context) error) {
	l.a.o.Work.Do(func(ctx context.Context) func() {
		err := what(ctx)
		if err == nil {
			return nil
		}
		return func() { l.a.o.Host.Fail(err) }
	})
}
