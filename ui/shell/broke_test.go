package shell_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/ui/shell"
)

func TestARunThatBrokeDownIsToldAtTheNextStart(t *testing.T) {
	broke := shell.Broke{At: noon.Add(-2 * time.Hour), Report: "runtime error: index out of range\ngrid.(*Grid).draw grid.go:88"}
	d := open(t, connected(1, 3), func(o *shell.Options) { o.Broke = broke })
	d.Sees("Tenantkeep broke down, 2 hours ago.", "Activity shows how far each change came.")
	d.Tap("Show report")
	d.Sees("grid.(*Grid).draw grid.go:88")
	d.Tap("Copy report")
	require.Equal(t, broke.Report, d.clipboard.Content())
}

func TestNothingIsToldOfARunThatEndedWell(t *testing.T) {
	open(t, connected(1, 3)).SeesNot("broke down")
}
