package createmany_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/bulk"
	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/newuser"
	"github.com/tenantkeep/tenantkeep/core/userfile"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/page/createmany"
	"github.com/tenantkeep/tenantkeep/ui/theme"
	"github.com/tenantkeep/tenantkeep/ui/uitest"
)

func TestMain(m *testing.M) { uitest.Main(m) }

var contoso = m365.Tenant{
	ID: "8f3c0000-0000-4000-8000-0000000041aa", Name: "Contoso Dental", Status: m365.Synced, DefaultDomain: "contoso.com",
}

// harness is the page in a window, and the tenant in which users are created.
type harness struct {
	*uitest.Stage
	page *createmany.Page
	keep func() string

	mu      sync.Mutex
	created []string
	// fails are the usernames whose creation fails; err is why the tenant cannot be read.
	fails map[string]bool
	err   error
}

const file = "Full Name,Username,Job Title\nNoor Haddad,noor,Receptionist\nBo Ek,bo,\nAda Bell,ada,\nCy Moss,noor,\n"

func open(t *testing.T) *harness {
	t.Helper()
	return openIn(t, fyne.NewSize(1216, 848))
}

func openIn(t *testing.T, size fyne.Size) *harness {
	t.Helper()
	d := &harness{Stage: uitest.NewStage(t, size), fails: make(map[string]bool)}
	d.Host.File = [2]string{"joiners.csv", file}
	d.openPage(contoso.ID)
	return d
}

func (d *harness) openPage(tenant m365.TenantID) {
	d.T.Helper()
	d.page = createmany.New(createmany.Options{
		Host: d.Host, Work: d.Work.Child(), Lasting: d.Work, Tables: d.Host.Tables(), Tenants: d, Creations: d, Actions: d, Tenant: tenant,
	})
	d.Show(d.page.Content())
	d.page.Changed(page.Everything())
	d.Settle()
	d.T.Cleanup(d.page.Close)
}

func (d *harness) Keeps(say func() string) { d.keep = say }

func (d *harness) Tenants(context.Context) ([]m365.Tenant, error) { return []m365.Tenant{contoso}, nil }

func (d *harness) Begin(_ context.Context, tenant m365.TenantID, lines []userfile.Line, told func()) *bulk.Creations {
	return bulk.NewCreations(bulk.CreationsOptions{
		Changes: d, Directory: d, Tenant: tenant, Lines: lines, Pattern: newuser.PatternOf(nil), Told: told, Explain: uitest.Explain,
	})
}

func (d *harness) Organization(context.Context, m365.TenantID) (m365.Organization, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return m365.Organization{DefaultDomain: "contoso.com", Domains: []string{"contoso.com"}}, d.err
}

func (d *harness) SKUs(context.Context, m365.TenantID) ([]m365.SKU, error) { return nil, nil }

func (d *harness) FindGroups(context.Context, m365.TenantID, string) ([]m365.Group, error) {
	return nil, nil
}

func (d *harness) WhoHas(context.Context, m365.TenantID, string) ([]m365.Person, error) {
	return nil, nil
}

func (d *harness) Plan(_ context.Context, intent change.Intent) (change.Plan, error) {
	write := intent.Writes[0]
	if write.Subject == "ada@contoso.com" {
		return change.Plan{}, &change.Refusal{Reason: change.ErrFields, Objections: []change.Objection{{Field: change.Username, Why: "Taken: Ada Vance has this username."}}}
	}
	return change.Plan{
		ID: write.Subject, Action: change.CreateUser, Target: change.Target{Key: intent.User, Name: write.Name, Username: write.Subject},
		Steps: []change.Step{{Write: write, Text: "Create the user"}},
	}, nil
}

func (d *harness) ContinuePlan(_ context.Context, id string) (change.Plan, error) {
	return change.Plan{ID: id + "-2", Target: change.Target{Username: id}, Steps: []change.Step{{Text: "Create the user"}}}, nil
}

func (d *harness) Carry(_ context.Context, plan change.Plan, _ func(change.Outcome)) (change.Outcome, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	outcome := change.Outcome{Plan: plan, Steps: []change.StepResult{{State: change.Done}}, Ended: time.Unix(1, 0)}
	if d.fails[plan.Target.Username] {
		outcome.Steps[0] = change.StepResult{State: change.Failed, Failure: &m365.Failure{What: "Microsoft failed.", Do: "Retry."}}
		return outcome, nil
	}
	d.created = append(d.created, plan.Target.Username)
	outcome.Plan.Target.Key.ID = "id"
	outcome.Secret = m365.NewSecret("secret-of-" + plan.Target.Username)
	return outcome, nil
}

func (d *harness) Retry(context.Context, change.Outcome, func(change.Outcome)) (change.Outcome, error) {
	return change.Outcome{}, errors.New("not expected")
}

func (d *harness) made() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	made := slices.Clone(d.created)
	slices.Sort(made)
	return made
}

func TestEachLineIsCheckedBeforeAnythingIsSent(t *testing.T) {
	d := open(t)
	d.Tap("Choose a file…")
	d.Sees("2 lines of joiners.csv cannot be created, 2 can. Nothing was sent.", "Faults", "Ready",
		"User Principal Name: Taken: Ada Vance has this username.", "Line 2 has the username noor@contoso.com too.")
	require.Empty(t, d.made())
	d.Tap("Create 2 users")
	d.Sees("2 users will be created in Contoso Dental (contoso.com).", "2 lines with faults are left out.")
	d.Tap("Create 2 users")
	require.Equal(t, []string{"bo@contoso.com", "noor@contoso.com"}, d.made())
	d.Sees("2 of 2 users created in Contoso Dental.", "Created")
}

func TestPasswordsAreWrittenToAFileOnlyWhereSomebodyAsks(t *testing.T) {
	d := open(t)
	d.Tap("Choose a file…")
	require.False(t, d.Has("Save the passwords…"))
	d.Tap("Create 2 users", "Create 2 users")
	require.NotContains(t, strings.Join(d.Texts(), " "), "secret-of-")
	require.Empty(t, d.Host.Files)
	require.Equal(t, "The passwords of 2 new users in Contoso Dental were not saved.", d.keep(), "the window asks before it closes")
	d.Tap("Save the passwords…")
	d.Sees("readable as they are")
	d.Tap("Save")
	require.Equal(t, "\uFEFFFull Name,User Principal Name,Password\r\nNoor Haddad,noor@contoso.com,secret-of-noor@contoso.com\r\nBo Ek,bo@contoso.com,secret-of-bo@contoso.com\r\n",
		d.Host.Files["new-passwords.csv"])
	require.Empty(t, d.keep())
}

func TestPasswordsAreOfferedAfterThePageWasLeft(t *testing.T) {
	d := open(t)
	d.Tap("Choose a file…", "Create 2 users", "Create 2 users")
	said := d.Host.Toasts[len(d.Host.Toasts)-1]
	require.Equal(t, "The passwords are not saved yet.", said.Detail)
	require.NotZero(t, said.Waits, "it stays behind the bell")
	d.page.Close()
	d.openPage("")
	said.Actions[0].Do()
	d.Tap("Save")
	require.Contains(t, string(d.Host.Files["new-passwords.csv"]), "secret-of-noor@contoso.com")
	require.Empty(t, d.keep())
}

func TestWhoFailedIsRetriedAlone(t *testing.T) {
	d := open(t)
	d.fails["bo@contoso.com"] = true
	d.Tap("Choose a file…", "Create 2 users", "Create 2 users")
	d.Sees("1 of 2 users created in Contoso Dental. 1 did not succeed.", "Microsoft failed. Retry.")
	d.mu.Lock()
	d.fails = nil
	d.mu.Unlock()
	d.Tap("Retry failed (1)")
	d.Sees("2 of 2 users created in Contoso Dental.")
	require.Equal(t, []string{"bo@contoso.com", "noor@contoso.com"}, d.made())
}

func TestTheRunIsThereAgainAfterAnotherPage(t *testing.T) {
	d := open(t)
	d.Tap("Choose a file…")
	kept := d.page.Save()
	d.page.Close()
	d.openPage("")
	d.page.Restore(kept)
	d.Settle()
	d.Tap("Create 2 users", "Create 2 users")
	d.Sees("2 of 2 users created in Contoso Dental.")
}

func TestAFileThatCannotBeReadSaysWhy(t *testing.T) {
	d := open(t)
	d.Host.File = [2]string{"shoes.csv", "Shoe Size\n42\n"}
	d.Tap("Choose a file…")
	d.Sees("Could not read shoes.csv.", "“Shoe Size”", "Call them as in the template")
	d.Host.File = [2]string{"joiners.csv", file}
	d.err = uitest.Refusal(m365.Failure{What: "You are offline.", Do: "Check the network."})
	d.Tap("Choose a file…")
	d.Sees("You are offline. Check the network.")
	d.mu.Lock()
	d.err = nil
	d.mu.Unlock()
	d.Tap("Retry")
	d.Sees("2 lines of joiners.csv cannot be created, 2 can.")
	d.Tap("Save a template…")
	require.Contains(t, d.Host.Files["new-users.csv"], "First Name,Last Name")
}

func TestAThousandLinesAreShown(t *testing.T) {
	d := open(t)
	var text strings.Builder
	text.WriteString("Full Name;Username\n")
	for i := range userfile.MostLines {
		fmt.Fprintf(&text, "User %d;user%d\n", i, i)
	}
	d.Host.File = [2]string{"joiners.csv", text.String()}
	d.Tap("Choose a file…")
	d.Sees("Nothing is wrong with joiners.csv. Nothing was sent.", "Create 1,000 users")
}

// scenes are the page as a person meets it.
var scenes = []struct {
	name string
	size fyne.Size
	show func(d *harness)
}{
	{"checked", fyne.NewSize(800, 648), func(d *harness) { d.Tap("Choose a file…") }},
	{"created", fyne.NewSize(1216, 848), func(d *harness) {
		d.fails["bo@contoso.com"] = true
		d.Tap("Choose a file…", "Create 2 users", "Create 2 users")
	}},
}

func TestThePageIsDrawnInItsTheme(t *testing.T) {
	looks := map[string]theme.Mode{"light": theme.Light, "dark": theme.Dark}
	for i, scene := range scenes {
		for name, mode := range looks {
			if !uitest.KeepsPictures() && (name == "light") != (i%2 == 0) {
				continue
			}
			t.Run(scene.name+" "+name, func(t *testing.T) {
				d := openIn(t, scene.size)
				d.SetTheme(mode)
				scene.show(d)
				uitest.RequireTheme(t, d.Picture(scene.name+"-"+name), mode)
			})
		}
	}
}
