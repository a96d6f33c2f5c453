package call_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

const (
	user  = "aaaaaaaa-0000-4000-8000-000000000001"
	other = "bbbbbbbb-0000-4000-8000-000000000002"
)

// byID are the requests that name something by an id.
var byID = map[string]func(id string) call.Request{
	"block":                     func(id string) call.Request { return call.SetSignIn(id, m365.Blocked) },
	"password":                  func(id string) call.Request { return call.SetPassword(id, m365.NewSecret("x"), true) },
	"password of a synced user": func(id string) call.Request { return call.ResetSyncedPassword(id, m365.NewSecret("x")) },
	"TAP":                       func(id string) call.Request { return call.CreateTAP(id, 0, true) },
	"sessions":                  call.RevokeSessions,
	"role for a user":           func(id string) call.Request { return call.AddRole(id, other, call.WholeTenant) },
	"role":                      func(id string) call.Request { return call.AddRole(user, id, call.WholeTenant) },
	"role for a unit":           func(id string) call.Request { return call.AddRole(user, other, "/administrativeUnits/"+id) },
	"license for a user":        func(id string) call.Request { return call.AssignLicenses(id, []call.AddedLicense{{SKU: other}}, nil) },
	"license":                   func(id string) call.Request { return call.AssignLicenses(user, []call.AddedLicense{{SKU: id}}, nil) },
	"plan of a license": func(id string) call.Request {
		return call.AssignLicenses(user, []call.AddedLicense{{SKU: other, Without: []string{id}}}, nil)
	},
	"license that goes":       func(id string) call.Request { return call.AssignLicenses(user, nil, []string{id}) },
	"fields":                  func(id string) call.Request { return call.SetFields(id, map[string]any{"jobTitle": nil}) },
	"phone of a user":         func(id string) call.Request { return call.AddPhone(id, "mobile", "+1 2065550100") },
	"changed phone of a user": func(id string) call.Request { return call.ChangePhone(id, other, "mobile", "+1 2065550100") },
	"email of a user":         func(id string) call.Request { return call.AddEmail(id, "a@home.example") },
	"changed email of a user": func(id string) call.Request { return call.ChangeEmail(id, other, "a@home.example") },
	"method of a user":        func(id string) call.Request { return call.RemoveMethod(id, "phoneMethods", other) },
	"member of a group":       func(id string) call.Request { return call.RemoveFromGroup(id, other) },
	"group":                   func(id string) call.Request { return call.RemoveFromGroup(user, id) },
	"reference":               func(id string) call.Request { return reference("/groups/"+other+"/members/$ref", id) },
	"group of a reference":    func(id string) call.Request { return reference("/groups/"+id+"/members/$ref", user) },
	"user that is deleted":    func(id string) call.Request { return call.Request{Method: "DELETE", Path: "/users/" + id} },
	"manager":                 func(id string) call.Request { return reference("/users/"+user+"/manager/$ref", id) },
	"lists of other types": func(id string) call.Request {
		return call.Request{Method: "POST", Path: "/users/" + user + "/assignLicense", Body: map[string]any{
			"addLicenses": []map[string]string{{"skuId": id}}, "removeLicenses": []any{},
		}}
	},
	"a list in a list": func(id string) call.Request {
		return call.Request{Method: "POST", Path: "/x", Body: map[string][][]string{"removeLicenses": {{id}}}}
	},
	"something that nobody knows": func(id string) call.Request { return call.Request{Method: "POST", Path: "/groups/" + id + "/renew"} },
}

func reference(path, id string) call.Request {
	return call.Request{Method: "POST", Path: path, Body: map[string]any{"@odata.id": "https://graph.microsoft.com/v1.0/directoryObjects/" + id}}
}

func TestOnlyAGUIDNamesAnObject(t *testing.T) {
	for name, request := range byID {
		require.NoError(t, request("cccccccc-0000-4000-8000-00000000000C").CheckIDs(), name)
		for _, id := range []string{"", ".", "..", "me", "me-token-to-replace", "ada@contoso.com", "{id}", "%2e%2e", other + "/..", other + " ", "/", "delta()", "$ref/x"} {
			t.Run(fmt.Sprintf("%s %q", name, id), func(t *testing.T) {
				require.ErrorIs(t, request(id).CheckIDs(), call.ErrID)
			})
		}
	}
}

func TestIDsThatMicrosoftMakesOfSignsAreNoGUIDs(t *testing.T) {
	for name, request := range map[string]func(id string) call.Request{
		"assignment": call.RemoveRole,
		"method":     func(id string) call.Request { return call.RemoveMethod(user, "fido2Methods", id) },
	} {
		for _, id := range []string{other, "lAPpYvVpN0KRkAEhdxReEJC2sEqbR_9Hr48lds9SGHI-1", "_jpuR-TGZtk6aQCLF3BQjA2", "m1"} {
			require.NoError(t, request(id).CheckIDs(), name)
		}
		for _, id := range []string{"", ".", "..", "me-token-to-replace", "a/b", "a b", "a?b", "%2e"} {
			require.ErrorIs(t, request(id).CheckIDs(), call.ErrID, "%s %q", name, id)
		}
	}
}
