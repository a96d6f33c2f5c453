package card

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/tenantkeep/tenantkeep/core/m365"
)

// signInDays is how far back the card of sign-ins looks: Microsoft keeps them for 30 days at most.
const signInDays = 30

// Last is what is kept of a user's cards, without asking Microsoft. A card that an older program wrote and this one cannot
// read counts as not kept.
func (s *Service) Last(ctx context.Context, key m365.UserKey) (map[Part]Card, error) {
	kept, err := s.options.Store.Cards(ctx, key)
	if err != nil {
		return nil, fmt.Errorf("kept cards of user %s: %w", key, err)
	}
	cards := make(map[Part]Card, len(kept))
	for _, one := range kept {
		var card Card
		if json.Unmarshal(one.Body, &card) != nil || string(card.Part) != one.Part {
			continue
		}
		cards[card.Part] = card
	}
	return cards, nil
}

// Read asks Microsoft for a card and keeps it. Where Microsoft withholds the part for the whole tenant, the card says so in
// Given and has no rows. Reads of the same card share one request, which ends when the last of them has gone. Details have no
// last sign-in: Microsoft tells it only in lists, so it is the store's. Where the card was read and could not be kept, it is
// whole beside the error.
func (s *Service) Read(ctx context.Context, key m365.UserKey, part Part) (Card, error) {
	return s.flights.share(ctx, flightKey{key, part}, func(ctx context.Context) (Card, error) {
		return s.read(ctx, key, part)
	})
}

// Outdate says that something of the user was changed: reads from now on do not share a request that was sent before. Of two
// cards the one that was Taken later counts.
func (s *Service) Outdate(key m365.UserKey) { s.flights.outdate(key) }

func (s *Service) read(ctx context.Context, key m365.UserKey, part Part) (Card, error) {
	card := Card{Part: part, Taken: s.options.Now().UTC(), Given: m365.Available}
	if err := s.fill(ctx, key, &card); err != nil {
		given := s.options.Given(err)
		if given != m365.NeedsPremium && given != m365.NoPermission {
			return Card{}, fmt.Errorf("card %s of user %s: %w", part, key, err)
		}
		card = Card{Part: part, Taken: card.Taken, Given: given}
	}
	body, err := json.Marshal(card)
	if err == nil {
		err = s.options.Store.SaveCard(ctx, key, Kept{Part: string(part), Taken: card.Taken, Body: body})
	}
	if err != nil {
		return card, fmt.Errorf("keep card %s of user %s: %w", part, key, err)
	}
	return card, nil
}

// fill asks for the card's part.
func (s *Service) fill(ctx context.Context, key m365.UserKey, card *Card) (err error) {
	from := s.options.Directory
	switch card.Part {
	case Details:
		card.Details, err = from.User(ctx, key)
	case Roles:
		card.Roles, err = from.UserRoles(ctx, key)
	case Licenses:
		card.Licenses, err = from.UserLicenses(ctx, key)
		s.nameLicenses(card.Licenses)
	case Devices:
		card.Devices, err = from.UserDevices(ctx, key)
	case Groups:
		card.Groups, err = from.UserGroups(ctx, key)
	case SignIns:
		card.SignIns, err = from.UserSignIns(ctx, key, card.Taken.Add(-signInDays*24*time.Hour))
	case Methods:
		card.Methods, err = from.UserMethods(ctx, key)
	default:
		err = fmt.Errorf("there is no card %q", card.Part)
	}
	return err
}

// nameLicenses puts Microsoft's names in.
func (s *Service) nameLicenses(licenses []m365.HeldLicense) {
	for i := range licenses {
		license := &licenses[i]
		license.Name = s.options.ProductName(license.SKU, license.PartNumber)
		for j := range license.Plans {
			plan := &license.Plans[j]
			plan.Name = s.options.PlanName(plan.ID, plan.PartNumber)
		}
	}
}
