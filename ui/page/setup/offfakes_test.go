package setup_test

import (
	"context"

	"github.com/tenantkeep/tenantkeep/core/m365"
)

func (w *world) TurningOff(ctx context.Context) (off m365.TurnOff, found bool, err error) {
	err = w.call(ctx, "TurningOff", func() {
		if w.off != nil {
			off, found = *w.off, true
		}
	})
	return off, found, err
}

func (w *world) TurnOff(ctx context.Context, eraseJournal bool, onURL func(string)) error {
	onURL(signInURL)
	return w.call(ctx, "TurnOff", func() {
		w.off = &m365.TurnOff{EraseJournal: eraseJournal, Removals: []m365.Removal{
			{Tenant: clientID(1), Name: "Contoso Dental", State: m365.RemovalWaits, Doing: "Deleting enterprise application"},
			{Tenant: clientID(2), Name: "Fabrikam Legal", State: m365.RemovalDone},
		}}
	})
}

// settle ends what is under way: one tenant failed, and the own one waits for it.
func (w *world) settle() {
	w.do(func() {
		w.off.Removals[0] = m365.Removal{
			Tenant: clientID(1), Name: "Contoso Dental", State: m365.RemovalFailed,
			Failure: &m365.Failure{What: "Microsoft did not answer.", Do: "Try again.", Code: "503"},
		}
		w.off.Removals = append(w.off.Removals, m365.Removal{Tenant: mspTenant, Name: "MSP Example", Primary: true, State: m365.RemovalStopped})
	})
}

func (w *world) StopTurningOff(ctx context.Context) error {
	return w.call(ctx, "StopTurningOff", func() { w.off.Removals[0].State, w.off.Removals[0].Doing = m365.RemovalStopped, "" })
}

func (w *world) GoOnTurningOff(ctx context.Context, _ func(string)) error {
	return w.call(ctx, "GoOnTurningOff", func() {
		w.off.Permitting = false
		w.off.Removals[0] = m365.Removal{Name: "Contoso Dental", State: m365.RemovalWaits, Doing: "Removing the consent"}
	})
}

func (w *world) FinishTurningOff(ctx context.Context) error {
	return w.call(ctx, "FinishTurningOff", func() { w.off, w.connection, w.tenants = nil, m365.Connection{}, nil })
}

func (w *world) TakeBackTurnOff(ctx context.Context, _ func(string)) error {
	return w.call(ctx, "TakeBackTurnOff", func() { w.off = nil })
}
