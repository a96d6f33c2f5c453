package main

import (
	"errors"
	"slices"
	"strings"

	"github.com/tenantkeep/tenantkeep/core/cloudsim/fault"
	"github.com/tenantkeep/tenantkeep/ui/theme"
)

// actOnMany blocks everybody whom the filter finds, in all their tenants, and takes it back for all of them at once.
func (t *tour) actOnMany() error {
	return inOrder(
		t.tickMany,
		func() error { return t.tap("Row Actions") },
		func() error { return t.tap("Block Sign In") },
		func() error { return t.sees("What will be sent") },
		func() error { return t.bothColours("many-ask", "What will be sent") },
		func() error {
			return t.failing(func() error { return t.confirmMany("Block sign-in of ") },
				fault.Rule{Service: fault.Graph, Method: "PATCH", PathContains: "/users/", Kind: fault.Denied, Times: failures})
		},
		t.retryFailed,
		func() error { return t.bothColours("many-ended", "Copy summary for ticket", "Done") },
		func() error { return t.tapBeginning("Undo ") },
		func() error {
			return t.sees("For each of them: what the change did is taken back.", "What will be sent")
		},
		func() error { return t.confirmMany("Undo for ") },
		func() error { return t.tap("Close") },
		t.untickMany,
	)
}

// tickMany ticks everybody whom the filter finds in All Users, and untickMany leaves the page as it was.
func (t *tour) tickMany() error {
	return inOrder(
		func() error { return t.tap("All Users") },
		func() error { return t.tap("Filter Display Name") },
		func() error { return t.typeInto("Filter text", sought) },
		func() error { return t.tap("Apply") },
		func() error { return t.sees("Reset Filters") },
		t.settled,
		func() error { return t.tap("Select rows") },
		func() error { return t.tap("Select all on page") },
	)
}

func (t *tour) untickMany() error {
	return inOrder(
		func() error { return t.tap("Select rows") },
		func() error { return t.tap("Select none") },
		func() error { return t.tap("Reset Filters") },
		func() error { return t.sees("Unfiltered") },
	)
}

// offboardMany takes everybody whom the filter finds out of their tenants: what goes by itself, and the checklist of all.
func (t *tour) offboardMany() error {
	return inOrder(
		t.tickMany,
		func() error { return t.tap("Row Actions") },
		func() error { return t.tap("Offboard User") },
		func() error { return t.tap("Make the plans") },
		func() error { return t.sees("What will be sent") },
		func() error { return t.bothColours("offboard-many-plan", "What will be sent") },
		func() error { return t.confirmMany("Offboard ") },
		func() error { return t.sees("End here") },
		func() error { return t.bothColours("offboard-many", "Copy summary for ticket", "Manual") },
		func() error { return t.tapBeginning("Checklist (") },
		func() error { return t.picture("offboard-many-checklist", "Copy PowerShell") },
		func() error { return t.tap("Close") },
		t.untickMany,
	)
}

// failures is how many users Microsoft refuses to change at first.
const failures = 3

// retryFailed sees who failed, and why, and tries again.
func (t *tour) retryFailed() error {
	if t.Faults == nil {
		return nil
	}
	return inOrder(
		func() error { return t.sees("The roles that you have in this tenant are too low") },
		func() error { return t.bothColours("many-failed", "Retry failed (", "Copy summary for ticket") },
		func() error { return t.confirmMany("Retry failed (") },
	)
}

// confirmMany presses the verb, once more where administrators are asked about, and waits for the end.
func (t *tour) confirmMany(verb string) error {
	const meant, ended = "Yes, the administrators are meant too", "Copy summary for ticket"
	if err := t.tapBeginning(verb); err != nil {
		return err
	}
	if err := t.until(func() bool { return t.robot.Has(meant) || t.robot.Has(ended) }, "what follows %q", verb); err != nil {
		return err
	}
	again := false
	onUI(func() { again = t.robot.Has(meant) })
	if again {
		if err := inOrder(func() error { return t.tap(meant) }, func() error { return t.tapBeginning(verb) }); err != nil {
			return err
		}
	}
	return t.until(func() bool { return t.robot.Has(ended) && !t.robot.Has("Run in background") }, "the end of %q", verb)
}

// tapBeginning presses what begins with a text, as soon as it can be pressed: labels that count say it differently each time, and
// may count on meanwhile.
func (t *tour) tapBeginning(text string) error {
	var err error
	pressed := func() bool {
		for _, label := range slices.Backward(t.robot.Labels()) { // what a dialog does stands at its end
			if strings.HasPrefix(label, text) && t.robot.CanTap(label) {
				t.own.time(func() { err = t.robot.Tap(label) })
				return true
			}
		}
		return false
	}
	return errors.Join(t.until(pressed, "something to press that begins with %q", text), err)
}

// bothColours takes a picture in each colour.
func (t *tour) bothColours(name string, knownBy ...string) error {
	return inOrder(
		func() error { return t.picture(name, knownBy...) },
		func() error {
			onUI(func() { t.Shell.SetTheme(theme.Dark) })
			return t.picture(name+"-dark", knownBy...)
		},
		func() error { onUI(func() { t.Shell.SetTheme(theme.Light) }); return nil },
	)
}
