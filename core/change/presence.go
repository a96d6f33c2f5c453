package change

import (
	"context"
	"slices"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

// leave takes a user out of the local snapshot. over must be called with whether they were deleted: one who was not is put
// back.
func (s *Service) leave(ctx context.Context, key m365.UserKey) (over func(done bool)) {
	end := s.recent.begin(key, recentChange{leaves: true})
	user, was := s.takeOut(ctx, key)
	return func(done bool) {
		end(done)
		switch {
		case !was:
		case done:
			s.recent.keepGone(user)
		default:
			s.putIn(ctx, user)
		}
	}
}

// comeBack puts a user whom leave took out into the local snapshot again. over must be called with whether they were
// restored. One who left it otherwise is read from Microsoft then.
func (s *Service) comeBack(ctx context.Context, key m365.UserKey) (over func(done bool)) {
	end := s.recent.begin(key, recentChange{returns: true})
	user, known := s.recent.gone(key)
	if known {
		s.putIn(ctx, user)
	}
	return func(done bool) {
		end(done)
		switch {
		case done && !known:
			s.putInAsRead(ctx, key)
		case done:
			s.recent.forgetGone(key)
		case known:
			s.takeOut(ctx, key)
		}
	}
}

// takeOut is the user who was in the local snapshot. The snapshot is a copy, so its failure does not stop a change.
func (s *Service) takeOut(ctx context.Context, key m365.UserKey) (user m365.User, was bool) {
	user, was, err := s.options.Users.TakeOut(context.WithoutCancel(ctx), key)
	if err != nil {
		s.options.Log.Warn("user not taken out of the local snapshot", "tenant", key.Tenant, "user", key.ID, "error", err)
		return user, false
	}
	if was {
		s.Changed.Emit(Event{User: key})
	}
	return user, was
}

func (s *Service) putIn(ctx context.Context, user m365.User) {
	if err := s.options.Users.PutIn(context.WithoutCancel(ctx), user); err != nil {
		s.options.Log.Warn("user not put into the local snapshot", "tenant", user.Key.Tenant, "user", user.Key.ID, "error", err)
		return
	}
	s.Changed.Emit(Event{User: user.Key})
}

// putInAsRead puts a user into the local snapshot as Microsoft shows them. What it does not show yet comes with a refresh.
func (s *Service) putInAsRead(ctx context.Context, key m365.UserKey) {
	now := s.look(ctx, key)
	details, err := now.user()
	if err != nil {
		s.options.Log.Warn("restored user not read", "tenant", key.Tenant, "user", key.ID, "error", err)
		return
	}
	user := details.User
	user.Roles, user.SKUs, user.Licenses = nil, nil, nil
	if roles, err := now.roles(); err == nil {
		for _, role := range slices.Concat(roles.held, roles.eligible) {
			user.Roles = with(user.Roles, inLists(role))
		}
	}
	if licenses, err := now.licenses(); err == nil {
		for _, one := range licenses {
			addProduct(&user, Write{Subject: one.SKU, Name: s.options.ProductName(one.SKU, one.PartNumber)})
		}
	}
	s.putIn(ctx, user)
}

// inLists is the name that the lists show for a held role.
func inLists(role m365.HeldRole) string {
	name := role.Name
	if role.Scope != call.WholeTenant {
		name += " (scoped)"
	}
	if role.Eligible {
		name += " (eligible)"
	}
	return name
}
