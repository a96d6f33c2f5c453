package zone_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/zone"
)

var (
	winter = time.Date(2026, 1, 15, 12, 0, 0, 0, time.UTC)
	summer = time.Date(2026, 7, 15, 12, 0, 0, 0, time.UTC)
)

func TestAZoneSaysItsOffsetOfTheSeason(t *testing.T) {
	for id, c := range map[string]struct {
		at    time.Time
		label string
	}{
		"Europe/London":                  {winter, "(UTC+00:00) London"},
		"America/St_Johns":               {summer, "(UTC-02:30) St Johns"},
		"America/Argentina/Buenos_Aires": {summer, "(UTC-03:00) Buenos Aires"},
		"Asia/Kathmandu":                 {winter, "(UTC+05:45) Kathmandu"},
		"UTC":                            {winter, "(UTC+00:00) UTC"},
	} {
		found, known := zone.Of(id, c.at)
		require.True(t, known, id)
		require.Equal(t, c.label, found.Label())
	}
	london, _ := zone.Of("Europe/London", summer)
	require.Equal(t, "(UTC+01:00) London", london.Label())
}

func TestZonesAreOfferedFromWestToEastAndEachIsFound(t *testing.T) {
	all := zone.All(summer)
	require.Greater(t, len(all), 150)
	for i, one := range all {
		_, known := zone.Load(one.ID)
		require.True(t, known, one.ID)
		if i > 0 {
			require.LessOrEqual(t, all[i-1].Offset, one.Offset)
		}
	}
}

func TestAZoneThatIsNoneIsNotFound(t *testing.T) {
	for _, id := range []string{"", "Local", "Europe/Atlantis", "../etc/passwd"} {
		_, known := zone.Load(id)
		require.False(t, known, id)
		_, known = zone.Of(id, winter)
		require.False(t, known, id)
	}
}
