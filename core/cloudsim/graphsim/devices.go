package graphsim

import (
	"slices"
	"strings"
	"time"

	"github.com/tenantkeep/tenantkeep/core/cloudsim/directory"
)

func deviceRoutes() []route {
	const managed = "deviceManagement/managedDevices"
	return []route{
		{"GET", "devices", "GET /devices*", readDirectory, (*call).devices},
		{"GET", "devices/{}", "GET /devices*", readDirectory, (*call).device},
		{"PATCH", "devices/{}", "PATCH /devices/{device-id}", writeDevices, (*call).changeDevice},
		{"DELETE", "devices/{}/registeredOwners/{}/$ref", "DELETE /devices/{device-id}/registeredOwners*", disownDevices, (*call).disownDevice},
		{"GET", managed, "GET /" + managed, readIntune, (*call).managedDevices},
		{"GET", managed + "/{}", "GET /" + managed, readIntune, (*call).managedDevice},
	}
}

type device = directory.Device

var deviceResource = resource[device]{
	name: "device", set: "devices", directory: true,
	properties: shownByDefault(
		stringProperty("id", "d---", func(d *device) string { return d.ID }),
		rawProperty("deletedDateTime", nullOf[device]),
		flagProperty("accountEnabled", "d---", func(d *device) bool { return d.AccountEnabled }),
		sorted('a', timeProperty("approximateLastSignInDateTime", "d-da", func(d *device) time.Time { return d.LastSeen })),
		textProperty("deviceId", "d---", func(d *device) string { return d.DeviceID }),
		textProperty("deviceOwnership", "", func(d *device) string { return d.Ownership }),
		numberProperty("deviceVersion", "", func(*device) int { return 2 }),
		tokenised(sorted('a', textProperty("displayName", "dd-a", func(d *device) string { return d.DisplayName }))),
		property[device]{
			name: "isCompliant", filter: "d---", kind: flagValue,
			write: func(b []byte, d *device) []byte { return appendBoolPointer(b, d.Compliant) },
			value: func(d *device) value {
				if d.Compliant == nil {
					return value{}
				}
				return flag(*d.Compliant)
			},
		},
		flagProperty("isManaged", "d---", func(d *device) bool { return d.Managed }),
		textProperty("manufacturer", "", func(d *device) string { return d.Manufacturer }),
		textProperty("model", "", func(d *device) string { return d.Model }),
		trueOrNullProperty("onPremisesSyncEnabled", "d--a", func(d *device) bool { return d.Synced }),
		textProperty("operatingSystem", "dd-a", func(d *device) string { return d.OperatingSystem }),
		textProperty("operatingSystemVersion", "dd-a", func(d *device) string { return d.Version }),
		textProperty("profileType", "d---", func(d *device) string { return d.ProfileType }),
		timeProperty("registrationDateTime", "a-aa", func(d *device) time.Time { return d.Registered }),
		textProperty("trustType", "d---", func(d *device) string { return d.TrustType }),
		textsProperty("physicalIds", "d", func(*device) []string { return nil }),
		textsProperty("systemLabels", "", func(*device) []string { return nil }),
	),
	ignored: []string{
		"complianceExpirationDateTime", "deviceCategory", "deviceMetadata", "enrollmentProfileName", "enrollmentType",
		"isManagementRestricted", "isRooted", "managementType", "mdmAppId", "onPremisesLastSyncDateTime", "onPremisesSecurityIdentifier",
	},
}.seal()

func (c *call) devices() (answer, *failure) {
	return list(c, deviceResource, source[device]{scan: c.tenant.EachDevice, at: c.tenant.DeviceAt, version: c.tenant.Version()}, paging{size: 100, most: 999})
}

func (c *call) device() (answer, *failure) {
	d, ok := c.tenant.Device(c.values[0])
	if !ok || !strings.EqualFold(d.ID, c.values[0]) {
		return answer{}, notFound(c.values[0])
	}
	return single(c, deviceResource, &d)
}

// changeDevice enables or disables a device. Nothing else of one is changed here.
func (c *call) changeDevice() (answer, *failure) {
	var wish struct {
		AccountEnabled *bool `json:"accountEnabled"`
	}
	if f := c.decode(&wish); f != nil {
		return answer{}, f
	}
	if wish.AccountEnabled == nil {
		return answer{}, badRequest("A value is required for property 'accountEnabled' of resource 'Device'.")
	}
	known, err := c.tenant.EnableDevice(c.values[0], *wish.AccountEnabled)
	switch {
	case err != nil:
		return answer{}, serverError(err)
	case !known:
		return answer{}, notFound(c.values[0])
	}
	return noContent(), nil
}

// disownDevice takes the registered owner from a device.
func (c *call) disownDevice() (answer, *failure) {
	d, ok := c.tenant.Device(c.values[0])
	switch {
	case !ok:
		return answer{}, notFound(c.values[0])
	case d.Disowned || !strings.EqualFold(d.OwnerID, c.values[1]):
		return answer{}, notFound(c.values[1])
	}
	if _, err := c.tenant.DisownDevice(d.ID); err != nil {
		return answer{}, serverError(err)
	}
	return noContent(), nil
}

func (c *call) devicesOfUser() ([]device, *failure) {
	u, f := c.user(c.values[0])
	if f != nil {
		return nil, f
	}
	return c.tenant.DevicesOf(u.Slot), nil
}

func (c *call) userDevices() (answer, *failure) {
	all, f := c.devicesRelated()
	if f != nil {
		return answer{}, f
	}
	return list(c, deviceResource, listed(all), relations)
}

// devicesRelated are those that a user owns or has registered, as the address says.
func (c *call) devicesRelated() ([]device, *failure) {
	all, f := c.devicesOfUser()
	if f == nil && c.path[2] == "ownedDevices" {
		all = slices.DeleteFunc(all, func(d device) bool { return d.Disowned })
	}
	return all, f
}

func (c *call) userDeviceObjects() (answer, *failure) {
	all, f := c.devicesRelated()
	if f != nil {
		return answer{}, f
	}
	objects := make([]mixed, len(all))
	for i := range all {
		objects[i].device = &all[i]
	}
	return list(c, mixedResource, listed(objects), relations)
}

var managedDeviceResource = resource[device]{
	name: "managedDevice", set: "deviceManagement/managedDevices",
	properties: shownByDefault(
		stringProperty("id", "d---", func(d *device) string { return d.ManagedID }),
		textProperty("azureADDeviceId", "d---", func(d *device) string { return d.DeviceID }),
		rawProperty("azureADRegistered", func(b []byte, _ *device) []byte { return append(b, "true"...) }),
		textProperty("complianceState", "d---", func(d *device) string {
			if d.Compliant != nil && *d.Compliant {
				return "compliant"
			}
			return "noncompliant"
		}),
		textProperty("deviceName", "dd--", func(d *device) string { return d.DisplayName }),
		textProperty("managedDeviceName", "", func(d *device) string { return d.DisplayName }),
		textProperty("emailAddress", "d---", func(d *device) string { return d.OwnerPrincipal }),
		timeProperty("enrolledDateTime", "d-d-", func(d *device) time.Time { return d.Registered }),
		timeProperty("lastSyncDateTime", "d-d-", func(d *device) time.Time { return d.LastSeen }),
		stringProperty("managedDeviceOwnerType", "d---", func(d *device) string { return strings.ToLower(d.Ownership) }),
		rawProperty("managementAgent", func(b []byte, _ *device) []byte { return append(b, `"mdm"`...) }),
		rawProperty("isEncrypted", func(b []byte, _ *device) []byte { return append(b, "true"...) }),
		textProperty("manufacturer", "d---", func(d *device) string { return d.Manufacturer }),
		textProperty("model", "d---", func(d *device) string { return d.Model }),
		textProperty("operatingSystem", "d---", func(d *device) string { return d.OperatingSystem }),
		textProperty("osVersion", "d---", func(d *device) string { return d.Version }),
		textProperty("serialNumber", "d---", func(d *device) string { return d.Serial }),
		textProperty("userDisplayName", "", func(d *device) string { return d.OwnerName }),
		textProperty("userId", "d---", func(d *device) string { return d.OwnerID }),
		textProperty("userPrincipalName", "d---", func(d *device) string { return d.OwnerPrincipal }),
	),
}.seal()

// intune refuses in a tenant without Intune, in its words.
func (c *call) intune() *failure {
	if c.tenant.Info().Plan == "" {
		return badRequest("Request not applicable to target tenant.")
	}
	return nil
}

func managed(all []device) []device {
	return slices.DeleteFunc(all, func(d device) bool { return d.ManagedID == "" })
}

func (c *call) managedDevices() (answer, *failure) {
	if f := c.intune(); f != nil {
		return answer{}, f
	}
	if id, ok := pinned(c.query.filter, "userId"); ok {
		u, _ := c.tenant.User(id)
		return list(c, managedDeviceResource, listed(managed(c.tenant.DevicesOf(u.Slot))), paging{size: 1000, most: 1000})
	}
	return list(c, managedDeviceResource, source[device]{
		scan: func(from int, yield func(int, *device) bool) {
			c.tenant.EachDevice(from, func(position int, d *device) bool { return d.ManagedID == "" || yield(position, d) })
		},
		at: c.tenant.DeviceAt,
	}, paging{size: 1000, most: 1000})
}

func (c *call) managedDevice() (answer, *failure) {
	if f := c.intune(); f != nil {
		return answer{}, f
	}
	d, ok := c.tenant.Device(c.values[0])
	if !ok || !strings.EqualFold(d.ManagedID, c.values[0]) {
		return answer{}, notFound(c.values[0])
	}
	return single(c, managedDeviceResource, &d)
}

func (c *call) userManagedDevices() (answer, *failure) {
	if f := c.intune(); f != nil {
		return answer{}, f
	}
	all, f := c.devicesOfUser()
	if f != nil {
		return answer{}, f
	}
	return list(c, managedDeviceResource, listed(managed(all)), paging{size: 1000, most: 1000})
}
