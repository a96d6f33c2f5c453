package change

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/tenantkeep/tenantkeep/core/access"
	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/profile"
)

func init() {
	offer(Operation{
		Action: CreateUser, Title: "Create User", Verb: "Create user",
		What:    "The user is created first; what belongs to it follows step by step. A step that fails leaves the others as they are. You are shown the password, once, to give it to the user.",
		lasting: "The creation of a user is not undone here.", instead: "Delete the user.",
		kinds: []WriteKind{MakeUser, SetManager, AddLicense, AddGroup, AddRole}, inOrder: true,
	}, map[WriteKind]effect{MakeUser: makeUser{}})
}

// LicensesField stands for the licenses of a user among the fields that something is wrong with.
const LicensesField = "assignedLicenses"

// detailBegan is when a creation was planned: a user who is older is another's.
const detailBegan = "began"

// NewFields are the fields that a user can be created with, in the order of the Details tab. A guest is invited.
func NewFields() []Field {
	return slices.DeleteFunc(Fields(), func(one Field) bool { return one.Graph == UserTypeField })
}

// Make is the write that creates a user of fields by their names in Graph.
func Make(fields map[string]string) Write {
	detail := make(map[string]string)
	for _, field := range NewFields() {
		if value := strings.TrimSpace(fields[field.Graph]); value != "" {
			detail[field.Graph] = value
		}
	}
	name, username := detail["displayName"], detail[Username]
	return Write{Kind: MakeUser, Subject: username, Name: name, After: username, Detail: detail}
}

// makeUser creates a user.
type makeUser struct{}

func (makeUser) need(Write) need { return need{tier: access.Full, role: "User Administrator"} }

func (makeUser) doing(user string, _ Write) string { return "create " + user }

// draftNew begins the plan of a creation: the user is as it is to be, and has nothing yet.
func (s *Service) draftNew(ctx context.Context, intent Intent, kinds ...WriteKind) (*draft, error) {
	tenant, err := s.tenant(ctx, intent.Action, intent.User, kinds...)
	if err != nil {
		return nil, err
	}
	at := slices.IndexFunc(intent.Writes, func(write Write) bool { return write.Kind == MakeUser })
	if at < 0 || intent.User.ID != "" {
		return nil, refuseIntent(intent, "It is not said who is to be created.")
	}
	user := userOf(intent.Writes[at])
	user.Key = m365.UserKey{Tenant: intent.User.Tenant, ID: call.NewUser}
	intent.User = user.Key
	return &draft{
		service: s, intent: intent, user: m365.Details{User: user}, live: s.nothingYet(ctx, user),
		plan: Plan{
			ID: s.options.NewID(), Action: CreateUser,
			Target: Target{Key: m365.UserKey{Tenant: user.Key.Tenant}, Name: nameOf(user), Username: user.UserPrincipalName, Tenant: tenant.FullName()},
		},
	}, nil
}

// userOf is a user as a write creates it.
func userOf(write Write) m365.User {
	user := m365.User{Type: m365.Member, SignIn: m365.Allowed}
	for _, field := range NewFields() {
		field.put(&user, write.Detail[field.Graph])
	}
	return user
}

// nothingYet is the snapshot of a user who is not created.
func (s *Service) nothingYet(ctx context.Context, user m365.User) *snapshot {
	now := s.look(ctx, user.Key)
	now.user = func() (m365.Details, error) { return m365.Details{User: user}, nil }
	now.roles = func() (known, error) { return known{}, nil }
	now.licenses = func() ([]m365.HeldLicense, error) { return nil, nil }
	now.groups = func() ([]m365.Group, error) { return nil, nil }
	now.methods = func() ([]m365.AuthMethod, error) { return nil, nil }
	return now
}

func (makeUser) plan(ctx context.Context, d *draft, write Write) error {
	write = Make(write.Detail)
	password, err := d.service.newPassword(d.intent.Password, d.user.User)
	if err != nil {
		return d.refuse(ErrIntent, err.Error(), "Choose another length.")
	}
	body := make(map[string]any)
	for _, field := range NewFields() {
		value := write.Detail[field.Graph]
		if wrong := field.Wrong(value); wrong != "" {
			d.object(Write{Subject: field.Graph}, wrong)
		}
		if value != "" {
			body[field.Graph] = field.value(value)
		}
	}
	if len(d.objections) == 0 {
		if err := d.planNewUsername(ctx, write.After); err != nil {
			return err
		}
	}
	if err := d.checkUnits(ctx); err != nil {
		return err
	}
	d.plan.secret = password
	write.Detail[detailBegan] = d.service.options.Now().UTC().Format(time.RFC3339)
	d.step(write, "Create the user", call.CreateUser(body, password, d.intent.Password.MustChange))
	return nil
}

// planNewUsername checks that a username is free and of a domain of the tenant.
func (d *draft) planNewUsername(ctx context.Context, username string) error {
	write := Write{Subject: Username, After: username}
	if err := d.checkDomain(ctx, write); err != nil {
		return err
	}
	check, err := d.service.CheckUsername(ctx, d.intent.User.Tenant, username)
	if err != nil {
		return err
	}
	for _, unread := range check.Unread {
		d.unread(unread)
	}
	if check.Taken != "" {
		d.object(write, check.Taken)
	} else if check.Deleted != "" {
		d.note(check.Deleted)
	}
	return nil
}

// UsernameCheck is what a tenant says of a username that somebody is to get.
type UsernameCheck struct {
	// Taken says who has it; empty where it is free.
	Taken string
	// Deleted says which deleted user had it; empty where none did.
	Deleted string
	// Unread is what could not be read: it is not known then whether the username is free.
	Unread []error
}

// CheckUsername asks a tenant whether a user, an alias or a deleted user has a username. The error is ctx's own.
func (s *Service) CheckUsername(ctx context.Context, tenant m365.TenantID, username string) (UsernameCheck, error) {
	var check UsernameCheck
	holders, err := s.options.Directory.WhoHas(ctx, tenant, username)
	if err != nil {
		check.Unread = append(check.Unread, err)
	}
	for _, holder := range holders {
		if strings.EqualFold(holder.UserPrincipalName, username) {
			check.Taken = fmt.Sprintf("Taken: %s has this username.", holder.DisplayName)
			return check, ctx.Err()
		}
		check.Taken = fmt.Sprintf("Taken: an alias of %s.", holderName(holder))
	}
	if check.Taken != "" {
		return check, ctx.Err()
	}
	deleted, err := s.options.Directory.DeletedNamed(ctx, tenant, username)
	if err != nil {
		check.Unread = append(check.Unread, err)
	}
	if len(deleted) > 0 {
		check.Deleted = fmt.Sprintf("%s, who was deleted, had this username: who has it now keeps that user from being restored under it.", deleted[0].DisplayName)
	}
	return check, ctx.Err()
}

// checkUnits objects to licenses without a usage location, and to those of which no unit is left.
func (d *draft) checkUnits(ctx context.Context) error {
	var wanted []Write
	for _, write := range d.intent.Writes {
		if write.Kind == AddLicense {
			wanted = append(wanted, write)
		}
	}
	if len(wanted) == 0 {
		return nil
	}
	if d.user.UsageLocation == "" {
		d.object(Write{Subject: UsageLocation}, "Microsoft assigns no license without it: choose the country where the user works.")
	}
	skus, err := d.service.options.Directory.SKUs(ctx, d.intent.User.Tenant)
	if err != nil {
		d.unread(err)
		return ctx.Err()
	}
	for _, write := range wanted {
		at := slices.IndexFunc(skus, func(sku m365.SKU) bool { return strings.EqualFold(sku.ID, write.Subject) })
		switch {
		case at < 0:
			d.object(Write{Subject: LicensesField}, fmt.Sprintf("%s has no product %s.", d.plan.Target.Tenant, d.productName(write)))
		case skus[at].Left() == 0:
			d.object(Write{Subject: LicensesField}, fmt.Sprintf("No unit of %s is left.", d.productName(write)))
		}
	}
	return nil
}

// tells looks for the username, and tells a user whom this write created from another's.
func (makeUser) tells(now *snapshot, write Write) (verdict, error) {
	user, err := now.named(write.Subject)
	if err != nil {
		return unclear, err
	}
	return doneIf(user != nil && createdBy(write, *user)), nil
}

// clockGap is how far this computer's clock may be ahead of Microsoft's.
const clockGap = 15 * time.Minute

// createdBy says that a user is the one that a write created: nobody older, and of the same names.
func createdBy(write Write, user m365.User) bool {
	began, err := time.Parse(time.RFC3339, write.Detail[detailBegan])
	return err == nil && !user.Created.Before(began.Add(-clockGap)) &&
		user.DisplayName == write.Detail["displayName"] && strings.EqualFold(user.MailNickname, write.Detail["mailNickname"])
}

func (makeUser) late() bool { return false }

func (makeUser) already(error) bool { return false }

// because knows the property that Microsoft names: in the details of its answer, else in the sentence.
func (makeUser) because(found *call.Error) (because, do string) {
	for _, detail := range found.Details {
		if detail.Code == "ObjectConflict" {
			return "another user has the username or the address meanwhile", "Nothing was created. Choose another username."
		}
	}
	if strings.Contains(strings.ToLower(found.Message), "same value for property") {
		return "another user has the username or the address meanwhile", "Nothing was created. Choose another username."
	}
	if because, do = (fieldEffect{}).because(found); because != "" {
		return because, strings.Replace(do, "Nothing was changed.", "Nothing was created.", 1)
	}
	if found.Kind == call.NotFound {
		return "Microsoft did not find the tenant's directory", "Nothing was created. Retry in a few minutes."
	}
	return "", ""
}

func (makeUser) lost() lost {
	return lost{
		once:      "The password of a new user is not sent twice.",
		undone:    "Nothing was created. Begin anew: it is checked again before anything is sent.",
		uncertain: "Look for the user in a few minutes. It may have been created, with the password that is shown.",
	}
}

// secret is shown too where it is not known whether the user was created.
func (makeUser) secret(planned m365.Secret, state State, answer call.Answer) m365.Secret {
	return passwordEffect{}.secret(planned, state, answer)
}

func (makeUser) parts() []profile.Part { return []profile.Part{profile.Details} }

func (makeUser) shows(Write, time.Time) shown { return shown{} }

func (makeUser) inverse() WriteKind { return "" }
