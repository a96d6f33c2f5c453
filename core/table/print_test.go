package table_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/table"
)

func TestAges(t *testing.T) {
	const day = 24 * time.Hour
	for want, distance := range map[string]time.Duration{
		"just now":       -59 * time.Second,
		"1 minute ago":   -time.Minute,
		"59 minutes ago": -time.Hour + 1,
		"1 hour ago":     -time.Hour,
		"23 hours ago":   -day + 1,
		"yesterday":      -day,
		"3 days ago":     -3 * day,
		"41 days ago":    -41 * day,
		"5 months ago":   -165 * day,
		"23 months ago":  -729 * day,
		"2 years ago":    -731 * day,
		"in 5 minutes":   5 * time.Minute,
		"tomorrow":       day + time.Hour,
		"in 12 days":     12 * day,
		"in 1 hour":      time.Hour,
	} {
		require.Equal(t, want, table.Age(noon.Add(distance), noon, time.UTC))
	}
	require.Equal(t, "just now", table.Age(noon.Add(30*time.Second), noon, time.UTC))
	require.Equal(t, "425 years ago", table.Age(time.Date(1601, 1, 1, 0, 0, 0, 0, time.UTC), noon, time.UTC))
}

func TestDaysGoByTheCalendarOfTheReader(t *testing.T) {
	seen := time.Date(2026, 3, 12, 23, 30, 0, 0, time.UTC)
	now := time.Date(2026, 3, 14, 0, 30, 0, 0, time.UTC)
	require.Equal(t, "2 days ago", table.Age(seen, now, time.UTC))
	require.Equal(t, "yesterday", table.Age(seen, now, time.FixedZone("", 3600)))
}

func TestPrinter(t *testing.T) {
	vienna := time.FixedZone("CET", 3600)
	relative := table.Printer{Now: func() time.Time { return noon }, Zone: vienna, Layout: "02.01.2006 15:04"}
	exact := relative
	exact.Exact = true
	seen := table.Cell{Time: noon.Add(-72 * time.Hour)}

	require.Equal(t, "3 days ago", relative.Text(table.Time, seen))
	require.Equal(t, "11.03.2026 13:00", relative.Tip(table.Time, seen))
	require.Equal(t, "11.03.2026 13:00", exact.Text(table.Time, seen))
	require.Equal(t, "3 days ago", exact.Tip(table.Time, seen))
	require.Equal(t, "11.03.2026 13:00", relative.Export(table.Column{Kind: table.Time}, seen))
	require.Equal(t, "2026-03-11 12:00:00", table.Printer{Exact: true}.Text(table.Time, seen))

	word := table.Cell{Text: "Needs Entra ID P1", Muted: true, Tip: "why"}
	require.Equal(t, "Needs Entra ID P1", relative.Text(table.Time, word))
	require.Equal(t, "why", relative.Tip(table.Time, word))
	require.Equal(t, "Needs Entra ID P1", relative.Export(table.Column{Kind: table.Time}, word))
	require.Empty(t, relative.Text(table.Time, table.Cell{}))
	require.Empty(t, relative.Tip(table.Time, table.Cell{}))

	many := table.Cell{Number: -1234567, HasNumber: true}
	require.Equal(t, "-1,234,567", relative.Text(table.Number, many))
	require.Equal(t, "-1234567", relative.Export(table.Column{Kind: table.Number}, many))
	require.Equal(t, "0", relative.Text(table.Number, table.Cell{HasNumber: true}))
	require.Empty(t, relative.Text(table.Number, table.Cell{}))
	require.Equal(t, "Contoso", relative.Text(table.Text, table.Cell{Text: "Contoso", Note: "contoso.com"}))
	require.Equal(t, "Contoso", relative.Tip(table.Text, table.Cell{Text: "Contoso"}))
}

func TestThousands(t *testing.T) {
	for n, want := range map[int64]string{0: "0", 7: "7", 999: "999", 1000: "1,000", -999: "-999", -1000: "-1,000", 12406: "12,406", 1234567: "1,234,567"} {
		require.Equal(t, want, table.Thousands(n))
	}
}

func TestFiltersInWords(t *testing.T) {
	p := table.Printer{Now: func() time.Time { return noon }}
	text, choice, when := table.Column{}, table.Column{Kind: table.Choice}, table.Column{Kind: table.Time}
	require.Equal(t, "contains smith", p.Filter(text, table.Filter{Text: "smith"}))
	require.Equal(t, "Allowed, (empty)", p.Filter(choice, table.Filter{Any: []string{"Allowed", ""}}))
	require.Equal(t, "Contoso", p.Filter(choice, table.Filter{Any: []string{"id"}, Labels: []string{"Contoso"}}))
	require.Equal(t, "is any of 5", p.Filter(choice, table.Filter{Any: []string{"1", "2", "3", "4", "5"}}))
	require.Equal(t, "Last 24 Hours", p.Filter(when, table.Filter{Last: 24 * time.Hour}))
	require.Equal(t, "Last 7 Days", p.Filter(when, table.Filter{Last: table.Ages[1]}))
	require.Equal(t, "from 2026-03-14 12:00:00", p.Filter(when, table.Filter{From: noon}))
	require.Equal(t, "before 2026-03-14 12:00:00", p.Filter(when, table.Filter{To: noon}))
	require.Equal(t, "2026-03-14 12:00:00 to 2026-03-15 12:00:00", p.Filter(when, table.Filter{From: noon, To: noon.Add(24 * time.Hour)}))
}
