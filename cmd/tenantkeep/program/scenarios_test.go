package program

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/cloudsim/directory"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/product"
)

// scenario is one thing that a help desk does, on a user whom it suits.
type scenario struct {
	name  string
	suits func(subject) bool
	task  func(*harness, subject) task
}

// task is an scenario for a user, with all that is to follow from it.
type task struct {
	intent change.Intent
	// writes are the requests that Microsoft documents, "$SECRET" for the new password, "$GRAPH" for the cloud's Graph.
	writes []documented
	// values are before and after of each step, as the journal has them.
	values [][2]string
	// there and here are what becomes of the user at Microsoft and in the lists; nil is nothing.
	there func(*live)
	here  func(*listed)
	// lasting: it cannot be undone.
	lasting bool
}

// documented is a request of Microsoft's reference.
type documented struct{ method, path, body string }

// scenarios are the actions of a help desk.
func scenarios() []scenario {
	return slices.Concat(accountScenarios(), accessScenarios(), licenseScenarios(), methodScenarios(), deviceScenarios(), editScenarios())
}

func oneWrite(kind change.WriteKind, id string) []change.Write {
	return []change.Write{{Kind: kind, Subject: id}}
}

func pathOf(at subject) string { return "/users/" + at.user.ID }

func accountScenarios() []scenario {
	return []scenario{
		{
			name: "Reset Password sets a new password of a cloud user", suits: subject.plain,
			task: func(_ *harness, at subject) task {
				return task{
					intent: change.Intent{Action: change.ResetPassword, Password: change.PasswordOptions{Length: 20, MustChange: true}},
					writes: []documented{{"PATCH", pathOf(at), `{"passwordProfile":{"password":"$SECRET","forceChangePasswordNextSignIn":true}}`}},
					values: [][2]string{{"", ""}},
					there:  func(u *live) { u.Password, u.Sessions = "new", "new" },
					here:   func(u *listed) { u.Password = "new" }, lasting: true,
				}
			},
		},
		{
			name:  "Reset Password of a user synced from on-premises goes through the authentication methods",
			suits: func(at subject) bool { return at.person() && at.user.OnPremisesSynced },
			task: func(_ *harness, at subject) task {
				return task{
					intent: change.Intent{Action: change.ResetPassword, Password: change.PasswordOptions{Passphrase: true}},
					writes: []documented{{"POST", pathOf(at) + "/authentication/methods/" + directory.PasswordMethodID + "/resetPassword", `{"newPassword":"$SECRET"}`}},
					values: [][2]string{{"", ""}},
					there:  func(u *live) { u.Password, u.Sessions = "new", "new" },
					here:   func(u *listed) { u.Password = "new" }, lasting: true,
				}
			},
		},
		{
			name:  "a Temporary Access Pass is made for two hours and one use",
			suits: func(at subject) bool { return at.plain() && at.inside.TAPAllowed() },
			task: func(_ *harness, at subject) task {
				return task{
					intent: change.Intent{Action: change.CreateTAP, TAP: change.TAPOptions{Lifetime: 2 * time.Hour, Once: true}},
					writes: []documented{{"POST", pathOf(at) + "/authentication/temporaryAccessPassMethods", `{"lifetimeInMinutes":120,"isUsableOnce":true}`}},
					values: [][2]string{{"", "2 hours, one use"}},
					there:  func(u *live) { insert(&u.Methods, "Temporary Access Password 120 minutes, works once") }, lasting: true,
				}
			},
		},
		signInScenario("a block ends what a user may do", false),
		signInScenario("an unblock lets a user in again", true),
		{
			name: "a revocation ends the sessions of a user", suits: subject.plain,
			task: func(_ *harness, at subject) task {
				return task{
					intent: change.Intent{Action: change.RevokeSessions},
					writes: []documented{{"POST", pathOf(at) + "/revokeSignInSessions", ""}},
					values: [][2]string{{"", ""}},
					there:  func(u *live) { u.Sessions = "new" }, lasting: true,
				}
			},
		},
		{
			name:  "a user is deleted",
			suits: func(at subject) bool { return at.plain() && !at.user.OnPremisesSynced && len(at.user.Licences) > 0 },
			task: func(_ *harness, at subject) task {
				return task{
					intent: change.Intent{Action: change.DeleteUser},
					writes: []documented{{"DELETE", pathOf(at), ""}},
					values: [][2]string{{"Present", "Deleted"}},
					there:  func(u *live) { *u = live{Gone: true} },
					here:   func(u *listed) { *u = listed{} },
				}
			},
		},
		{
			name:  "a phone is removed from the authentication methods",
			suits: func(at subject) bool { _, has := at.phone(); return at.plain() && has },
			task: func(_ *harness, at subject) task {
				phone, _ := at.phone()
				return task{
					intent: change.Intent{Action: change.RemoveMethod, Writes: []change.Write{{
						Kind: change.TakeMethod, Subject: phone.ID, Detail: map[string]string{change.DetailSegment: "phoneMethods"},
					}}},
					writes: []documented{{"DELETE", pathOf(at) + "/authentication/phoneMethods/" + phone.ID, ""}},
					values: [][2]string{{"Registered", ""}},
					there:  func(u *live) { remove(&u.Methods, "Mobile phone "+phone.Phone) }, lasting: true,
				}
			},
		},
	}
}

func deviceScenarios() []scenario {
	enabled := func(at subject) (directory.Device, bool) {
		for _, one := range at.inside.DevicesOf(at.user.Slot) {
			if one.AccountEnabled {
				return one, true
			}
		}
		return directory.Device{}, false
	}
	return []scenario{{
		name: "a device is taken from its owner", suits: func(at subject) bool { _, has := enabled(at); return at.plain() && has },
		task: func(_ *harness, at subject) task {
			device, _ := enabled(at)
			return task{
				intent: change.Intent{Action: change.DisownDevices, Writes: oneWrite(change.DisownDevice, device.ID)},
				writes: []documented{{"DELETE", "/devices/" + device.ID + "/registeredOwners/" + at.user.ID + "/$ref", ""}},
				values: [][2]string{{"Owner", ""}},
				there:  func(u *live) { remove(&u.Owned, device.ID) }, lasting: true,
			}
		},
	}, {
		name: "a device is disabled", suits: func(at subject) bool { _, has := enabled(at); return at.plain() && has },
		task: func(_ *harness, at subject) task {
			device, _ := enabled(at)
			return task{
				intent: change.Intent{Action: change.DisableDevices, Writes: oneWrite(change.BarDevice, device.ID)},
				writes: []documented{{"PATCH", "/devices/" + device.ID, `{"accountEnabled":false}`}},
				values: [][2]string{{"Enabled", "Disabled"}},
				there:  func(u *live) { remove(&u.Devices, device.ID) },
			}
		},
	}}
}

func methodScenarios() []scenario {
	const number, address = "+1 2065550100", "new@home.example"
	manage := func(action change.Action, kind change.WriteKind, id, value string) change.Intent {
		return change.Intent{Action: action, Writes: []change.Write{{Kind: kind, Subject: id, After: value}}}
	}
	return []scenario{
		{
			// Beside others the phone might become the default, which Microsoft does not take back.
			name:  "an office phone is added to the authentication methods",
			suits: func(at subject) bool { return at.plain() && len(at.inside.MethodsOf(at.user.Slot)) == 1 },
			task: func(_ *harness, at subject) task {
				return task{
					intent: manage(change.AddMethod, change.PutMethod, directory.OfficePhoneID, "+1 (206) 555-0100"),
					writes: []documented{{"POST", pathOf(at) + "/authentication/phoneMethods", `{"phoneNumber":"` + number + `","phoneType":"office"}`}},
					values: [][2]string{{"", number}},
					there:  func(u *live) { insert(&u.Methods, "Office phone "+number) },
				}
			},
		},
		{
			name:  "an email address is added to the authentication methods",
			suits: func(at subject) bool { _, has := at.method(directory.EmailMethodID); return at.plain() && !has },
			task: func(_ *harness, at subject) task {
				return task{
					intent: manage(change.AddMethod, change.PutMethod, directory.EmailMethodID, address),
					writes: []documented{{"POST", pathOf(at) + "/authentication/emailMethods", `{"emailAddress":"` + address + `"}`}},
					values: [][2]string{{"", address}},
					there:  func(u *live) { insert(&u.Methods, "Email "+address) },
				}
			},
		},
		{
			name:  "a mobile phone gets another number",
			suits: func(at subject) bool { _, has := at.phone(); return at.plain() && has },
			task: func(_ *harness, at subject) task {
				phone, _ := at.phone()
				return task{
					intent: manage(change.ChangeMethod, change.SetMethod, phone.ID, number),
					writes: []documented{{"PATCH", pathOf(at) + "/authentication/phoneMethods/" + phone.ID, `{"phoneNumber":"` + number + `","phoneType":"mobile"}`}},
					values: [][2]string{{phone.Phone, number}},
					there: func(u *live) {
						remove(&u.Methods, "Mobile phone "+phone.Phone)
						insert(&u.Methods, "Mobile phone "+number)
					},
				}
			},
		},
		{
			name:  "an email address takes the place of another",
			suits: func(at subject) bool { _, has := at.method(directory.EmailMethodID); return at.plain() && has },
			task: func(_ *harness, at subject) task {
				old, _ := at.method(directory.EmailMethodID)
				return task{
					intent: manage(change.ChangeMethod, change.SetMethod, old.ID, address),
					writes: []documented{{"PATCH", pathOf(at) + "/authentication/emailMethods/" + old.ID, `{"emailAddress":"` + address + `"}`}},
					values: [][2]string{{old.Email, address}},
					there:  func(u *live) { remove(&u.Methods, "Email "+old.Email); insert(&u.Methods, "Email "+address) },
				}
			},
		},
	}
}

func signInScenario(name string, allowed bool) scenario {
	action, body, before, after := change.Block, `{"accountEnabled":false}`, "Allowed", "Blocked"
	if allowed {
		action, body, before, after = change.Unblock, `{"accountEnabled":true}`, "Blocked", "Allowed"
	}
	return scenario{
		name: name,
		suits: func(at subject) bool {
			return at.person() && at.user.AccountEnabled != allowed && !at.user.OnPremisesSynced
		},
		task: func(_ *harness, at subject) task {
			return task{
				intent: change.Intent{Action: action},
				writes: []documented{{"PATCH", pathOf(at), body}},
				values: [][2]string{{before, after}},
				there:  func(u *live) { u.SignIn = after },
				here:   func(u *listed) { u.SignIn = m365.SignInStatus(after) },
			}
		},
	}
}

func accessScenarios() []scenario {
	const given, name = directory.GroupsAdministrator, "Groups Administrator"
	return []scenario{
		{
			name: "a directory role is given", suits: subject.plain,
			task: func(_ *harness, at subject) task {
				return task{
					intent: change.Intent{Action: change.ManageRoles, Writes: []change.Write{{Kind: change.AddRole, Subject: given, Name: name}}},
					writes: []documented{{
						"POST", "/roleManagement/directory/roleAssignments",
						`{"@odata.type":"#microsoft.graph.unifiedRoleAssignment","principalId":"` + at.user.ID + `","roleDefinitionId":"` + given + `","directoryScopeId":"/"}`,
					}},
					values: [][2]string{{"", "Assigned"}},
					there:  func(u *live) { insert(&u.Roles, name+" over Whole tenant") },
					here:   func(u *listed) { insert(&u.Roles, name) },
				}
			},
		},
		{
			name: "a directory role is taken",
			suits: func(at subject) bool {
				one, only := at.onlyRole()
				return only && one.RoleID != directory.GlobalAdministrator && !at.user.Service
			},
			task: func(_ *harness, at subject) task {
				one, _ := at.onlyRole()
				role, _ := directory.RoleOf(one.RoleID)
				return task{
					intent: change.Intent{Action: change.ManageRoles, Writes: oneWrite(change.TakeRole, one.RoleID)},
					writes: []documented{{"DELETE", "/roleManagement/directory/roleAssignments/" + one.ID, ""}},
					values: [][2]string{{"Assigned", ""}},
					there:  func(u *live) { remove(&u.Roles, role.Name+" over Whole tenant") },
					here:   func(u *listed) { remove(&u.Roles, role.Name) },
				}
			},
		},
		{
			name: "a user joins a group", suits: func(at subject) bool { _, is := at.outside(); return at.plain() && is },
			task: func(_ *harness, at subject) task {
				group, _ := at.outside()
				return task{
					intent: change.Intent{Action: change.ManageGroups, Writes: oneWrite(change.AddGroup, group.ID)},
					writes: []documented{{"POST", "/groups/" + group.ID + "/members/$ref", `{"@odata.id":"$GRAPH/v1.0/directoryObjects/` + at.user.ID + `"}`}},
					values: [][2]string{{"", "Member"}},
					there:  func(u *live) { insert(&u.Groups, group.ID) },
				}
			},
		},
		{
			name: "a user leaves a group", suits: func(at subject) bool { _, is := at.team(); return at.plain() && is },
			task: func(_ *harness, at subject) task {
				group, _ := at.team()
				return task{
					intent: change.Intent{Action: change.ManageGroups, Writes: oneWrite(change.TakeGroup, group.ID)},
					writes: []documented{{"DELETE", "/groups/" + group.ID + "/members/" + at.user.ID + "/$ref", ""}},
					values: [][2]string{{"Member", ""}},
					there:  func(u *live) { remove(&u.Groups, group.ID) },
				}
			},
		},
	}
}

func licenseScenarios() []scenario {
	unlocated := func(at subject) bool {
		_, has := at.product(true)
		u := at.user
		return at.person() && u.UsageLocation == "" && has &&
			!slices.ContainsFunc(u.Licences, func(way directory.LicenceState) bool { return way.ByGroup != "" })
	}
	return []scenario{
		{
			name: "a license is assigned", suits: func(at subject) bool { _, has := at.product(true); return at.plain() && has },
			task: func(_ *harness, at subject) task { return assignment(at, "") },
		},
		{
			name: "a license is assigned after the usage location that it needs", suits: unlocated,
			task: func(_ *harness, at subject) task {
				made := assignment(at, "GB")
				made.writes = append([]documented{{"PATCH", pathOf(at), `{"usageLocation":"GB"}`}}, made.writes...)
				made.values = append([][2]string{{"", "GB"}}, made.values...)
				there, here := made.there, made.here
				made.there = func(u *live) { there(u); u.Location = "GB" }
				made.here = func(u *listed) { here(u); u.UsageLocation = "GB" }
				return made
			},
		},
		{
			name:  "a license is removed",
			suits: func(at subject) bool { return at.plain() && len(at.user.Direct) == 1 && len(at.user.Licences) == 1 },
			task: func(_ *harness, at subject) task {
				sku := at.user.Direct[0].SKU()
				return task{
					intent: change.Intent{Action: change.ManageLicenses, Writes: oneWrite(change.TakeLicense, sku)},
					writes: []documented{{"POST", pathOf(at) + "/assignLicense", `{"addLicenses":[],"removeLicenses":["` + sku + `"]}`}},
					values: [][2]string{{"Assigned", ""}},
					there:  func(u *live) { remove(&u.Licenses, sku) },
					here:   func(u *listed) { u.SKUs, u.Licenses = nil, nil },
				}
			},
		},
	}
}

// assignment gives a product that the user has not.
func assignment(at subject, location string) task {
	free, _ := at.product(true)
	name := product.Name(free.SKUID, free.PartNumber)
	return task{
		intent: change.Intent{Action: change.ManageLicenses, UsageLocation: location, Writes: oneWrite(change.AddLicense, free.SKUID)},
		writes: []documented{{"POST", pathOf(at) + "/assignLicense", `{"addLicenses":[{"skuId":"` + free.SKUID + `","disabledPlans":[]}],"removeLicenses":[]}`}},
		values: [][2]string{{"", "Assigned"}},
		there:  func(u *live) { insert(&u.Licenses, free.SKUID) },
		here: func(u *listed) {
			at := insert(&u.Licenses, name)
			u.SKUs = slices.Insert(slices.Clone(u.SKUs), at, free.SKUID)
		},
	}
}

func editScenarios() []scenario {
	boss := func(at subject) (directory.User, bool) { return at.inside.UserAt(at.user.Manager) }
	return []scenario{
		{
			name: "fields are set and cleared in one request, and the manager is taken",
			suits: func(at subject) bool {
				_, has := boss(at)
				return at.plain() && has && at.user.JobTitle != "" && at.user.Department != ""
			},
			task: func(_ *harness, at subject) task {
				old, _ := boss(at)
				return task{
					intent: change.Intent{Action: change.EditUser, Writes: []change.Write{
						{Kind: change.SetField, Subject: "jobTitle", Before: at.user.JobTitle, After: "Archivist"},
						{Kind: change.SetField, Subject: "department", Before: at.user.Department},
						{Kind: change.SetManager, Subject: change.ManagerField, Detail: map[string]string{change.DetailFrom: old.ID}},
					}},
					writes: []documented{
						{"PATCH", pathOf(at), `{"jobTitle":"Archivist","department":null}`},
						{"DELETE", pathOf(at) + "/manager/$ref", ""},
					},
					values: [][2]string{{at.user.JobTitle, "Archivist"}, {at.user.Department, ""}, {old.DisplayName, ""}},
					there:  func(u *live) { u.JobTitle, u.Department, u.Manager = "Archivist", "", "" },
					here:   func(u *listed) { u.JobTitle, u.Department = "Archivist", "" },
				}
			},
		},
		{
			name: "a user gets another username",
			suits: func(at subject) bool {
				return at.plain() && slices.ContainsFunc(at.inside.Domains(), func(one directory.Domain) bool {
					return one.Managed && one.Verified && one.Name == m365.DomainOf(at.user.UserPrincipalName)
				})
			},
			task: func(_ *harness, at subject) task {
				wanted := "archivist.of.records@" + m365.DomainOf(at.user.UserPrincipalName)
				return task{
					intent: change.Intent{Action: change.EditUser, Writes: []change.Write{
						{Kind: change.SetField, Subject: change.Username, Before: at.user.UserPrincipalName, After: wanted},
					}},
					writes: []documented{{"PATCH", pathOf(at), `{"userPrincipalName":"` + wanted + `"}`}},
					values: [][2]string{{at.user.UserPrincipalName, wanted}},
					there:  func(u *live) { u.Username = wanted },
					here:   func(u *listed) { u.UserPrincipalName = wanted },
				}
			},
		},
	}
}

// onlyRole is the one role that a user holds, directly and over the whole tenant.
func (s subject) onlyRole() (directory.RoleAssignment, bool) {
	var held []directory.RoleAssignment
	for _, one := range s.inside.RoleAssignments() {
		if one.PrincipalID == s.user.ID {
			held = append(held, one)
		}
	}
	if len(held) != 1 || held[0].Scope != directory.Whole || len(s.inside.RolesOf(s.user.ID)) != 1 {
		return directory.RoleAssignment{}, false
	}
	return held[0], true
}

// insert puts a text into a sorted list that others may hold.
func insert(list *[]string, text string) int {
	at, _ := slices.BinarySearch(*list, text)
	*list = slices.Insert(slices.Clone(*list), at, text)
	return at
}

// remove takes a text out. No list is left where nothing is.
func remove(list *[]string, text string) {
	*list = orNil(slices.DeleteFunc(slices.Clone(*list), func(one string) bool { return one == text }))
}

func orNil(list []string) []string {
	if len(list) == 0 {
		return nil
	}
	return list
}

// begin finds a user for an scenario and plans it.
func (d *harness) begin(t *testing.T, one scenario) (subject, task, change.Plan) {
	t.Helper()
	at := d.find(t, one.suits)
	wanted := one.task(d, at)
	wanted.intent.User = at.key
	plan := d.plan(t, wanted.intent)
	require.Len(t, plan.Requests(), len(wanted.writes))
	return at, wanted, plan
}
