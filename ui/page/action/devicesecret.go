package action

import (
	"context"
	"strings"
	"time"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// ShowLocalPassword shows the LAPS password of a device, once.
func (a *Actions) ShowLocalPassword(s Subject, device m365.Device) {
	f := a.newFlow(change.Of(change.ShowLocalPassword), s.target())
	intent := change.Intent{Action: change.ShowLocalPassword, User: s.User.Key, Writes: []change.Write{
		{Kind: change.ReadLocalPassword, Subject: device.DeviceID, Name: device.Hostname},
	}}
	f.planner = func() planner { return a.planOf(intent) }
	f.secret = &secretWords{
		label: "LAPS password of " + device.Hostname, copies: "Copy LAPS Password", show: "Show LAPS Password",
		done: "This is the password of the local administrator.", facts: f.lookFacts,
	}
	f.start()
}

// lookFacts are what Microsoft says beside a secret.
func (f *flow) lookFacts(time.Time) []string {
	var facts []string
	for _, step := range f.outcome.Steps {
		if step.Note != "" {
			facts = append(facts, step.Note)
		}
	}
	return facts
}

// ShowRecoveryKey lets a BitLocker key of a device be chosen among those that Microsoft keeps, and shows it, once.
func (a *Actions) ShowRecoveryKey(s Subject, device m365.Device) {
	f := a.newFlow(change.Of(change.ShowRecoveryKey), s.target())
	f.openForm()
	a.readKeys(f, s, device)
}

func (a *Actions) readKeys(f *flow, s Subject, device m365.Device) {
	f.ready, f.refused = false, nil
	f.again = func() { a.readKeys(f, s, device) }
	f.ask()
	f.work.Do(func(ctx context.Context) func() {
		keys, err := a.o.Directory.RecoveryKeys(ctx, s.User.Key.Tenant, device.DeviceID)
		return func() {
			switch {
			case err != nil:
				failure := a.o.Host.Explain(err)
				if call.Is(err, call.Denied) {
					failure.Do = change.LookTakes(change.ShowRecoveryKey, s.Tenant.Primary)
				}
				f.refused = &failure
				f.ask()
			case len(keys) == 0:
				f.form.show(view{
					head:    f.head(),
					body:    widget.NewBanner(table.Neutral, "Microsoft keeps no BitLocker key of "+device.Hostname+"."),
					buttons: []*widget.Button{f.closeButton()},
				})
			default:
				a.askKey(f, s, device, keys)
			}
		}
	})
}

// askKey asks which key is looked at. The person at the device reads the beginning of its id there.
func (a *Actions) askKey(f *flow, s Subject, device m365.Device, keys []m365.RecoveryKey) {
	chosen := keys[0]
	var choice *widget.Button
	choice = widget.NewMenuButton(widget.Secondary, a.keyLabel(chosen), "", func() []widget.MenuItem {
		var items []widget.MenuItem
		for _, key := range keys {
			items = append(items, widget.MenuItem{Label: a.keyLabel(key), Do: func() {
				chosen = key
				choice.SetLabel(a.keyLabel(key))
				f.prepare()
			}})
		}
		return items
	})
	f.options = page.Column(page.Tight, page.Row(page.Gap, widget.NewText("Key ID"), choice),
		widget.NewMutedParagraph(device.Hostname+" shows the key ID where it asks for the key.", textWidth))
	f.planner = func() planner {
		return a.planOf(change.Intent{Action: change.ShowRecoveryKey, User: s.User.Key, Writes: []change.Write{
			{Kind: change.ReadRecoveryKey, Subject: chosen.ID, Name: device.Hostname},
		}})
	}
	f.again = nil
	f.secret = &secretWords{
		label: "BitLocker key of " + device.Hostname, copies: "Copy BitLocker Key", show: "Show BitLocker Key",
		done: "This is the recovery key.", facts: func(time.Time) []string { return []string{"Key ID " + strings.ToUpper(chosen.ID)} },
	}
	f.prepare()
}

// keyLabel tells keys apart: the beginning of the id, the volume, and since when.
func (a *Actions) keyLabel(key m365.RecoveryKey) string {
	id, _, _ := strings.Cut(strings.ToUpper(key.ID), "-")
	label := id + ", " + lowered(key.Volume)
	if !key.Created.IsZero() {
		label += ", " + a.o.Host.Printer().Day(key.Created)
	}
	return label
}
