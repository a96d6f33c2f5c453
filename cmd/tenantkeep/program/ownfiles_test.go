//go:build linux

package program

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/ui/shell"
	"github.com/tenantkeep/tenantkeep/ui/uitest"
)

// desk is the window of a program, with a folder on a disk of its own in which the person keeps files.
type desk struct {
	*uitest.Window
	program *program
	shell   *shell.Shell
	folder  string
	// path is where the person saves.
	path string
}

// plainClipboard is one without a history.
type plainClipboard struct{ fyne.Clipboard }

func (c plainClipboard) SetSecret(text string) error {
	c.SetContent(text)
	return nil
}

func openDesk(t *testing.T) *desk {
	t.Helper()
	d := &desk{Window: uitest.NewWindow(t), folder: ownDisk(t, "1m")}
	d.path = filepath.Join(d.folder, "file")
	server := startSimulation(t, 6, 900)
	d.program = startProgram(t, server)
	signIn(t, d.program)
	ids := reachable(t, server, d.program)[:2]
	syncThem(t, d.program, ids...)
	user := everybody(t, d.program.store)[ids[0]][0]
	plan, err := d.program.change.Plan(t.Context(), change.Intent{Action: change.RevokeSessions, User: user.Key})
	require.NoError(t, err)
	outcome, err := d.program.change.Carry(t.Context(), plan, nil)
	require.NoError(t, err)
	requireDone(t, outcome)
	d.shell = shell.New(shell.Options{
		Window: d.Hearing(), App: d.App, Run: d.Queue.Run, Services: d.program.services(), Version: "1.2.3", Now: d.Clock.Now, After: d.Clock.After,
		Clipboard: plainClipboard{d.App.Clipboard()}, SaveFile: func(context.Context, string) (string, error) { return d.path, nil },
		OpenPath: func(context.Context, string) error { return nil }, UseScale: func(int) {}, Recoloured: func() {}, Quit: func() {},
	})
	d.Rest(d.shell)
	d.shell.Show()
	d.Settle()
	t.Cleanup(d.shell.Close)
	return d
}

var exportsCSV = &desktop.CustomShortcut{KeyName: fyne.KeyE, Modifier: fyne.KeyModifierShortcutDefault}

// ownFiles are the files that the program writes for a person, each with how it comes to be written and what stands in it.
var ownFiles = map[string]struct {
	write func(d *desk)
	holds string
}{
	"the users as CSV": {func(d *desk) {
		d.Tap("All Users")
		d.Shortcut(exportsCSV)
		d.Tap("Export")
	}, "Display Name"},
	"the journal as CSV": {func(d *desk) {
		d.Tap("Activity")
		d.Shortcut(exportsCSV)
		d.Tap("Export")
	}, "Revoke all sessions"},
	"the diagnostics": {func(d *desk) {
		d.Tap("My Settings", "Save bundle…", "Save…")
	}, "Tenantkeep diagnostics"},
	"the evidence of an offboarding": {func(d *desk) {
		d.shell.SaveText("offboarding.txt", strings.Repeat("Blocked the sign-in.\n", 9_000))
	}, "Blocked the sign-in."},
	"templates, and passwords": {func(d *desk) {
		d.shell.WriteFile("new-passwords.csv", []byte(strings.Repeat("noor,hunter2\r\n", 9_000)), func() {})
	}, "noor,hunter2"},
}

// writes has a file written, and what follows happen.
func (d *desk) writes(write func(d *desk)) {
	d.T.Helper()
	write(d)
	d.shell.WaitAll()
	d.Settle()
}

// lies are the names of what lies in the folder.
func (d *desk) lies() (names []string) {
	d.T.Helper()
	entries, err := os.ReadDir(d.folder)
	require.NoError(d.T, err)
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	return names
}

func (d *desk) holds(part string) {
	d.T.Helper()
	content, err := os.ReadFile(d.path)
	require.NoError(d.T, err)
	require.Contains(d.T, string(content), part)
}

func TestAFileForAPersonIsWholeOrAsItWasWhateverStandsInTheWay(t *testing.T) {
	d := openDesk(t)
	for name, file := range ownFiles {
		t.Run(name, func(t *testing.T) {
			d.T = t
			filler, before := filepath.Join(d.folder, "filler"), []byte("what was there before")
			require.NoError(t, os.WriteFile(d.path, before, 0o600))
			fillDisk(t, filler)
			d.writes(file.write)
			d.Sees("was not written.", "The disk of "+d.folder+" is full. Free some space on it, or choose another folder.")
			d.holds(string(before))
			require.Equal(t, []string{"file", "filler"}, d.lies(), "no half file is left")
			d.closeMessages()

			require.NoError(t, os.Remove(filler))
			require.NoError(t, syscall.Mount("none", d.folder, "", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""))
			d.writes(file.write)
			d.Sees("was not written.", "Tenantkeep is not allowed to write to "+d.folder)
			require.NoError(t, syscall.Mount("none", d.folder, "", syscall.MS_REMOUNT, ""))
			d.holds(string(before))
			d.closeMessages()

			other := filepath.Join(t.TempDir(), "other")
			require.NoError(t, os.WriteFile(other, before, 0o600))
			require.NoError(t, syscall.Mount(other, d.path, "", syscall.MS_BIND, ""))
			d.writes(file.write)
			d.Sees("was not written.", "Another program has file open. Close it there, or choose another name.")
			require.NoError(t, syscall.Unmount(d.path, 0))
			require.Equal(t, []string{"file"}, d.lies())
			d.closeMessages()

			path := d.path
			d.path = filepath.Join(d.folder, "backup")
			require.NoError(t, os.Mkdir(d.path, 0o700))
			d.writes(file.write)
			d.Sees("was not written.", "A folder is called backup there. Choose another name.")
			require.NoError(t, os.Remove(d.path))
			d.closeMessages()

			d.path = filepath.Join(d.folder, "gone", "file")
			d.writes(file.write)
			d.Sees("was not written.", "The folder "+filepath.Dir(d.path)+" is not there any more.")
			d.closeMessages()

			d.path = path
			d.writes(file.write)
			d.SeesNot("was not written.")
			d.holds(file.holds)
			require.Equal(t, []string{"file"}, d.lies())
			d.closeMessages()
		})
	}
}

// closeMessages closes what stands in the corner.
func (d *desk) closeMessages() {
	d.T.Helper()
	for d.Has("Close message") {
		d.Tap("Close message")
	}
}
