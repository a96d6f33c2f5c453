package call

import (
	"maps"
	"net/url"
	"time"

	"github.com/tenantkeep/tenantkeep/core/m365"
)

// passwordMethod is the id of every user's password among the authentication methods
// (https://learn.microsoft.com/graph/api/resources/passwordauthenticationmethod).
const passwordMethod = "28c10230-6103-485e-b985-444c60001490"

// The methods of HTTP that change something, and the one of a look that is recorded as a change is.
const (
	methodGet    = "GET"
	methodPost   = "POST"
	methodPatch  = "PATCH"
	methodDelete = "DELETE"
)

// WholeTenant is the scope of a role that reaches everything.
const WholeTenant = "/"

// SetSignIn allows or blocks the sign-in of a user.
//
// PATCH /users/{id}, User.EnableDisableAccount.All and User.Read.All, or User.ReadWrite.All
// (https://learn.microsoft.com/graph/api/user-update).
func SetSignIn(user string, status m365.SignInStatus) Request {
	op := "unblock the sign-in"
	if status == m365.Blocked {
		op = "block the sign-in"
	}
	return Request{Op: op, Method: methodPatch, Path: userPath(user), Body: map[string]any{"accountEnabled": status != m365.Blocked}}
}

// SetPassword gives a user of the cloud a new password.
//
// PATCH /users/{id}, User-PasswordProfile.ReadWrite.All; Directory.ReadWrite.All does not cover it
// (https://learn.microsoft.com/graph/api/user-update, example 3).
func SetPassword(user string, password m365.Secret, mustChange bool) Request {
	return Request{Op: "reset the password", Method: methodPatch, Path: userPath(user), Body: map[string]any{
		"passwordProfile": map[string]any{"password": password, "forceChangePasswordNextSignIn": mustChange},
	}}
}

// ResetSyncedPassword gives a user who is synced from on-premises a new password, which writeback carries there. Microsoft
// answers 202 and goes on in the background; the user changes the password at the next sign-in.
//
// POST /users/{id}/authentication/methods/{password}/resetPassword, UserAuthenticationMethod.ReadWrite.All
// (https://learn.microsoft.com/graph/api/authenticationmethod-resetpassword).
func ResetSyncedPassword(user string, password m365.Secret) Request {
	return Request{
		Op: "reset the password", Method: methodPost,
		Path: userPath(user) + "/authentication/methods/" + passwordMethod + "/resetPassword",
		Body: map[string]any{"newPassword": password},
	}
}

// CreateTAP makes a Temporary Access Pass, which takes the place of an older one. Answer.Secret holds it.
//
// POST /users/{id}/authentication/temporaryAccessPassMethods, UserAuthMethod-TAP.ReadWrite.All or
// UserAuthenticationMethod.ReadWrite.All
// (https://learn.microsoft.com/graph/api/authentication-post-temporaryaccesspassmethods).
func CreateTAP(user string, lifetime time.Duration, once bool) Request {
	return Request{
		Op: "create a Temporary Access Password", Method: methodPost,
		Path:          userPath(user) + "/authentication/temporaryAccessPassMethods",
		Body:          map[string]any{"lifetimeInMinutes": int(lifetime / time.Minute), "isUsableOnce": once},
		AnswersSecret: true,
	}
}

// CreateUser makes a user of fields by their names in Graph. Answer.ID is the new user's.
//
// POST /users, User.ReadWrite.All (https://learn.microsoft.com/graph/api/user-post-users).
func CreateUser(fields map[string]any, password m365.Secret, mustChange bool) Request {
	body := maps.Clone(fields)
	body["accountEnabled"] = true
	body["passwordProfile"] = map[string]any{"password": password, "forceChangePasswordNextSignIn": mustChange}
	username, _ := fields["userPrincipalName"].(string)
	return Request{
		Op: "create the user", Method: methodPost, Path: "/users", Body: body, Answers: map[string]string{"userPrincipalName": username},
	}
}

// RevokeSessions makes a user sign in again everywhere. Access tokens that were given out live on until they end.
//
// POST /users/{id}/revokeSignInSessions, User.RevokeSessions.All
// (https://learn.microsoft.com/graph/api/user-revokesigninsessions).
func RevokeSessions(user string) Request {
	return Request{Op: "revoke the sessions", Method: methodPost, Path: userPath(user) + "/revokeSignInSessions"}
}

// AddRole gives a user a directory role over scope: WholeTenant, or an administrative unit.
//
// POST /roleManagement/directory/roleAssignments, RoleManagement.ReadWrite.Directory
// (https://learn.microsoft.com/graph/api/rbacapplication-post-roleassignments).
func AddRole(user, role, scope string) Request {
	return Request{Op: "add the role", Method: methodPost, Path: "/roleManagement/directory/roleAssignments", Body: map[string]any{
		"@odata.type":      "#microsoft.graph.unifiedRoleAssignment",
		"principalId":      user,
		"roleDefinitionId": role,
		"directoryScopeId": scope,
	}, Answers: map[string]string{"principalId": user}}
}

// RemoveRole ends the assignment of a directory role.
//
// DELETE /roleManagement/directory/roleAssignments/{id}, RoleManagement.ReadWrite.Directory
// (https://learn.microsoft.com/graph/api/unifiedroleassignment-delete).
func RemoveRole(assignment string) Request {
	return Request{Op: "remove the role", Method: methodDelete, Path: "/roleManagement/directory/roleAssignments/" + url.PathEscape(assignment)}
}

// AddedLicense is a product to be given, without some of its service plans.
type AddedLicense struct {
	SKU string
	// Without are the ids of the service plans that stay off.
	Without []string
}

// AssignLicenses gives and takes products, all of them or none. Microsoft shows the effect minutes later.
//
// POST /users/{id}/assignLicense, LicenseAssignment.ReadWrite.All; both lists must be there
// (https://learn.microsoft.com/graph/api/user-assignlicense).
func AssignLicenses(user string, add []AddedLicense, remove []string) Request {
	added := make([]any, len(add))
	for i, license := range add {
		added[i] = map[string]any{"skuId": license.SKU, "disabledPlans": append([]string{}, license.Without...)}
	}
	op := "assign the license"
	if len(add) == 0 {
		op = "remove the license"
	}
	return Request{Op: op, Method: methodPost, Path: userPath(user) + "/assignLicense", Body: map[string]any{
		"addLicenses":    added,
		"removeLicenses": append([]string{}, remove...),
	}, Answers: map[string]string{"id": user}}
}

// SetFields changes fields of a user, by their names in Graph; nil clears one, which an empty text does not.
//
// PATCH /users/{id}, User.ReadWrite.All (https://learn.microsoft.com/graph/api/user-update).
func SetFields(user string, fields map[string]any) Request {
	return Request{Op: "change the user", Method: methodPatch, Path: userPath(user), Body: fields}
}

// AddPhone registers a phone by which a user proves who they are. A user has one of each type, and an alternate mobile phone
// only beside a mobile one.
//
// POST /users/{id}/authentication/phoneMethods, UserAuthMethod-Phone.ReadWrite.All or UserAuthenticationMethod.ReadWrite.All
// (https://learn.microsoft.com/graph/api/authentication-post-phonemethods).
func AddPhone(user, phoneType, number string) Request {
	return Request{
		Op: "add the phone", Method: methodPost, Path: userPath(user) + "/authentication/phoneMethods",
		Body: map[string]any{"phoneNumber": number, "phoneType": phoneType},
	}
}

// ChangePhone gives a registered phone another number.
//
// PATCH /users/{id}/authentication/phoneMethods/{id}, permissions as AddPhone
// (https://learn.microsoft.com/graph/api/phoneauthenticationmethod-update).
func ChangePhone(user, method, phoneType, number string) Request {
	return Request{
		Op: "change the phone", Method: methodPatch,
		Path: userPath(user) + "/authentication/phoneMethods/" + url.PathEscape(method),
		Body: map[string]any{"phoneNumber": number, "phoneType": phoneType},
	}
}

// AddEmail registers an address by which a user resets their own password. A user has one.
//
// POST /users/{id}/authentication/emailMethods, UserAuthMethod-Email.ReadWrite.All or UserAuthenticationMethod.ReadWrite.All
// (https://learn.microsoft.com/graph/api/authentication-post-emailmethods).
func AddEmail(user, address string) Request {
	return Request{
		Op: "add the email address", Method: methodPost, Path: userPath(user) + "/authentication/emailMethods",
		Body: map[string]any{"emailAddress": address},
	}
}

// ChangeEmail puts another address in the place of the registered one.
//
// PATCH /users/{id}/authentication/emailMethods/{id}, permissions as AddEmail
// (https://learn.microsoft.com/graph/api/emailauthenticationmethod-update).
func ChangeEmail(user, method, address string) Request {
	return Request{
		Op: "change the email address", Method: methodPatch,
		Path: userPath(user) + "/authentication/emailMethods/" + url.PathEscape(method),
		Body: map[string]any{"emailAddress": address},
	}
}

// SetDevice lets a device sign in to the tenant, or keeps it from that.
//
// PATCH /devices/{id}, Directory.AccessAsUser.All (https://learn.microsoft.com/graph/api/device-update).
func SetDevice(device string, enabled bool) Request {
	op := "disable the device"
	if enabled {
		op = "enable the device"
	}
	return Request{Op: op, Method: methodPatch, Path: "/devices/" + url.PathEscape(device), Body: map[string]any{"accountEnabled": enabled}}
}

// DisownDevice takes from a user that they own a device. Without the /$ref at its end the address would name the user.
//
// DELETE /devices/{id}/registeredOwners/{id}/$ref, Directory.AccessAsUser.All
// (https://learn.microsoft.com/graph/api/device-delete-registeredowners).
func DisownDevice(user, device string) Request {
	return Request{
		Op: "remove the ownership of the device", Method: methodDelete,
		Path: "/devices/" + url.PathEscape(device) + "/registeredOwners/" + url.PathEscape(user) + "/$ref",
	}
}

// Together is one request for several of SetFields on the same user. Microsoft does all of it or nothing.
func Together(requests ...Request) Request {
	fields := make(map[string]any)
	for _, one := range requests {
		body, _ := one.Body.(map[string]any)
		maps.Copy(fields, body)
	}
	together := requests[0]
	together.Body = fields
	return together
}

// ClearManager leaves a user without a manager.
//
// DELETE /users/{id}/manager/$ref, User.ReadWrite.All (https://learn.microsoft.com/graph/api/user-delete-manager).
func ClearManager(user string) Request {
	return Request{Op: "clear the manager", Method: methodDelete, Path: userPath(user) + "/manager/$ref"}
}

// RemoveMethod takes away a way to prove who the user is. segment is the collection of its kind: "phoneMethods".
//
// DELETE /users/{id}/authentication/{segment}/{id}, UserAuthenticationMethod.ReadWrite.All
// (https://learn.microsoft.com/graph/api/resources/authenticationmethods-overview).
func RemoveMethod(user, segment, method string) Request {
	return Request{
		Op: "remove the sign-in method", Method: methodDelete,
		Path: userPath(user) + "/authentication/" + url.PathEscape(segment) + "/" + url.PathEscape(method),
	}
}

// RemoveFromGroup ends a user's membership of a group. Without the /$ref at its end the address would name the user, who
// would be deleted.
//
// DELETE /groups/{id}/members/{id}/$ref, permissions as AddToGroup
// (https://learn.microsoft.com/graph/api/group-delete-members).
func RemoveFromGroup(user, group string) Request {
	return Request{
		Op: "remove the user from the group", Method: methodDelete,
		Path: "/groups/" + url.PathEscape(group) + "/members/" + url.PathEscape(user) + "/$ref",
	}
}

// DeleteUser moves a user to the deleted users, from where Microsoft takes them for good after 30 days.
//
// DELETE /users/{id}, User.DeleteRestore.All or User.ReadWrite.All (https://learn.microsoft.com/graph/api/user-delete).
func DeleteUser(user string) Request {
	return Request{Op: "delete the user", Method: methodDelete, Path: userPath(user)}
}

// RestoreUser brings a deleted user back as it was.
//
// POST /directory/deletedItems/{id}/restore, User.DeleteRestore.All or User.ReadWrite.All
// (https://learn.microsoft.com/graph/api/directory-deleteditems-restore).
func RestoreUser(user string) Request {
	return Request{
		Op: "restore the user", Method: methodPost, Path: "/directory/deletedItems/" + url.PathEscape(user) + "/restore", Body: map[string]any{},
		Answers: map[string]string{"id": user},
	}
}

// RestoreWithout is RestoreUser without the addresses of mail that others have by now: Microsoft takes them from the user.
func RestoreWithout(user string) Request {
	restore := RestoreUser(user)
	restore.Body = map[string]any{"autoReconcileProxyConflict": true}
	return restore
}

// ReadRecoveryKey reads a BitLocker recovery key. Microsoft writes the look into the tenant's audit log.
//
// GET /informationProtection/bitlocker/recoveryKeys/{id}?$select=key, BitlockerKey.Read.All
// (https://learn.microsoft.com/graph/api/bitlockerrecoverykey-get).
func ReadRecoveryKey(key string) Request {
	return Request{
		Op: "read the recovery key", Method: methodGet, AnswersSecret: true,
		Path:    "/informationProtection/bitlocker/recoveryKeys/" + url.PathEscape(key) + "?$select=key",
		Answers: map[string]string{"id": key},
	}
}

// ReadLocalPassword reads the password of the local administrator of a device, by the device's own id. Microsoft writes the
// look into the tenant's audit log.
//
// GET /directory/deviceLocalCredentials/{deviceId}?$select=credentials, DeviceLocalCredential.Read.All
// (https://learn.microsoft.com/graph/api/devicelocalcredentialinfo-get).
func ReadLocalPassword(device string) Request {
	return Request{
		Op: "read the LAPS password", Method: methodGet, AnswersSecret: true,
		Path:    "/directory/deviceLocalCredentials/" + url.PathEscape(device) + "?$select=credentials",
		Answers: map[string]string{"id": device},
	}
}

func userPath(user string) string { return "/users/" + url.PathEscape(user) }
