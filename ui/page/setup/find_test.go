package setup_test

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/integration"
)

func (w *world) FindTenant(ctx context.Context, clientID string, onURL func(string)) (integration.OwnTenant, error) {
	onURL(signInURL)
	err := w.call(ctx, "FindTenant", func() { w.asked = append(w.asked, clientID) })
	return integration.OwnTenant{Account: "eva@msp.example", ID: mspTenant, Name: "MSP Example", Domain: "msp.example"}, err
}

func TestTheTenantOfAnAccountIsProposedWithBothNames(t *testing.T) {
	w := newWorld()
	w.held["FindTenant"] = make(chan struct{})
	d := openForm(t, w)
	d.TypeIn("Tenant ID", "contoso.com")
	d.TypeIn("Application (client) ID", mspClient)
	d.Tap("Find my tenant")
	d.Settle()
	d.Sees("Find your tenant", "Copy link")
	close(w.held["FindTenant"])
	d.Work.WaitAll()
	d.Settle()
	require.Equal(t, []string{mspClient}, w.asked)
	d.Sees("eva@msp.example is at home in MSP Example (msp.example, "+string(mspTenant)+").", "contoso.com")
	d.Tap("Use this tenant", "Save")
	d.browserOpens()
	require.Equal(t, mspTenant, w.saved[0].Tenant)
	d.browserReturns(connection(), nil)
}

func TestATenantIsFoundBeforeThereIsAnApplication(t *testing.T) {
	w := newWorld()
	d := openForm(t, w)
	d.Tap("Find my tenant")
	d.Work.WaitAll()
	d.Settle()
	require.Equal(t, []string{""}, w.asked, "with Microsoft's own")
	d.Sees("Your tenant")
	d.SeesNot("takes the place of")
}

func TestATenantThatIsNotFoundSaysWhy(t *testing.T) {
	w := newWorld()
	w.fails["FindTenant"] = errors.New("refused")
	d := openForm(t, w)
	d.Tap("Find my tenant")
	d.Work.WaitAll()
	d.Settle()
	d.Sees("Something went wrong.", "Tenant ID")
}

func TestTheSearchForATenantCanBeCancelled(t *testing.T) {
	w := newWorld()
	w.held["FindTenant"] = make(chan struct{})
	d := openForm(t, w)
	d.Tap("Find my tenant")
	d.Settle()
	d.Tap("Cancel")
	d.Work.WaitAll()
	d.Settle()
	d.Sees("Tenant ID")
	d.SeesNot("Something went wrong.", "Your tenant")
}
