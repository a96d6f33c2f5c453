package card_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/card"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

func TestWhatWasReadIsTheLastKnownOfThatUserOnly(t *testing.T) {
	kept := &shelf{}
	cards := service(&directory{}, kept)
	want := map[card.Part]card.Card{}
	for _, part := range card.Parts() {
		got, err := cards.Read(t.Context(), adele, part)
		require.NoError(t, err)
		require.Equal(t, part, got.Part)
		require.Equal(t, noon, got.Taken)
		require.Equal(t, m365.Available, got.Given)
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

func TestEachCardHoldsItsPart(t *testing.T) {
	from := &directory{}
	cards := service(from, &shelf{})
	for part, want := range map[card.Part]card.Card{
		card.Details: {Details: m365.Details{
			User:    m365.User{Key: adele, DisplayName: "Adele of contoso", Created: noon.AddDate(-1, 0, 0)},
			Manager: &m365.Person{DisplayName: "Bianca"},
		}},
		card.Roles: {Roles: []m365.HeldRole{{Role: m365.Role{Name: "contoso"}, Scope: "/"}}},
		card.Licenses: {Licenses: []m365.HeldLicense{
			{SKU: "sku-1", PartNumber: "SPB", Name: "product sku-1 SPB", Plans: []m365.ServicePlan{
				{ID: "plan-1", PartNumber: "TEAMS1", Name: "plan plan-1 TEAMS1", On: true}, {ID: "plan-2", Name: "plan plan-2 "},
			}},
			{SKU: "sku-2", PartNumber: "P2", Name: "product sku-2 P2"},
		}},
		card.Devices: {Devices: []m365.Device{{Hostname: "contoso"}}},
		card.Groups:  {Groups: []m365.Group{{Name: "contoso"}}},
		card.SignIns: {SignIns: []m365.SignIn{{App: "contoso", At: noon}}},
		card.Methods: {Methods: []m365.AuthMethod{{Name: "contoso"}}},
	} {
		want.Part, want.Taken, want.Given = part, noon, m365.Available
		got, err := cards.Read(t.Context(), adele, part)
		require.NoError(t, err)
		require.Equal(t, want, got)
	}
	require.Equal(t, noon.Add(-30*24*time.Hour), from.since, "Microsoft keeps sign-ins for 30 days")
	_, err := cards.Read(t.Context(), adele, "mailbox")
	require.ErrorContains(t, err, "mailbox")
}

func TestWhatMicrosoftWithholdsForTheTenantIsACardWithoutRows(t *testing.T) {
	for err, given := range map[error]m365.Availability{errPremium: m365.NeedsPremium, errPermission: m365.NoPermission} {
		kept := &shelf{}
		cards := service(&directory{err: err}, kept)
		got, err := cards.Read(t.Context(), adele, card.SignIns)
		require.NoError(t, err)
		require.Equal(t, card.Card{Part: card.SignIns, Taken: noon, Given: given}, got)
		last, err := cards.Last(t.Context(), adele)
		require.NoError(t, err)
		require.Equal(t, map[card.Part]card.Card{card.SignIns: got}, last)
	}
}

func TestAFailedReadLeavesTheLastKnownCard(t *testing.T) {
	kept, broken := &shelf{}, errors.New("the network went away")
	before, err := service(&directory{}, kept).Read(t.Context(), adele, card.Groups)
	require.NoError(t, err)
	cards := service(&directory{err: broken}, kept)
	_, err = cards.Read(t.Context(), adele, card.Groups)
	require.ErrorIs(t, err, broken)
	require.ErrorContains(t, err, "contoso/adele")
	last, err := cards.Last(t.Context(), adele)
	require.NoError(t, err)
	require.Equal(t, map[card.Part]card.Card{card.Groups: before}, last)
}

func TestACardThatCannotBeReadAnyMoreCountsAsNotKept(t *testing.T) {
	for name, body := range map[string]string{
		"not JSON":         "groups",
		"of another shape": `{"Part":"groups","Groups":{"Name":"x"}}`,
		"of another part":  `{"Part":"roles"}`,
		"nothing":          "",
	} {
		t.Run(name, func(t *testing.T) {
			kept := &shelf{}
			cards := service(&directory{}, kept)
			_, err := cards.Read(t.Context(), adele, card.Roles)
			require.NoError(t, err)
			require.NoError(t, kept.SaveCard(t.Context(), adele, card.Kept{Part: "groups", Taken: noon, Body: []byte(body)}))
			last, err := cards.Last(t.Context(), adele)
			require.NoError(t, err)
			require.Len(t, last, 1)
			require.Contains(t, last, card.Roles)
		})
	}
}

func TestAStoreThatFailsIsTold(t *testing.T) {
	full := errors.New("the disk is full")
	cards := service(&directory{}, &shelf{err: full})
	got, err := cards.Read(t.Context(), adele, card.Groups)
	require.ErrorIs(t, err, full)
	require.Equal(t, []m365.Group{{Name: "contoso"}}, got.Groups, "what Microsoft said is there all the same")
	_, err = cards.Last(t.Context(), adele)
	require.ErrorIs(t, err, full)
}

// answered is what a reader got.
type answered struct {
	card card.Card
	err  error
}

// read reads the groups on a goroutine of its own.
func read(ctx context.Context, cards *card.Service, key m365.UserKey) <-chan answered {
	got := make(chan answered, 1)
	go func() {
		card, err := cards.Read(ctx, key, card.Groups)
		got <- answered{card, err}
	}()
	return got
}

func slowDirectory() *directory {
	return &directory{asked: make(chan context.Context), answer: make(chan struct{})}
}

func TestReadsOfTheSameCardShareOneRequest(t *testing.T) {
	from := slowDirectory()
	cards := service(from, &shelf{})
	leaving, leave := context.WithCancel(t.Context())
	first := read(leaving, cards, adele)
	<-from.asked
	second := read(t.Context(), cards, adele)
	other := read(t.Context(), cards, twin)
	<-from.asked // the other user's
	require.Eventually(t, func() bool { return card.Waiting(cards, adele, card.Groups) == 2 }, time.Minute, time.Millisecond)
	leave()
	require.ErrorIs(t, (<-first).err, context.Canceled)
	from.answer <- struct{}{}
	from.answer <- struct{}{}
	for got, tenant := range map[<-chan answered]string{second: "contoso", other: "fabrikam"} {
		answer := <-got
		require.NoError(t, answer.err)
		require.Equal(t, []m365.Group{{Name: tenant}}, answer.card.Groups)
	}
	third := read(t.Context(), cards, adele)
	<-from.asked
	from.answer <- struct{}{}
	require.NoError(t, (<-third).err, "what is answered is not shared any more")
}

func TestARequestEndsWithItsLastReader(t *testing.T) {
	from := slowDirectory()
	cards := service(from, &shelf{})
	leaving, leave := context.WithCancel(t.Context())
	got := read(leaving, cards, adele)
	sent := <-from.asked
	require.NoError(t, sent.Err())
	leave()
	require.ErrorIs(t, (<-got).err, context.Canceled)
	require.ErrorIs(t, sent.Err(), context.Canceled)

	again := read(t.Context(), cards, adele)
	<-from.asked
	from.answer <- struct{}{}
	require.NoError(t, (<-again).err, "who comes later asks anew")
	_, err := cards.Read(leaving, adele, card.Groups)
	require.ErrorIs(t, err, context.Canceled, "and who has gone before does not ask")
}

func TestAReadAfterAChangeDoesNotShareARequestFromBefore(t *testing.T) {
	from := slowDirectory()
	cards := service(from, &shelf{})
	before := read(t.Context(), cards, adele)
	<-from.asked
	cards.Outdate(adele)
	after := read(t.Context(), cards, adele)
	<-from.asked
	from.answer <- struct{}{}
	from.answer <- struct{}{}
	require.NoError(t, (<-before).err)
	require.NoError(t, (<-after).err)
}
