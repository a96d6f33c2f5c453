package action

import (
	"context"
	"slices"
	"sync/atomic"

	"fyne.io/fyne/v2"

	"github.com/tenantkeep/tenantkeep/core/bulk"
	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/offboard"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/theme"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// OffboardingOfMany carries out offboardings that are begun at once, under a name.
type OffboardingOfMany interface {
	BeginTogether(ctx context.Context, plans []offboard.Plan) (together string, err error)
	// Together are the runs under a name, in their order.
	Together(name string) []offboard.Run
	// PauseAll ends between steps, and HoldAll between users.
	PauseAll(ctx context.Context, together string) error
	HoldAll(ctx context.Context, together string) error
	GoOnAll(ctx context.Context, together string) error
	RetryAll(ctx context.Context, together string) error
	ConfirmAll(ctx context.Context, together string, kind offboard.Kind) error
	EndAll(ctx context.Context, together string) error
}

const (
	titleOffboardMany = "Offboard Users"
	// mostOffboarded is how many users leave at once: a plan takes dozens of requests, and somebody has to look at it.
	mostOffboarded = 500
)

// departing leads the offboarding of many users from the choice of steps to its end.
type departing struct {
	manyFrame

	count  int
	hidden []string
	// read tells who is meant; targets are who they are, once that is known.
	read    func(ctx context.Context) ([]change.Target, error)
	targets []change.Target

	// choice are the steps that are ticked, and own those that tenants keep for themselves, which are taken where useOwn is on.
	choice offboard.Choice
	own    map[m365.TenantID]offboard.Choice
	useOwn bool
	// keepsOwn says that the choice is kept for the one tenant alone of which all are.
	keepsOwn bool

	plans *bulk.Departures
	// users and counts are how the plans stood when they were last drawn.
	users    []bulk.Departure
	counts   bulk.Counts
	checking bool
	begun    bool

	// name is that of what was begun, and runs how it stood when it was last drawn.
	name  string
	runs  []offboard.Run
	moved atomic.Bool

	table *departingTable
	// follows is how the form follows the runs; the zero value does not.
	follows following
	notice  page.Notice
	// restTold says that it was told in the corner that nothing goes on by itself.
	restTold bool
}

// offboardManyItem is the entry of a menu for all that are picked.
func (a *Actions) offboardManyItem(picked Picked) widget.MenuItem {
	item := widget.MenuItem{Label: TitleOffboard, Note: table.Counted(picked.Count, "user", "users"), Off: a.beyondTier(change.Of(change.Block))}
	if picked.Count > mostOffboarded {
		item.Off = "At most " + table.Counted(mostOffboarded, "user is", "users are") + " offboarded at once"
	}
	item.Do = func() { a.offboardMany(picked) }
	return item
}

// offboardMany opens the question for the users that are picked.
func (a *Actions) offboardMany(picked Picked) {
	d := &departing{manyFrame: manyFrame{a: a}, count: picked.Count, hidden: picked.Hidden, read: picked.Read, useOwn: true}
	d.openForm()
	d.readUsers()
}

func (d *departing) openForm() {
	d.open(titleOffboardMany, departingStates, d.closed)
	d.table = d.newTable()
	d.draw()
}

var departingStates = []tile{
	{"Done", theme.ColorNameGood},
	{"Running", theme.ColorNameInk},
	{"Waiting", theme.ColorNameInk},
	{"Failed", theme.ColorNameDanger},
	{"By hand", theme.ColorNameCaution},
}

func (d *departing) content(above ...fyne.CanvasObject) fyne.CanvasObject {
	return d.aboveTable(d.table.content, above...)
}

// closed is called once the form is gone. What was confirmed goes on.
func (d *departing) closed() {
	d.table.close()
	d.work.Cancel()
	d.follows = following{}
	d.tell()
}

// readUsers finds out who is meant, and which steps are chosen usually.
func (d *departing) readUsers() {
	d.showReading()
	d.work.Do(func(ctx context.Context) func() {
		targets, err := d.read(ctx)
		if err == nil {
			err = d.readChoices(ctx, targets)
		}
		return func() {
			if err != nil {
				d.fail(err, d.readUsers)
				return
			}
			d.targets = targets
			d.draw()
			d.choosing()
		}
	})
}

// readChoices reads the steps that are chosen for everybody, and by which tenants for themselves.
func (d *departing) readChoices(ctx context.Context, targets []change.Target) error {
	tenants := tenantsOf(targets)
	d.own = make(map[m365.TenantID]offboard.Choice)
	for _, tenant := range tenants {
		choice, own, err := d.a.o.Offboarding.Choice(ctx, tenant.id)
		switch {
		case err != nil:
			return err
		case len(tenants) == 1:
			d.choice, d.keepsOwn = choice, own
			return nil
		case own:
			d.own[tenant.id] = choice
		}
	}
	choice, _, err := d.a.o.Offboarding.Choice(ctx, "")
	d.choice = choice
	return err
}

// fail says why the form cannot go on, and offers to try again.
func (d *departing) fail(err error, again func()) {
	failure := d.a.o.Host.Explain(err)
	onward := d.form.again(d.a.o.Host, failure, d.openForm, again)
	button := widget.NewButton(widget.Primary, onward.Label, "", onward.Do)
	d.form.show(view{
		head: d.head, width: d.width(), body: d.a.failure(failure),
		buttons: []*widget.Button{d.closeButton("Close"), button}, enter: button,
	})
}

// chosen gives the steps for the users of a tenant, as they are ticked now.
func (d *departing) chosen() func(tenant m365.TenantID) offboard.Choice {
	choice, own, useOwn := d.choice, d.own, d.useOwn
	return func(tenant m365.TenantID) offboard.Choice {
		if of, has := own[tenant]; has && useOwn {
			return of
		}
		return choice
	}
}

// prepare makes the plan of everybody, and keeps the choice.
func (d *departing) prepare() {
	choice, kept := d.choice, d.keepsOwn
	d.plans = bulk.NewDepartures(bulk.DeparturesOptions{
		Offboarding: d.a.o.Offboarding, Users: d.targets, Choice: d.chosen(), Explain: d.a.o.Host.Explain, Told: d.told,
	})
	of := m365.TenantID("")
	if kept {
		of = d.targets[0].Key.Tenant
	}
	d.work.Do(func(ctx context.Context) func() {
		if err := d.a.o.Offboarding.Keep(ctx, of, kept, choice); err != nil {
			return func() { d.a.o.Host.Fail(err) }
		}
		return nil
	})
	d.check()
}

// check plans everybody who is not planned.
func (d *departing) check() {
	d.checking = true
	d.redraw()
	d.asking()
	plans := d.plans
	d.work.Do(func(ctx context.Context) func() {
		plans.Check(ctx)
		return func() {
			if d.plans != plans { // the person went back to the steps
				return
			}
			d.checking = false
			d.redraw()
			d.asking()
		}
	})
}

// confirm is the press of the verb. Where an administrator is among the users it is asked once more.
func (d *departing) confirm() {
	switch {
	case d.begun || d.checking || d.counts.Waiting == 0:
	case d.counts.Admins > 0:
		d.askingAgain()
	default:
		d.begin()
	}
}

// begin carries out what was confirmed, once.
func (d *departing) begin() {
	if d.begun {
		return
	}
	d.begun = true
	plans := d.plans.Plans()
	d.a.o.Work.Do(func(ctx context.Context) func() {
		name, err := d.a.o.Offboarding.BeginTogether(ctx, plans)
		return func() {
			if err != nil {
				d.begun = false
				d.fail(err, d.prepare)
				return
			}
			d.follow(name)
			d.redraw()
			d.running()
		}
	})
}

// follow begins to hear of what was begun, in the place of what followed it before: it may be heard of before it is said to have
// begun.
func (d *departing) follow(name string) {
	d.a.departings = slices.DeleteFunc(d.a.departings, func(other *departing) bool {
		same := other != d && other.name == name
		if same {
			other.name = "" // what it still hears of is not told
			if other.notice != nil {
				other.notice.Close()
			}
		}
		return same
	})
	d.name, d.begun = name, true
	d.a.departings = append(d.a.departings, d)
}

// departingOf is what follows the offboardings that were begun at once under a name.
func (a *Actions) departingOf(name string) *departing {
	for _, one := range a.departings {
		if one.name == name {
			return one
		}
	}
	d := &departing{manyFrame: manyFrame{a: a}}
	d.follow(name)
	return d
}

// told hears, on any goroutine, that something is different.
func (d *departing) told() {
	if d.moved.CompareAndSwap(false, true) {
		d.a.o.Work.After(drawPause, d.redraw)
	}
}

// redraw shows how it stands, in the form or in the corner.
func (d *departing) redraw() {
	d.moved.Store(false)
	before := d.follows.stands()
	switch {
	case d.name != "":
		d.runs = d.a.o.Offboarding.Together(d.name)
	case d.plans != nil:
		d.users = d.plans.All()
		d.counts = bulk.CountDepartures(d.users)
	}
	d.draw()
	switch {
	case d.name == "":
	case !d.isOpen():
		d.tell()
	case before != d.follows.stands():
		d.follows.draw()
	}
}

// following draws a form anew where what it is made from stands otherwise. What changes with every step is drawn in its place
// instead: somebody may be pressing a button beside it.
type following struct {
	draw func()
	from func() string
}

func (f following) stands() string {
	if f.from == nil {
		return ""
	}
	return f.from()
}

// draw shows it in the form, where there is one.
func (d *departing) draw() {
	if d.form == nil {
		return
	}
	d.head.SetText(d.whom())
	switch {
	case d.name != "":
		d.table.setRuns(d.runs)
		d.setTiles()
	case d.plans != nil:
		d.table.setPlans(d.users)
		d.setPreview()
	}
	if d.form.isOpen() {
		d.form.refresh()
	}
}

// whom says how many users of which tenants, as the first line of the form.
func (d *departing) whom() string {
	users := d.targets
	if d.name != "" {
		users = targetsOf(d.runs)
	}
	if users == nil {
		return table.Counted(d.count, "user", "users")
	}
	return usersOf(len(users), tenantsOf(users))
}

func (d *departing) isOpen() bool { return d.form != nil && d.form.isOpen() }

// show opens the form of what was begun.
func (d *departing) show() {
	if d.notice != nil {
		d.notice.Close()
		d.notice = nil
	}
	if d.isOpen() {
		return
	}
	d.runs = d.a.o.Offboarding.Together(d.name)
	d.openForm()
	d.running()
}

// do tells the service what the person wants, elsewhere than where widgets may be touched.
func (d *departing) do(what func(ctx context.Context, together string) error) {
	name := d.name
	d.a.o.Work.Do(func(ctx context.Context) func() {
		err := what(ctx, name)
		if err == nil {
			return nil
		}
		return func() { d.a.o.Host.Fail(err) }
	})
}
