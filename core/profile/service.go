package profile

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/crash"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

// signInDays is how far back the sign-ins go: Microsoft keeps them for 30 days at most.
const signInDays = 30

// Last gives the kept snapshots of a user, without asking Microsoft. One that an older program wrote and this one cannot read
// counts as not kept.
func (s *Service) Last(ctx context.Context, key m365.UserKey) (map[Part]Snapshot, error) {
	kept, err := s.options.Store.ProfileParts(ctx, key)
	if err != nil {
		return nil, fmt.Errorf("kept snapshots of user %s: %w", key, err)
	}
	snapshots := make(map[Part]Snapshot, len(kept))
	for _, one := range kept {
		var snapshot Snapshot
		if json.Unmarshal(one.Body, &snapshot) != nil || string(snapshot.Part) != one.Part {
			continue
		}
		snapshots[snapshot.Part] = snapshot
	}
	return snapshots, nil
}

// Read asks Microsoft for a part and keeps the snapshot. Where Microsoft withholds the part for the whole tenant, the snapshot
// says so in Availability and has no rows. What could not be read beside what could, it says in Lacks. Reads of the same part
// share one request, which ends when the last of them has gone. Details have no last sign-in: Microsoft tells it only in lists,
// so it is the store's. Where the snapshot was read and could not be kept, it is whole beside the error.
func (s *Service) Read(ctx context.Context, key m365.UserKey, part Part) (Snapshot, error) {
	return s.requests.share(ctx, requestKey{key, part}, func(ctx context.Context) (Snapshot, error) {
		return s.read(ctx, key, part)
	})
}

// Outdate says that something of the user was changed: reads from now on do not share a request that was sent before. Of two
// snapshots the one that was Taken later counts.
func (s *Service) Outdate(key m365.UserKey) { s.requests.outdate(key) }

func (s *Service) read(ctx context.Context, key m365.UserKey, part Part) (read Snapshot, err error) {
	defer crash.Into(&err)
	snapshot := Snapshot{Part: part, Taken: s.options.Now().UTC(), Availability: m365.Available}
	gathering, losses := call.Gather(ctx)
	err = s.fill(gathering, key, &snapshot)
	if err != nil {
		availability := s.options.Availability(err)
		if availability != m365.NeedsPremium && availability != m365.NoPermission {
			return Snapshot{}, fmt.Errorf("read %s of user %s: %w", part, key, err)
		}
		snapshot = Snapshot{Part: part, Taken: snapshot.Taken, Availability: availability}
	}
	for _, loss := range losses.All() {
		if snapshot.Availability == m365.Available {
			snapshot.Lacks = append(snapshot.Lacks, m365.Lack{Of: loss.Read.Feeds, Part: loss.Read.Means == call.Part, Failure: s.options.Explain(loss.Err, "")})
		}
	}
	body, err := json.Marshal(snapshot)
	if err == nil {
		err = s.options.Store.SaveProfilePart(ctx, key, Kept{Part: string(part), Taken: snapshot.Taken, Body: body})
	}
	if err != nil {
		return snapshot, fmt.Errorf("keep %s of user %s: %w", part, key, err)
	}
	return snapshot, nil
}

// fill asks for the snapshot's part.
func (s *Service) fill(ctx context.Context, key m365.UserKey, snapshot *Snapshot) (err error) {
	from := s.options.Directory
	switch snapshot.Part {
	case Details:
		snapshot.Details, err = from.User(ctx, key)
	case Roles:
		snapshot.Roles, err = from.UserRoles(ctx, key)
	case Licenses:
		snapshot.Licenses, err = from.UserLicenses(ctx, key)
		s.nameLicenses(snapshot.Licenses)
	case Devices:
		snapshot.Devices, err = from.UserDevices(ctx, key)
	case Groups:
		snapshot.Groups, err = from.UserGroups(ctx, key)
	case SignIns:
		snapshot.SignIns, err = from.UserSignIns(ctx, key, snapshot.Taken.Add(-signInDays*24*time.Hour))
	case Methods:
		snapshot.Methods, err = from.UserMethods(ctx, key)
	default:
		err = fmt.Errorf("there is no part %q", snapshot.Part)
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
