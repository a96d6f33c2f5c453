package program

import (
	"fmt"
	"net/http"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/cloudsim/directory"
)

// TestKilledAtEachStepOfAnEdit kills the program before and after each request of an edit. The next start finds it in the
// journal, and carries it on: every field is as it was asked for, and only what had not happened is sent.
func TestKilledAtEachStepOfAnEdit(t *testing.T) {
	server := startSimulation(t, 8, 300)
	d := openHarness(t, server)
	folder := d.program.folder
	require.NoError(t, d.program.close(t.Context()))
	require.NoError(t, server.CloudFile(filepath.Join(folder, "cloud.json")))
	for number := 1; number <= 2; number++ {
		for _, answered := range []bool{false, true} {
			t.Run(fmt.Sprintf("request %d, answered: %t", number, answered), func(t *testing.T) {
				at := d.find(t, func(one subject) bool { return one.plain() && one.user.Manager >= 0 })
				boss, _ := at.inside.UserAt(at.user.Manager)
				killHeld(t, carrier, folder, heldBack{heldAt{number, answered}, technician(server, directory.Administrator), change.Intent{
					Action: change.EditUser, User: at.key, Writes: []change.Write{
						{Kind: change.SetField, Subject: "jobTitle", Before: at.user.JobTitle, After: "Archivist"},
						{Kind: change.SetManager, Subject: change.ManagerField, Detail: map[string]string{change.DetailFrom: boss.ID}},
					},
				}})
				done := number - 1
				if answered {
					done++
				}
				sent := 0
				p := startProgram(t, server, func(in *environment) { in.folder = folder }, func(in *environment) {
					in.wrap = through(func(request *http.Request, next http.RoundTripper) (*http.Response, error) {
						if writesToGraph(request) {
							sent++
						}
						return next.RoundTrip(request)
					}).wrap
				})
				signIn(t, p)
				outcome, err := p.change.Resume(t.Context(), interrupted(t, p.store), nil)
				require.NoError(t, err)
				requireDone(t, outcome)
				require.Equal(t, 2-done, sent)
				edited, _ := at.inside.User(at.key.ID)
				require.Equal(t, "Archivist", edited.JobTitle)
				require.Negative(t, edited.Manager)
				require.NoError(t, p.close(t.Context()))
			})
		}
	}
}
