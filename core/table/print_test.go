package table_test

import (
	"strconv"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/tenantkeep/tenantkeep/core/table"
)

const day = 24 * time.Hour

func TestAges(t *testing.T) {
	for _, age := range []struct {
		past, future string
		distance     time.Duration
	}{
		{"just now", "just now", 0},
		{"just now", "just now", 59 * time.Second},
		{"just now", "just now", time.Minute - 1},
		{"1 minute ago", "in 1 minute", time.Minute},
		{"1 minute ago", "in 1 minute", 2*time.Minute - 1},
		{"2 minutes ago", "in 2 minutes", 2 * time.Minute},
		{"59 minutes ago", "in 59 minutes", time.Hour - 1},
		{"1 hour ago", "in 1 hour", time.Hour},
		{"23 hours ago", "in 23 hours", 23*time.Hour + 59*time.Minute},
		{"23 hours ago", "in 23 hours", day - 1},
		{"yesterday", "tomorrow", day},
		{"2 days ago", "in 2 days", 2 * day},
		{"29 days ago", "in 29 days", 29 * day},
		{"30 days ago", "in 30 days", 30 * day},
		{"41 days ago", "in 41 days", 41 * day},
		{"59 days ago", "in 59 days", 59 * day},
		{"2 months ago", "in 2 months", 60 * day},
		{"2 months ago", "in 2 months", 89 * day},
		{"3 months ago", "in 3 months", 90 * day},
		{"5 months ago", "in 5 months", 165 * day},
		{"6 months ago", "in 6 months", 180 * day},
		{"11 months ago", "in 11 months", 330 * day},
		{"11 months ago", "in 11 months", 364 * day},
		{"12 months ago", "in 12 months", 365 * day},
		{"12 months ago", "in 12 months", 394 * day},
		{"13 months ago", "in 13 months", 395 * day},
		{"23 months ago", "in 23 months", 729 * day},
		{"2 years ago", "in 2 years", 730 * day},
		{"2 years ago", "in 2 years", 1094 * day},
		{"3 years ago", "in 3 years", 1095 * day},
	} {
		require.Equal(t, age.past, table.Age(noon.Add(-age.distance), noon, time.UTC), age.distance)
		require.Equal(t, age.future, table.Age(noon.Add(age.distance), noon, time.UTC), age.distance)
	}
	require.Equal(t, "425 years ago", table.Age(time.Date(1601, 1, 1, 0, 0, 0, 0, time.UTC), noon, time.UTC))
	require.Equal(t, "in 7,979 years", table.Age(time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC), noon, time.UTC), "what Microsoft writes for never")
}

func TestAnAgeNeverGoesBackAsTimeGoesBy(t *testing.T) {
	zones := []*time.Location{time.UTC, zone(t, "Europe/Vienna"), zone(t, "America/St_Johns"), zone(t, "Australia/Lord_Howe")}
	rapid.Check(t, func(t *rapid.T) {
		zone := rapid.SampledFrom(zones).Draw(t, "zone")
		start := time.Unix(rapid.Int64Range(0, 4e9).Draw(t, "start"), 0)
		// Years, or a few days, where most of the borders are.
		most := rapid.SampledFrom([]time.Duration{3 * day, 100 * day, 5 * 365 * day}).Draw(t, "most")
		near := time.Duration(rapid.Int64Range(0, int64(most)).Draw(t, "near"))
		far := near + time.Duration(rapid.Int64Range(0, int64(2*day)).Draw(t, "more"))

		before, after := table.Age(start, start.Add(near), zone), table.Age(start, start.Add(far), zone)
		require.LessOrEqual(t, atLeast(t, before), atLeast(t, after), "%s, then %s", before, after)
		before, after = table.Age(start.Add(near), start, zone), table.Age(start.Add(far), start, zone)
		require.LessOrEqual(t, atLeast(t, before), atLeast(t, after), "%s, then %s", before, after)
	})
}

// atLeast reads an age: the distance from which on it is said.
func atLeast(t *rapid.T, age string) time.Duration {
	switch age {
	case "just now":
		return 0
	case "yesterday", "tomorrow":
		return day
	}
	words := strings.Fields(strings.TrimSuffix(strings.TrimPrefix(age, "in "), " ago"))
	require.Len(t, words, 2, age)
	count, err := strconv.Atoi(words[0])
	require.NoError(t, err)
	require.Positive(t, count, age)
	unit := map[string]time.Duration{
		"minute": time.Minute, "hour": time.Hour, "day": day, "month": 30 * day, "year": 365 * day,
	}[strings.TrimSuffix(words[1], "s")]
	require.NotZero(t, unit, age)
	return time.Duration(count) * unit
}

func TestADayOf25HoursIsYesterdayAfter24(t *testing.T) {
	vienna := zone(t, "Europe/Vienna")
	midnight := time.Date(2026, 10, 25, 0, 0, 0, 0, vienna)
	require.Equal(t, "yesterday", table.Age(midnight, midnight.Add(day), vienna))
	require.Equal(t, "tomorrow", table.Age(midnight.Add(day), midnight, vienna))
}

func zone(t *testing.T, name string) *time.Location {
	location, err := time.LoadLocation(name)
	require.NoError(t, err)
	return location
}

func TestDaysGoByTheCalendarOfTheReader(t *testing.T) {
	seen := time.Date(2026, 3, 12, 23, 30, 0, 0, time.UTC)
	now := time.Date(2026, 3, 14, 0, 30, 0, 0, time.UTC)
	require.Equal(t, "2 days ago", table.Age(seen, now, time.UTC))
	require.Equal(t, "yesterday", table.Age(seen, now, time.FixedZone("", 3600)))
}

func TestPrinter(t *testing.T) {
	vienna := time.FixedZone("CET", 3600)
	relative := table.Printer{Now: func() time.Time { return noon }, Zone: vienna, DayForm: table.DateDotted}
	exact := relative
	exact.Exact = true
	seen := table.Cell{Time: noon.Add(-72 * time.Hour)}

	require.Equal(t, "3 days ago", relative.Text(table.Time, seen))
	require.Equal(t, "11.03.2026 13:00:00", relative.Tip(table.Time, seen))
	require.Equal(t, "11.03.2026 13:00", exact.Text(table.Time, seen))
	require.Equal(t, "3 days ago", exact.Tip(table.Time, seen))
	require.Equal(t, "11.03.2026 13:00:00", relative.Export(table.Column{Kind: table.Time}, seen))
	require.Equal(t, "2026-03-11 12:00", table.Printer{Exact: true}.Text(table.Time, seen))

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
	require.Equal(t, "Contoso", relative.Export(table.Column{}, table.Cell{Text: "Contoso", Note: "contoso.com"}))
	require.Equal(t, "Contoso (contoso.com)", relative.Export(table.Column{}, table.Cell{Text: "Contoso", Note: "contoso.com", KeepNote: true}))
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
	require.Equal(t, "Last 7 Days", p.Filter(when, table.Filter{Last: 7 * 24 * time.Hour}))
	require.Equal(t, "Next 30 Days", p.Filter(when, table.Filter{Next: 30 * 24 * time.Hour}))
	require.Equal(t, "Never", p.Filter(when, table.Filter{Untimed: true}))
	require.Equal(t, "Not in the Last 90 Days, or Never", p.Filter(when, table.Filter{Older: 90 * 24 * time.Hour, Untimed: true}))
	require.Equal(t, "from 2026-03-14 12:00:00", p.Filter(when, table.Filter{From: noon}))
	require.Equal(t, "before 2026-03-14 12:00:00", p.Filter(when, table.Filter{To: noon}))
	require.Equal(t, "2026-03-14 12:00:00 to 2026-03-15 12:00:00", p.Filter(when, table.Filter{From: noon, To: noon.Add(24 * time.Hour)}))
}

func TestTimesAreToldInTheZoneAndFormOfThePerson(t *testing.T) {
	london, err := time.LoadLocation("Europe/London")
	require.NoError(t, err)
	at := time.Date(2026, 7, 9, 12, 5, 9, 0, time.UTC)
	for name, c := range map[string]struct {
		printer                table.Printer
		exact, day, clock, tip string
	}{
		"before anything is chosen": {table.Printer{}, "2026-07-09 12:05:09", "2026-07-09", "12:05:09", "2026-07-09 12:05:09 UTC"},
		"in London, with names": {
			table.Printer{Zone: london, DayForm: table.DateNamed}, "9 Jul 2026 13:05:09", "9 Jul 2026", "13:05:09", "9 Jul 2026 13:05:09 BST",
		},
		"with twelve hours": {
			table.Printer{DayForm: table.DateUS, Hours12: true}, "07/09/2026 12:05:09 PM", "07/09/2026", "12:05:09 PM", "07/09/2026 12:05:09 PM UTC",
		},
	} {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, c.exact, c.printer.At(at))
			require.Equal(t, c.day, c.printer.Day(at))
			require.Equal(t, c.clock, c.printer.Clock(at))
			require.Equal(t, c.tip, c.printer.Stamp(at))
			require.Equal(t, c.exact, c.printer.Export(table.Column{Kind: table.Time}, table.Cell{Time: at}))
		})
	}
}

func TestATimeThatIsTypedAsItIsToldIsReadBack(t *testing.T) {
	zone := time.FixedZone("", 2*60*60)
	at := time.Date(2026, 3, 9, 23, 5, 0, 0, zone)
	for _, form := range append(table.Dates(), "") {
		for _, twelve := range []bool{false, true} {
			p := table.Printer{Zone: zone, DayForm: form, Hours12: twelve}
			for _, text := range []string{p.Typed(at), "2026-03-09 23:05"} {
				read, is := p.ReadTyped(text)
				require.True(t, is, "%q in %q", text, form)
				require.True(t, at.Equal(read), "%q in %q", text, form)
			}
			day, is := p.ReadTyped(p.Day(at))
			require.True(t, is)
			require.True(t, time.Date(2026, 3, 9, 0, 0, 0, 0, zone).Equal(day))
			_, is = p.ReadTyped("yesterday")
			require.False(t, is)
		}
	}
}
