package program

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/cmd/tenantkeep/desktop"
)

func TestALaptopOnBatteryRefreshesLessOften(t *testing.T) {
	p := startProgram(t, startSimulation(t, 2, 10), func(in *environment) {
		in.supply = func(context.Context) desktop.Supply { return desktop.Supply{Battery: true} }
	})
	told := make(chan struct{}, 1)
	p.refresh.ProgressChanged.Listen(func(struct{}) {
		select {
		case told <- struct{}{}:
		default:
		}
	})
	p.services().Refresher.SetPace(15 * time.Minute)
	p.start()
	select {
	case <-told:
	case <-time.After(longest):
	}
	sparing, every := p.services().Refresher.Sparing()
	require.True(t, sparing.Battery)
	require.Equal(t, time.Hour, every)
}
