package graph

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"net/url"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

// errOtherFields says that a mark is of a reading that asked for other fields, which its link keeps to.
var errOtherFields = errors.New("the link is of a reading that asked for other fields")

// fieldsMark is what a mark begins with: it stands for the fields that its link gives.
var fieldsMark = func() string {
	sum := fnv.New32a()
	_, _ = sum.Write([]byte(userFields))
	return fmt.Sprintf("%08x ", sum.Sum32())
}()

// UserMark is where a reading of what changes from now on begins (EachChangedUsers).
//
// GET /users/delta?$deltatoken=latest, User.Read.All (learn.microsoft.com/graph/api/user-delta).
func (c *Client) UserMark(ctx context.Context, tenant m365.TenantID) (string, error) {
	fromNow := changedUsers
	fromNow.query += "&" + query("$deltatoken", latest)
	return c.changedSince(ctx, tenant, fromNow, fromNow.link(c.origin), func([]m365.UserChange) error { return nil })
}

// EachChangedUsers reads what changed among the users since a mark, and hands it to yield page by page, in Microsoft's order;
// of one user there may be several changes, and some that were told before. It returns the mark to go on from. An error of
// yield ends the reading and is returned as it is. After an Error the mark may be good no more: then the list is to be read
// whole.
//
// GET /users/delta, Prefer: return=minimal, User.Read.All (learn.microsoft.com/graph/api/user-delta). Sign-in activity is not
// among it.
func (c *Client) EachChangedUsers(ctx context.Context, tenant m365.TenantID, mark string, yield func([]m365.UserChange) error) (string, error) {
	link, fits := strings.CutPrefix(mark, fieldsMark)
	if !fits || link == "" {
		return "", c.normal(ctx, tenant, changedUsers.op, errOtherFields)
	}
	if err := c.strays(link); err != nil {
		return "", c.normal(ctx, tenant, changedUsers.op, err)
	}
	return c.changedSince(ctx, tenant, changedUsers, link, yield)
}

var changedUsers = list{
	op: call.ReadChanges.Op, path: "/users/delta()", query: query("$select", userFields),
	// Microsoft tells some changes again. Of a user who was told of before, what did not change is not told.
	repeats: true, prefer: "return=minimal, odata.maxpagesize=" + userPage,
}

// changedSince reads from a link on, and returns the mark that Microsoft ends with.
func (c *Client) changedSince(ctx context.Context, tenant m365.TenantID, from list, link string, yield func([]m365.UserChange) error) (string, error) {
	var changes []m365.UserChange
	from.at, from.strays = link, c.strays
	last, err := eachPageTo[userChangeJSON](ctx, c, tenant, from, pages[userChangeJSON]{
		begin: func() { changes = changes[:0] },
		item:  func(one *userChangeJSON) { changes = append(changes, one.change(tenant)) },
		end:   func() error { return yield(changes) },
	})
	if err == nil {
		err = c.normal(ctx, tenant, from.op, c.strays(last.changes))
	}
	if err != nil {
		return "", err
	}
	return fieldsMark + last.changes, nil
}

// strays says what is wrong with a link, where it does not go on with what changed among the users. One without a token, or with
// the word for none, begins anew and leaves out who is gone, or all that changed meanwhile; one to elsewhere tells of no users.
func (c *Client) strays(link string) error {
	if link == "" {
		return errUnlinked
	}
	address, err := url.Parse(link)
	if err != nil {
		return errStrays
	}
	if err := c.own(address); err != nil {
		return err
	}
	if !hasToken(address.Query()) || !slices.Contains(changesPaths, strings.ToLower(address.Path)) {
		return errStrays
	}
	return nil
}

// hasToken says that a link goes on from somewhere, and nothing in it begins now.
func hasToken(query url.Values) (has bool) {
	for name, values := range query {
		switch strings.ToLower(name) {
		case "$deltatoken", "$skiptoken":
			if values[0] == "" || strings.EqualFold(values[0], latest) {
				return false
			}
			has = true
		}
	}
	return has
}

// changesPaths are the forms in which Microsoft writes the path of what changed among the users.
var changesPaths = []string{"/v1.0/users/delta", "/v1.0/users/delta()", "/v1.0/users/microsoft.graph.delta", "/v1.0/users/microsoft.graph.delta()"}

// latest stands for a token and begins now.
const latest = "latest"

// userChangeJSON is a user as a change tells of it: with what changed, at least, and with null for what was taken away.
type userChangeJSON struct {
	userJSON
	// Removed holds a reason. What is no object leaves open whether the user is there.
	Removed *struct{} `json:"@removed"`
	// told are the names that it comes with.
	told []string
}

// UnmarshalJSONFrom keeps apart what was told and what was not.
func (u *userChangeJSON) UnmarshalJSONFrom(decoder *jsontext.Decoder) error {
	body, err := decoder.ReadValue()
	if err != nil {
		return err
	}
	type fields userChangeJSON
	u.told = namesIn(body)
	return json.Unmarshal(body, (*fields)(u), decoder.Options())
}

// namesIn are the names in an object, without those of the objects in it.
func namesIn(object jsontext.Value) (names []string) {
	var text []byte
	depth := 0
	for i := 0; i < len(object); i++ {
		switch object[i] {
		case '{', '[':
			depth++
		case '}', ']':
			depth--
		case '"':
			start := i + 1
			for i = start; i < len(object) && object[i] != '"'; i++ {
				if object[i] == '\\' {
					i++
				}
			}
			text = object[start:min(i, len(object))]
		case ':':
			if depth == 1 {
				names = append(names, nameOf(text))
			}
		}
	}
	return names
}

// nameOf is a name as it is written between its quotation marks.
func nameOf(written []byte) string {
	if !bytes.ContainsRune(written, '\\') {
		return string(written)
	}
	var name string
	if json.Unmarshal(slices.Concat([]byte{'"'}, written, []byte{'"'}), &name, jsontext.AllowInvalidUTF8(true)) != nil {
		return string(written)
	}
	return name
}

func (u *userChangeJSON) change(tenant m365.TenantID) m365.UserChange {
	if u.Removed != nil {
		return m365.UserChange{ID: oneCase(u.ID), Gone: true}
	}
	var skus []string
	for _, license := range u.AssignedLicenses {
		skus = append(skus, oneCase(license.SKU))
	}
	fresh, told, userType := u.user(tenant, skus), u.told, u.UserType
	return m365.UserChange{ID: fresh.Key.ID, Complete: u.isWhole(), Apply: func(user *m365.User) { apply(user, &fresh, told, userType) }}
}

// isWhole says that everything was told: when a user was created does not change, so it is told with all the rest alone.
func (u *userChangeJSON) isWhole() bool { return u.UserPrincipalName != "" && u.CreatedDateTime != "" }

// notTexts are what of a user is no text, but for the type.
var notTexts = []struct {
	name string
	put  func(user, fresh *m365.User)
}{
	{"accountEnabled", func(user, fresh *m365.User) { user.SignIn = fresh.SignIn }},
	{"employeeHireDate", func(user, fresh *m365.User) { user.EmployeeHireDate = fresh.EmployeeHireDate }},
	{"createdDateTime", func(user, fresh *m365.User) { user.Created = fresh.Created }},
	{"lastPasswordChangeDateTime", func(user, fresh *m365.User) { user.LastPasswordReset = fresh.LastPasswordReset }},
	{"onPremisesSyncEnabled", func(user, fresh *m365.User) { user.OnPremisesSynced = fresh.OnPremisesSynced }},
	{"assignedLicenses", func(user, fresh *m365.User) { user.SKUs = fresh.SKUs }},
	{"proxyAddresses", func(user, fresh *m365.User) { user.Aliases = fresh.Aliases }},
}

// apply puts what was told into a user: of fresh what has those names.
func apply(user, fresh *m365.User, told []string, userType string) {
	isNew := user.Key.ID == ""
	user.Key = fresh.Key
	for _, text := range m365.Texts() {
		if slices.Contains(told, text.Graph) {
			*text.Of(user) = *text.Of(fresh)
		}
	}
	for _, other := range notTexts {
		if slices.Contains(told, other.name) {
			other.put(user, fresh)
		}
	}
	if isNew || slices.Contains(told, "userType") {
		user.Type = m365.UserTypeOf(userType, user.UserPrincipalName)
	}
}
