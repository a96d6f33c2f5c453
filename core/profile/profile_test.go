package profile_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/profile"
)

func TestWhatWasReadIsTheLastKnownOfThatUserOnly(t *testing.T) {
	kept := &fakeStore{}
	profiles := service(&directory{}, kept)
	want := map[profile.Part]profile.Snapshot{}
	for _, part := range profile.Parts() {
		got, err := profiles.Read(t.Context(), adele, part)
		require.NoError(t, err)
		require.Equal(t, part, got.Part)
		require.Equal(t, noon, got.Taken)
		require.Equal(t, m365.Available, got.Availability)
		want[part] = got
	}
	later := service(&directory{err: errors.New("no network")}, kept)
	last, err := later.Last(t.Context(), adele)
	require.NoError(t, err)
	require.Equal(t, want, last)
	last, err = later.Last(t.Context(), twin)
	require.NoError(t, err)
	require.Empty(t, last, "a user of the same id in another tenant")
}

func TestEachSnapshotHoldsItsPart(t *testing.T) {
	from := &directory{}
	profiles := service(from, &fakeStore{})
	for part, want := range map[profile.Part]profile.Snapshot{
		profile.Details: {Details: m365.Details{
			User:    m365.User{Key: adele, DisplayName: "Adele of contoso", Created: noon.AddDate(-1, 0, 0)},
			Manager: &m365.Person{DisplayName: "Bianca"},
		}},
		profile.Roles: {Roles: []m365.HeldRole{{Role: m365.Role{Name: "contoso"}, Scope: "/"}}},
		profile.Licenses: {Licenses: []m365.HeldLicense{
			{SKU: "sku-1", PartNumber: "SPB", Name: "product sku-1 SPB", Plans: []m365.ServicePlan{
				{ID: "plan-1", PartNumber: "TEAMS1", Name: "plan plan-1 TEAMS1", On: true}, {ID: "plan-2", Name: "plan plan-2 "},
			}},
			{SKU: "sku-2", PartNumber: "P2", Name: "product sku-2 P2"},
		}},
		profile.Devices: {Devices: []m365.Device{{Hostname: "contoso"}}},
		profile.Groups:  {Groups: []m365.Group{{Name: "contoso"}}},
		profile.SignIns: {SignIns: []m365.SignIn{{App: "contoso", At: noon}}},
		profile.Methods: {Methods: []m365.AuthMethod{{Name: "contoso"}}},
	} {
		want.Part, want.Taken, want.Availability = part, noon, m365.Available
		got, err := profiles.Read(t.Context(), adele, part)
		require.NoError(t, err)
		require.Equal(t, want, got)
	}
	require.Equal(t, noon.Add(-30*24*time.Hour), from.since, "Microsoft keeps sign-ins for 30 days")
	_, err := profiles.Read(t.Context(), adele, "mailbox")
	require.ErrorContains(t, err, "mailbox")
}

func TestWhatMicrosoftWithholdsForTheTenantIsASnapshotWithoutRows(t *testing.T) {
	for err, availability := range map[error]m365.Availability{errPremium: m365.NeedsPremium, errPermission: m365.NoPermission} {
		kept := &fakeStore{}
		profiles := service(&directory{err: err}, kept)
		got, err := profiles.Read(t.Context(), adele, profile.SignIns)
		require.NoError(t, err)
		require.Equal(t, profile.Snapshot{Part: profile.SignIns, Taken: noon, Availability: availability}, got)
		last, err := profiles.Last(t.Context(), adele)
		require.NoError(t, err)
		require.Equal(t, map[profile.Part]profile.Snapshot{profile.SignIns: got}, last)
	}
}

func TestWhatCouldNotBeReadIsNamedBesideWhatCould(t *testing.T) {
	kept := &fakeStore{}
	profiles := service(&directory{loses: &call.ReadOlderSignIns}, kept)
	got, err := profiles.Read(t.Context(), adele, profile.SignIns)
	require.NoError(t, err)
	require.Len(t, got.SignIns, 1)
	require.Equal(t, []m365.Lack{{Of: call.ReadOlderSignIns.Feeds, Part: true, Failure: m365.Failure{What: "no answer"}}}, got.Lacks)
	last, err := profiles.Last(t.Context(), adele)
	require.NoError(t, err)
	require.Equal(t, got, last[profile.SignIns], "also when it is shown again")
}

func TestAFailedReadLeavesTheLastKnownSnapshot(t *testing.T) {
	kept, broken := &fakeStore{}, errors.New("the network went away")
	before, err := service(&directory{}, kept).Read(t.Context(), adele, profile.Groups)
	require.NoError(t, err)
	profiles := service(&directory{err: broken}, kept)
	_, err = profiles.Read(t.Context(), adele, profile.Groups)
	require.ErrorIs(t, err, broken)
	require.ErrorContains(t, err, "contoso/adele")
	last, err := profiles.Last(t.Context(), adele)
	require.NoError(t, err)
	require.Equal(t, map[profile.Part]profile.Snapshot{profile.Groups: before}, last)
}

func TestASnapshotOfAnOldVersionIsRead(t *testing.T) {
	kept := &fakeStore{}
	body := `{"Part":"groups","Taken":"2026-03-14T12:00:00Z","Given":"needs-premium","Groups":[{"Name":"Finance"}]}`
	require.NoError(t, kept.SaveProfilePart(t.Context(), adele, profile.Kept{Part: "groups", Taken: noon, Body: []byte(body)}))
	last, err := service(&directory{}, kept).Last(t.Context(), adele)
	require.NoError(t, err)
	require.Equal(t, map[profile.Part]profile.Snapshot{profile.Groups: {
		Part: profile.Groups, Taken: noon, Availability: m365.NeedsPremium, Groups: []m365.Group{{Name: "Finance"}},
	}}, last)
}

func TestASnapshotThatCannotBeReadAnyMoreCountsAsNotKept(t *testing.T) {
	for name, body := range map[string]string{
		"not JSON":         "groups",
		"of another shape": `{"Part":"groups","Groups":{"Name":"x"}}`,
		"of another part":  `{"Part":"roles"}`,
		"nothing":          "",
	} {
		t.Run(name, func(t *testing.T) {
			kept := &fakeStore{}
			profiles := service(&directory{}, kept)
			_, err := profiles.Read(t.Context(), adele, profile.Roles)
			require.NoError(t, err)
			require.NoError(t, kept.SaveProfilePart(t.Context(), adele, profile.Kept{Part: "groups", Taken: noon, Body: []byte(body)}))
			last, err := profiles.Last(t.Context(), adele)
			require.NoError(t, err)
			require.Len(t, last, 1)
			require.Contains(t, last, profile.Roles)
		})
	}
}

func TestAStoreThatFailsIsTold(t *testing.T) {
	full := errors.New("the disk is full")
	profiles := service(&directory{}, &fakeStore{err: full})
	got, err := profiles.Read(t.Context(), adele, profile.Groups)
	require.ErrorIs(t, err, full)
	require.Equal(t, []m365.Group{{Name: "contoso"}}, got.Groups, "what Microsoft said is there all the same")
	_, err = profiles.Last(t.Context(), adele)
	require.ErrorIs(t, err, full)
}

// answered is what a reader got.
type answered struct {
	snapshot profile.Snapshot
	err      error
}

// read reads the groups on a goroutine of its own.
func read(ctx context.Context, profiles *profile.Service, key m365.UserKey) <-chan answered {
	got := make(chan answered, 1)
	go func() {
		snapshot, err := profiles.Read(ctx, key, profile.Groups)
		got <- answered{snapshot, err}
	}()
	return got
}

func slowDirectory() *directory {
	return &directory{asked: make(chan context.Context), answer: make(chan struct{})}
}

func TestReadsOfTheSamePartShareOneRequest(t *testing.T) {
	from := slowDirectory()
	profiles := service(from, &fakeStore{})
	leaving, leave := context.WithCancel(t.Context())
	first := read(leaving, profiles, adele)
	<-from.asked
	second := read(t.Context(), profiles, adele)
	other := read(t.Context(), profiles, twin)
	<-from.asked // the other user's
	require.Eventually(t, func() bool { return profile.Waiting(profiles, adele, profile.Groups) == 2 }, time.Minute, time.Millisecond)
	leave()
	require.ErrorIs(t, (<-first).err, context.Canceled)
	from.answer <- struct{}{}
	from.answer <- struct{}{}
	for got, tenant := range map[<-chan answered]string{second: "contoso", other: "fabrikam"} {
		answer := <-got
		require.NoError(t, answer.err)
		require.Equal(t, []m365.Group{{Name: tenant}}, answer.snapshot.Groups)
	}
	third := read(t.Context(), profiles, adele)
	<-from.asked
	from.answer <- struct{}{}
	require.NoError(t, (<-third).err, "what is answered is not shared any more")
}

func TestARequestEndsWithItsLastReader(t *testing.T) {
	from := slowDirectory()
	profiles := service(from, &fakeStore{})
	leaving, leave := context.WithCancel(t.Context())
	got := read(leaving, profiles, adele)
	sent := <-from.asked
	require.NoError(t, sent.Err())
	leave()
	require.ErrorIs(t, (<-got).err, context.Canceled)
	require.ErrorIs(t, sent.Err(), context.Canceled)

	again := read(t.Context(), profiles, adele)
	<-from.asked
	from.answer <- struct{}{}
	require.NoError(t, (<-again).err, "who comes later asks anew")
	_, err := profiles.Read(leaving, adele, profile.Groups)
	require.ErrorIs(t, err, context.Canceled, "and who has gone before does not ask")
}

func TestAReadAfterAChangeDoesNotShareARequestFromBefore(t *testing.T) {
	from := slowDirectory()
	profiles := service(from, &fakeStore{})
	before := read(t.Context(), profiles, adele)
	<-from.asked
	profiles.Outdate(adele)
	after := read(t.Context(), profiles, adele)
	<-from.asked
	from.answer <- struct{}{}
	from.answer <- struct{}{}
	require.NoError(t, (<-before).err)
	require.NoError(t, (<-after).err)
}

func TestADefectFailsOneReadAndNotTheProgram(t *testing.T) {
	profiles := service(&directory{defect: true}, &fakeStore{})
	for range 2 {
		_, err := profiles.Read(t.Context(), adele, profile.Groups)
		require.ErrorContains(t, err, "a defect of the program")
	}
}
