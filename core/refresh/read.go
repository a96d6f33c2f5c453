package refresh

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

// maxReadings bounds how often a tenant is read until Microsoft brings the list of its users to an end.
const maxReadings = 3

// wholeEvery is how often a tenant is read whole although what changed was followed, restEvery how often all but its users:
// organization, products and roles, of which Microsoft does not tell what changed. In between a person asks for it by hand.
const (
	wholeEvery = 24 * time.Hour
	restEvery  = time.Hour
)

// passed says that so long has passed since a time. One that is still to come is from before the clock was set back.
func passed(since, now time.Time, span time.Duration) bool {
	return since.After(now) || now.Sub(since) >= span
}

// errUnsynced says that a tenant was unsynced since it began to wait to be read. It may be synced again by now.
var errUnsynced = errors.New("the tenant was unsynced meanwhile")

// round is a refresh of a tenant: what is read beside its users. Without the rest (m365.Snapshot), products are those of the
// users who are known.
type round struct {
	*Service
	id     m365.TenantID
	before m365.Reading

	losses   *call.Losses
	snapshot m365.Snapshot
	// tenant, products and roles are read with the rest.
	tenant   m365.Tenant
	products map[string]string
	roles    map[string][]m365.RoleAssignment
	// mark is where what changes from now on is told; empty while that is not known.
	mark string
}

// update brings a tenant up to date, and fails with errUnsynced where it was unsynced before all was stored.
func (s *Service) update(ctx context.Context, id m365.TenantID, rest bool) (users int, err error) {
	ctx, losses := call.Gather(ctx)
	r := &round{Service: s, id: id, losses: losses, snapshot: m365.Snapshot{Taken: s.Now()}}
	if r.before, err = s.Store.Reading(ctx, id); err != nil {
		return 0, err
	}
	if r.before.Deactivated {
		return 0, errUnsynced
	}
	users, err = r.bring(ctx, rest)
	if err != nil && r.isUnsynced(ctx) {
		err = errors.Join(errUnsynced, err)
	}
	return users, err
}

// isUnsynced says that the tenant is not what it was when the refresh began.
func (r *round) isUnsynced(ctx context.Context) bool {
	now, err := r.Store.Reading(ctx, r.id)
	return err == nil && (now.Number != r.before.Number || now.Removals != r.before.Removals)
}

// bring reads what changed in a tenant since the last refresh, or the tenant whole: where it never was, not for a day, or
// where what changed cannot be had. The rest is read with the whole, where that is asked for, and once an hour. What is optional
// (call.Reads) leaves its column empty or in part and says so in the snapshot; the failure of anything else leaves the old
// snapshot.
func (r *round) bring(ctx context.Context, rest bool) (users int, err error) {
	now := r.snapshot.Taken
	isWhole := r.before.Mark == "" || passed(r.before.Whole, now, wholeEvery)
	if rest || isWhole || passed(r.before.Rest, now, restEvery) {
		if err := r.readRest(ctx); err != nil {
			return 0, err
		}
	}
	followed := false
	if r.before.Mark != "" && !r.isRenamed() {
		users, err = r.follow(ctx)
		if err != nil && !mayBeRead(err) {
			return 0, err
		}
		if err != nil {
			r.Log.Info("what changed cannot be followed, so all is read", "tenant", r.id, "error", err)
		}
		followed = err == nil
	}
	if followed && !isWhole {
		return users, nil
	}
	if err := r.readRest(ctx); err != nil {
		return 0, err
	}
	return r.replace(ctx, followed)
}

// mayBeRead says that a tenant may well be read whole although what changed could not: not where Microsoft is out of reach,
// refuses the token or asks for a pause. An answer that is cut whenever it is asked for may be the only one.
func mayBeRead(err error) bool {
	if errors.Is(err, errMany) || errors.Is(err, errUntold) || errors.Is(err, errRenamed) {
		return true
	}
	failed := call.As(err)
	return failed != nil && (failed.BrokeOff || !call.Is(err, call.Network, call.Throttled, call.Unauthorized))
}

// readRest reads everything but the users, once.
func (r *round) readRest(ctx context.Context) (err error) {
	if r.snapshot.Rest {
		return nil
	}
	if r.tenant, err = r.Store.Tenant(ctx, r.id); err != nil {
		return err
	}
	if r.snapshot.Organization, err = r.organization(ctx, r.tenant); err != nil {
		return err
	}
	if r.products, err = r.productNames(ctx, r.id); err != nil {
		return err
	}
	r.snapshot.Names = fingerprint(r.products)
	if r.snapshot.Subscriptions, err = r.subscriptions(ctx); err != nil {
		return err
	}
	r.roles, r.snapshot.Roles, err = r.rolesOf(ctx, r.id, r.losses)
	r.snapshot.Rest = err == nil
	return err
}

// isRenamed says that products have other names than those that the users were given.
func (r *round) isRenamed() bool {
	return r.snapshot.Rest && r.products != nil && r.snapshot.Names != r.before.Names
}

// fingerprint stands for names by their ids.
func fingerprint(names map[string]string) string {
	sum := fnv.New64a()
	for _, id := range slices.Sorted(maps.Keys(names)) {
		_, _ = fmt.Fprintf(sum, "%q %q ", id, names[id])
	}
	return strconv.FormatUint(sum.Sum64(), 36)
}

// replace reads all users and puts them in the place of the old snapshot. Where what changed was followed before, it counts who
// differs all the same. A list that did not come to its end is read again.
func (r *round) replace(ctx context.Context, followed bool) (users int, err error) {
	if !followed {
		// Whoever was restored meanwhile comes without the last sign-in.
		r.signIns.miss(r.id)
	}
	for reading := 1; ; reading++ {
		users, err = r.Store.ReplaceUsers(ctx, r.id, r.before, func(add func([]m365.User) error) (m365.Snapshot, error) {
			return r.readAll(ctx, followed, reading == 1, add)
		})
		if reading == maxReadings || !call.Is(err, call.Incomplete) {
			return users, err
		}
	}
}

// readAll reads all users; first says that they were not read before, so that a list that may be short is worth another try.
func (r *round) readAll(ctx context.Context, followed, first bool, add func([]m365.User) error) (m365.Snapshot, error) {
	if r.mark == "" {
		// What changes while the list is read is told from here on. Without a mark the next refresh reads all again.
		var err error
		if r.mark, err = r.Directory.UserMark(ctx, r.id); err != nil {
			r.mark = ""
			r.Log.Info("there is no mark to follow changes from", "tenant", r.id, "error", err)
		}
	}
	users := 0
	err := r.Directory.EachUserPage(ctx, r.id, func(page []m365.User) error {
		users += len(page)
		there := page[:0]
		for i := range page {
			if r.finish(&page[i]) {
				there = append(there, page[i])
			}
		}
		return add(there)
	})
	if err == nil {
		err = r.counted(ctx, r.id, users, first)
	}
	snapshot := r.snapshot
	snapshot.Mark, snapshot.Stay = r.mark, r.Stays(r.id, r.snapshot.Taken)
	if err == nil && followed {
		snapshot.Differed, err = r.comparison(ctx, users)
	}
	snapshot.Lacks = r.lacks(r.losses, r.tenant.Name)
	return snapshot, err
}

// finish gives a user what the list of users does not tell, and says whether the user is still there.
func (r *round) finish(user *m365.User) (there bool) {
	if r.snapshot.Rest {
		user.Roles = roleNames(r.roles[user.Key.ID])
	}
	r.nameLicenses(user, r.products)
	return r.Adjust(user, r.snapshot.Taken)
}

// mostBehind is by how many users Microsoft's count may differ from its list, because it follows changes by some minutes:
// so many, or a tenth of them.
const mostBehind = 20

// counted compares a list of users with Microsoft's count, where it gives one. A list that is short is an Incomplete error,
// or, where it is short by little and was read before, a loss. An empty list is believed only where Microsoft counts nobody.
func (s *Service) counted(ctx context.Context, id m365.TenantID, users int, first bool) error {
	said, err := s.Directory.UserCount(ctx, id)
	if err != nil && users == 0 && ctx.Err() == nil {
		return &call.Error{Op: call.ReadUserCount.Op, Tenant: id, Kind: call.Incomplete, At: s.Now(), Err: fmt.Errorf("nobody came, and the count: %w", err)}
	}
	if err != nil || users >= said {
		return ctx.Err()
	}
	short := &call.Error{
		Op: call.ReadUserCount.Op, Tenant: id, Kind: call.Incomplete, At: s.Now(),
		Err: fmt.Errorf("%d of %d came", users, said),
	}
	if first || said-users > max(mostBehind, said/10) {
		return short
	}
	return call.ReadUserCount.Lost(ctx, short)
}

// lacks puts what was lost in words.
func (s *Service) lacks(losses *call.Losses, tenantName string) []m365.Lack {
	var lacks []m365.Lack
	for _, loss := range losses.All() {
		lacks = append(lacks, m365.Lack{Of: loss.Read.Feeds, Part: loss.Read.Means == call.Part, Failure: s.Explain(loss.Err, tenantName)})
	}
	return lacks
}

func (s *Service) organization(ctx context.Context, tenant m365.Tenant) (m365.Organization, error) {
	organization, err := s.Directory.Organization(ctx, tenant.ID)
	if err != nil {
		return organization, err
	}
	if tenant.SharePointName != "" {
		organization.SharePointName = tenant.SharePointName
		return organization, nil
	}
	// The name is worth one request, not a failed refresh: portals fall back to the initial domain.
	organization.SharePointName, err = s.Directory.SharePointName(ctx, tenant.ID)
	return organization, s.optional(ctx, call.ReadSharePoint, err)
}

// productNames are the names of the products that a tenant holds, by their ids; nil where they could not be read this time.
func (s *Service) productNames(ctx context.Context, id m365.TenantID) (map[string]string, error) {
	skus, err := s.Directory.SKUs(ctx, id)
	if err != nil && !s.unavailable(err) {
		return nil, call.ReadProducts.Lost(ctx, err)
	}
	names := make(map[string]string, len(skus))
	for _, sku := range skus {
		names[sku.ID] = s.ProductName(sku.ID, sku.PartNumber)
	}
	return names, nil
}

// rolesOf says also where only a part of the roles could be read.
func (s *Service) rolesOf(ctx context.Context, id m365.TenantID, losses *call.Losses) (map[string][]m365.RoleAssignment, m365.Availability, error) {
	before := len(losses.All())
	roles, err := s.Directory.Roles(ctx, id)
	if s.unavailable(err) {
		return nil, m365.NoPermission, nil
	}
	if err := call.ReadAssignments.Lost(ctx, err); err != nil {
		return nil, m365.Unknown, err
	}
	if len(losses.All()) > before {
		return roles, m365.Unreadable, nil
	}
	return roles, m365.Available, nil
}

// optional takes the failure of a read that does not fail the tenant. What Microsoft does not let this technician read is
// no loss: it was never there.
func (s *Service) optional(ctx context.Context, read call.Read, err error) error {
	if s.unavailable(err) {
		return nil
	}
	return read.Lost(ctx, err)
}

// unavailable says that Microsoft does not let this technician read something.
func (s *Service) unavailable(err error) bool { return s.Availability(err) == m365.NoPermission }

// nameLicenses fills the product names and puts ids and names in the order of names.
func (s *Service) nameLicenses(user *m365.User, names map[string]string) {
	name := func(id string) string {
		if known := names[id]; known != "" {
			return known
		}
		return s.ProductName(id, id)
	}
	slices.SortFunc(user.SKUs, func(a, b string) int { return strings.Compare(name(a), name(b)) })
	user.Licenses = make([]string, len(user.SKUs))
	for i, id := range user.SKUs {
		user.Licenses[i] = name(id)
	}
}

// roleNames lists each role once, sorted.
func roleNames(assignments []m365.RoleAssignment) []string {
	if len(assignments) == 0 {
		return nil
	}
	names := make([]string, len(assignments))
	for i, assignment := range assignments {
		names[i] = assignment.RoleName
	}
	slices.Sort(names)
	return slices.Compact(names)
}
