package createmany

import (
	"context"
	"encoding/csv"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/tenantkeep/tenantkeep/core/bulk"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/newuser"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/core/userfile"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/uithread"
)

func (p *Page) chooseTenant() {
	page.ChooseTenant(p.o.Host.Canvas(), p.choose, p.tenants, func(tenant m365.Tenant) { p.renew(&kept{tenant: tenant}) })
}

// renew begins anew.
func (p *Page) renew(with *kept) {
	p.kept.shows = func() {}
	p.kept = with
	p.kept.shows = p.show
	p.draw()
}

func (p *Page) chooseFile() {
	p.o.Host.ReadFile(func(name string, content []byte) {
		next := &kept{tenant: p.kept.tenant, file: name}
		lines, err := userfile.Read(content)
		if err != nil {
			next.failure = &m365.Failure{What: "Could not read " + name + ". " + err.Error(), Do: remedy(err), Technical: err.Error(), At: p.o.Host.Now()}
			p.renew(next)
			return
		}
		p.renew(next)
		p.check(lines)
	})
}

// remedy is what to do about a file that cannot be read.
func remedy(err error) string {
	var found *newuser.FileError
	if errors.As(err, &found) {
		return found.Do
	}
	return ""
}

// check is the dry run.
func (p *Page) check(lines []userfile.Line) {
	k := p.kept
	k.checking = true
	p.o.Lasting.Do(func(ctx context.Context) func() {
		run := p.o.Creations.Begin(ctx, k.tenant.ID, lines, func() { k.changed(p.o.Lasting) })
		return func() {
			k.run = run
			k.shows()
			p.checkRun(k)
		}
	})
}

func (p *Page) checkRun(k *kept) {
	p.o.Lasting.Do(func(ctx context.Context) func() {
		err := k.run.Check(ctx)
		return func() {
			k.checking = false
			if err != nil {
				failure := p.o.Host.Explain(err)
				k.failure = &failure
			}
			k.shows()
		}
	})
}

// changed draws soon, however often it is called.
func (k *kept) changed(work *uithread.Work) {
	if !k.drawing.Swap(true) {
		work.Run(func() {
			k.drawing.Store(false)
			k.shows()
		})
	}
}

// press is the button: it creates, stops, or tries again.
func (p *Page) press() {
	k := p.kept
	switch counts := p.counts(); {
	case k.run == nil:
	case k.creating:
		k.run.Stop()
	case counts.Waiting > 0:
		p.ask(counts)
	case counts.Troubled() > 0:
		p.carry((*bulk.Creations).Retry)
	}
}

func (p *Page) ask(counts bulk.Counts) {
	users := table.Counted(counts.Waiting, "user", "users")
	more := []string{"Each gets a password of its own, which must be changed at the first sign-in. A step that fails leaves the others as they are."}
	if counts.LeftOut > 0 {
		more = append(more, table.Counted(counts.LeftOut, "line", "lines")+" with faults are left out.")
	}
	p.o.Host.Ask(page.Question{
		Title: "Create users", Text: users + " will be created in " + p.kept.tenant.NameAndDomain() + ".", More: more, Verb: "Create " + users,
		Do: func() { p.carry((*bulk.Creations).Carry) },
	})
}

// carry runs on the window's work: leaving the page does not end it.
func (p *Page) carry(do func(*bulk.Creations, context.Context)) {
	k := p.kept
	if k.creating {
		return
	}
	if !k.begun {
		p.o.Actions.Keeps(k.unseen)
	}
	k.creating, k.begun, k.saved = true, true, false
	host := p.o.Host
	p.o.Lasting.Do(func(ctx context.Context) func() {
		do(k.run, ctx)
		return func() { k.ended(host) }
	})
	p.draw()
}

// ended says how it went, where the page is open in it, else in the corner.
func (k *kept) ended(host Host) {
	k.creating = false
	counts := bulk.CountCreations(k.run.All())
	mood := page.Done
	if counts.Troubled() > 0 {
		mood = page.Trouble
	}
	toast := page.Toast{Mood: mood, Text: k.sentence(counts)}
	if k.unseen() != "" { // they may be the users' only way in, and the page may be left by then
		toast.Waits, toast.Detail = passwordsWait, "The passwords are not saved yet."
		toast.Actions = []page.Action{{Label: "Save the passwords…", Do: func() { k.askSave(host) }, Keep: true}}
	}
	k.takeBack()
	k.told = host.Toast(toast)
	k.shows()
}

// takeBack closes what was said at the end, which is not true any more.
func (k *kept) takeBack() {
	if k.told != nil {
		k.told.Close()
	}
}

// passwordsWait is how long the end of a run offers its passwords from behind the bell.
const passwordsWait = 24 * time.Hour

// sentence is how many users stand how.
func (k *kept) sentence(counts bulk.Counts) string {
	text := table.Thousands(int64(counts.Done)) + " of " + table.Counted(counts.Meant(), "user", "users") + " created in " + k.tenant.FullName() + "."
	if counts.Troubled() > 0 {
		text += " " + table.Thousands(int64(counts.Troubled())) + " did not succeed."
	}
	return text
}

// unseen says that passwords would go with the window.
func (k *kept) unseen() string {
	passwords := k.passwords()
	switch {
	case k.creating:
		return "Users of " + k.file + " are being created in " + k.tenant.FullName() + "."
	case k.saved || len(passwords) == 0:
		return ""
	}
	return "The passwords of " + table.Counted(len(passwords), "new user", "new users") + " in " + k.tenant.FullName() + " were not saved."
}

// passwords are the users who have one, each with it.
func (k *kept) passwords() (found []bulk.Creation) {
	if k.run == nil {
		return nil
	}
	return slices.DeleteFunc(k.run.All(), func(one bulk.Creation) bool { return one.Secret.Empty() })
}

// askSave writes the passwords to a file, after a question: there they are read by everybody who gets it.
func (k *kept) askSave(host Host) {
	host.Ask(page.Question{
		Title: "Save the passwords", Text: "The passwords of " + table.Counted(len(k.passwords()), "new user", "new users") + " in " + k.tenant.FullName() + " will be written to a file, readable as they are.",
		More: []string{"Hand it over, then delete it. Tenantkeep keeps no copy."}, Verb: "Save", Do: func() {
			host.WriteFile("new-passwords.csv", passwordFile(k.passwords()), func() {
				k.saved = true
				k.takeBack()
				k.shows()
			})
		},
	})
}

// passwordFile is a list of usernames and passwords, that no spreadsheet runs as formulas.
func passwordFile(users []bulk.Creation) []byte {
	var text strings.Builder
	text.WriteString("\uFEFF")
	out := csv.NewWriter(&text)
	out.UseCRLF = true
	// Nothing that is written to memory fails.
	_ = out.Write([]string{"Full Name", "User Principal Name", "Password"})
	for _, one := range users {
		_ = out.Write([]string{table.AsText(one.Plan.Target.Name), table.AsText(one.Plan.Target.Username), one.Secret.Reveal()})
	}
	out.Flush()
	return []byte(text.String())
}
