package program

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestWhatReadingATenantTookIsGivenBackWithoutWaitingForTheNames(t *testing.T) {
	p := startProgram(t, startSimulation(t, 1, 10))
	require.Empty(t, p.read)
	p.refresh.TenantChanged.Emit(p.cloud.Tenant)
	require.NotEmpty(t, p.read, "nobody has read the names into memory yet")
}
