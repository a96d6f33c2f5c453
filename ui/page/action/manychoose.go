package action

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"github.com/tenantkeep/tenantkeep/assets/icons"
	"github.com/tenantkeep/tenantkeep/core/bulk"
	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// shared is a product or a group as many users could get or lose it: one of each tenant, of the same name.
type shared struct {
	name string
	// in has what it is in a tenant that has it, and cannot why a tenant gives it to nobody.
	in     map[m365.TenantID]choice
	cannot map[m365.TenantID]string
}

// manyKind is what differs between licenses and groups of many users.
type manyKind struct {
	action change.Action
	// noun is what they are called in the plural, one what one of them is.
	noun, one string
	add, take change.WriteKind
	// read lists what a tenant has for a text; the texts of a kind that is read whole are always empty.
	read func(ctx context.Context, tenant m365.TenantID, text string) ([]choice, error)
	// searched says that Microsoft is asked for each text: there are too many to be read whole.
	searched bool
	// tells says in few words what all tenants together have of it.
	tells func(one shared, tenants []tenantOf) string
}

// manyChoose asks what many users get and lose.
type manyChoose struct {
	kind    manyKind
	m       *many
	tenants []tenantOf

	offered []shared
	// unread are the tenants that did not say what they have, with the reason.
	unread map[m365.TenantID]string
	found  bool
	// chosen are what is given and taken, in the order in which it was chosen.
	chosen []chosenThing
	taking bool
	place  *placeChooser

	left, right  *lines
	gives, takes *widget.Check
	search       *widget.Entry
	status       *widget.Paragraph
	parts        *fyne.Container
	text         string
	// searching says that the tenants are asked, further that they are asked once more afterwards.
	searching, further bool
}

type chosenThing struct {
	thing  shared
	taking bool
}

func (o *manyChoose) begin(m *many) {
	o.m, o.tenants = m, m.tenants()
	o.left, o.right = newLines(), newLines()
	o.gives = widget.NewRadio("Add", true, func() { o.mode(false) })
	o.takes = widget.NewRadio("Remove", false, func() { o.mode(true) })
	o.search = widget.NewEntry("Search "+o.kind.noun, "Search "+o.kind.noun)
	o.search.OnChanged = o.typed
	o.search.OnSubmitted = func(text string) { o.seek(text) }
	o.status = widget.NewMutedParagraph("", listsWidth)
	chosen := page.Column(page.Near, page.AtLeast(0, 32, page.Row(page.Near, widget.NewStrong("For each of them"))),
		page.AtLeast(0, listsHeight, o.left.content))
	offered := page.Column(page.Near, page.Row(page.Near, page.Fill(o.search), o.gives, o.takes), page.AtLeast(0, listsHeight, o.right.content))
	o.parts = page.Column(page.Gap, page.Fields(listsWidth, 2, fyne.NewSize(page.Apart, 0), offered, chosen), o.status)
	if o.kind.add == change.AddLicense {
		o.place = newPlaceChooser(m.a.o.Host.Canvas(), func() { m.chosen() })
		o.place.why("For those who have no usage location: without one Microsoft assigns no license, and they are left out.")
		o.parts.Add(o.place.content)
	}
	o.draw()
	if o.kind.searched && len(o.tenants) > 1 {
		o.right.say(centred("Type the name that the " + o.kind.one + " has in each tenant, then press Enter."))
		return
	}
	o.seek("")
}

func (o *manyChoose) content() fyne.CanvasObject { return o.parts }

func (o *manyChoose) mode(taking bool) {
	o.taking = taking
	o.gives.SetChecked(!taking)
	o.takes.SetChecked(taking)
	o.draw()
}

// typed follows the search. Where each tenant would be asked, that waits for Enter.
func (o *manyChoose) typed(text string) {
	switch {
	case !o.kind.searched:
		o.text = text
		o.draw()
	case len(o.tenants) == 1:
		o.seek(text)
	}
}

// seek asks every tenant what it has. A letter that is typed meanwhile makes them asked once more.
func (o *manyChoose) seek(text string) {
	o.text = text
	if o.kind.searched && len(o.tenants) > 1 && strings.TrimSpace(text) == "" {
		return
	}
	if o.searching {
		o.further = true
		return
	}
	o.searching = true
	tenants := o.tenants
	if !o.found {
		o.right.say(centred("Reading what " + table.Counted(len(tenants), "tenant has", "tenants have")))
	}
	o.m.work.Do(func(ctx context.Context) func() {
		ids := make([]m365.TenantID, len(tenants))
		for i, tenant := range tenants {
			ids[i] = tenant.id
		}
		had := bulk.AskEach(ids, func(tenant m365.TenantID) ([]choice, error) { return o.kind.read(ctx, tenant, strings.TrimSpace(text)) })
		return func() {
			o.searching = false
			if o.further {
				o.further = false
				o.seek(o.text)
				return
			}
			o.take(had)
		}
	})
}

// take puts together what the tenants have.
func (o *manyChoose) take(had []bulk.Answer[[]choice]) {
	o.unread = make(map[m365.TenantID]string)
	for i, one := range had {
		if one.Err == nil {
			continue
		}
		o.unread[o.tenants[i].id] = o.m.a.o.Host.Explain(one.Err).Reason()
	}
	if len(o.unread) == len(had) {
		o.found = false
		failure := o.m.a.o.Host.Explain(had[0].Err)
		again := o.m.form.again(o.m.a.o.Host, failure, func() {
			o.m.openForm()
			o.m.choosing()
		}, func() { o.seek(o.text) })
		o.right.say(widget.NewErrorState(failure.Sentence(), again, func() { o.m.a.o.Host.Copy(failure.Details()) }))
		return
	}
	o.offered, o.found = o.join(had), true
	o.draw()
}

// join makes one of what the tenants call alike. A name that a tenant has twice is nobody's there.
func (o *manyChoose) join(had []bulk.Answer[[]choice]) []shared {
	var all []shared
	places := make(map[string]int)
	for i, one := range had {
		if one.Err != nil {
			continue
		}
		for _, thing := range one.Has {
			name := thing.thing
			if o.kind.searched {
				name = table.Fold(thing.name)
			}
			at, known := places[name]
			if !known {
				at = len(all)
				places[name] = at
				all = append(all, shared{name: thing.name, in: make(map[m365.TenantID]choice), cannot: make(map[m365.TenantID]string)})
			}
			all[at].put(o.tenants[i], thing, o.kind)
		}
	}
	slices.SortStableFunc(all, func(a, b shared) int { return strings.Compare(table.Fold(a.name), table.Fold(b.name)) })
	return all
}

func (s *shared) put(tenant tenantOf, thing choice, kind manyKind) {
	_, twice := s.in[tenant.id]
	s.in[tenant.id] = thing
	switch {
	case twice:
		s.cannot[tenant.id] = fmt.Sprintf("%s has more than one %s with the name %s.", tenant.name, kind.one, s.name)
	case thing.fixed != "" && kind.searched:
		s.cannot[tenant.id] = fmt.Sprintf("The members of %s in %s cannot be changed here: %s.", s.name, tenant.name, lowered(thing.fixed))
	}
}

// lacking are the tenants that do not have it.
func (o *manyChoose) lacking(thing shared) (names []string) {
	for _, tenant := range o.tenants {
		if _, has := thing.in[tenant.id]; !has && o.unread[tenant.id] == "" {
			names = append(names, tenant.name)
		}
	}
	return names
}

func (o *manyChoose) draw() {
	o.drawOffered()
	o.drawChosen()
	o.status.SetText(o.said())
	if o.m.chosen != nil {
		o.m.chosen()
	}
}

// said is what is missing of the lists.
func (o *manyChoose) said() string {
	var names []string
	for _, tenant := range o.tenants {
		if why := o.unread[tenant.id]; why != "" {
			names = append(names, tenant.name+" ("+strings.TrimSuffix(why, ".")+")")
		}
	}
	if len(names) == 0 {
		return ""
	}
	return "Not read, so that their users are left out: " + page.Listed(names, namesTold) + "."
}

func (o *manyChoose) drawOffered() {
	if !o.found {
		return
	}
	var rows []line
	for _, one := range o.offered {
		if !o.kind.searched && !matches(one.name, o.text) {
			continue
		}
		row := line{name: one.name, note: o.kind.tells(one, o.tenants), icon: icons.Plus, act: o.verb() + " " + one.name, do: func() { o.choose(one) }}
		if o.holds(one.name) || len(one.cannot) == len(one.in) {
			row.muted, row.act = true, ""
		}
		rows = append(rows, row)
	}
	if len(rows) == 0 {
		o.right.say(widget.NewEmptyState("No "+o.kind.noun+" match.", widget.Action{}))
		return
	}
	o.right.set(rows)
}

func (o *manyChoose) verb() string {
	if o.taking {
		return "Remove"
	}
	return "Add"
}

func (o *manyChoose) holds(name string) bool {
	return slices.ContainsFunc(o.chosen, func(one chosenThing) bool { return one.thing.name == name })
}

func (o *manyChoose) choose(thing shared) {
	if !o.holds(thing.name) {
		o.chosen = append(o.chosen, chosenThing{thing, o.taking})
	}
	o.draw()
}

func (o *manyChoose) drawChosen() {
	if len(o.chosen) == 0 {
		o.left.say(centred(nothingYet + "."))
		return
	}
	rows := make([]line, len(o.chosen))
	for i, one := range o.chosen {
		rows[i] = line{
			name: one.thing.name, note: o.notIn(one), pill: "Adding", tone: table.Good, icon: icons.Close, act: "Leave " + one.thing.name,
			do: func() {
				o.chosen = slices.DeleteFunc(slices.Clone(o.chosen), func(other chosenThing) bool { return other.thing.name == one.thing.name })
				o.draw()
			},
		}
		if one.taking {
			rows[i].pill, rows[i].tone = "Removing", table.Danger
		}
	}
	o.left.set(rows)
}

// notIn names the tenants that do not have what was chosen.
func (o *manyChoose) notIn(one chosenThing) string {
	lacking := o.lacking(one.thing)
	switch {
	case len(lacking) == 0:
		return ""
	case one.taking:
		return "Nothing to remove in " + page.Listed(lacking, namesTold)
	}
	return "Not found in " + page.Listed(lacking, namesTold) + ": their users are left out"
}

func (o *manyChoose) focus() fyne.Focusable { return o.search }

func (o *manyChoose) lacks() string {
	if len(o.chosen) == 0 {
		return nothingYet
	}
	return ""
}

// want is everything that was chosen, as it is called in the user's tenant. What a tenant does not have nobody loses there.
func (o *manyChoose) want(user change.Target) (change.Intent, error) {
	intent := change.Intent{Action: o.kind.action}
	if o.place != nil {
		intent.UsageLocation = o.place.code
	}
	for _, one := range o.chosen {
		thing, has := one.thing.in[user.Key.Tenant]
		switch why := one.thing.cannot[user.Key.Tenant]; {
		case !has && o.unread[user.Key.Tenant] != "":
			return intent, o.refuse(user, change.ErrIntent, "It is not known which "+o.kind.noun+" "+tenantName(user)+" has. "+o.unread[user.Key.Tenant])
		case !has && one.taking:
			continue
		case !has:
			return intent, o.refuse(user, change.ErrIntent, fmt.Sprintf("%s has no %s with the name %s.", tenantName(user), o.kind.one, one.thing.name))
		case why != "":
			return intent, o.refuse(user, change.ErrIntent, why)
		}
		kind := o.kind.add
		if one.taking {
			kind = o.kind.take
		}
		intent.Writes = append(intent.Writes, change.Write{Kind: kind, Subject: thing.thing, Name: thing.name})
	}
	if len(intent.Writes) == 0 {
		return intent, o.refuse(user, change.ErrNothingToDo, "There is nothing to remove in "+tenantName(user)+": it is so already.")
	}
	return intent, nil
}

func (o *manyChoose) refuse(user change.Target, reason error, why string) error {
	return &change.Refusal{Reason: reason, Action: o.kind.action, User: user.Key, What: why}
}
