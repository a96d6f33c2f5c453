package graphsim

import (
	"encoding/base64"
	"net/http"
	"time"

	"github.com/tenantkeep/tenantkeep/core/cloudsim/directory"
)

func deviceSecretRoutes() []route {
	const keys, local = "informationProtection/bitlocker/recoveryKeys", "directory/deviceLocalCredentials"
	return []route{
		{"GET", keys, "GET /" + keys, readRecoveryKeys, (*call).recoveryKeys},
		{"GET", keys + "/{}", "GET /" + keys + "/{bitlockerRecoveryKey-id}", readRecoveryKeys, (*call).recoveryKey},
		{"GET", local + "/{}", "GET /" + local + "/{deviceLocalCredentialInfo-id}*", readLocalPasswords, (*call).localPassword},
	}
}

// The roles, from the pages of the operations: bitlockerrecoverykey-get and devicelocalcredentialinfo-get.
var (
	readRecoveryKeys = roleRule{roles: []string{
		directory.CloudDeviceAdministrator, directory.HelpdeskAdministrator, directory.IntuneAdministrator,
		directory.SecurityAdministrator, directory.SecurityReader, directory.GlobalReader,
	}}
	readLocalPasswords = roleRule{roles: []string{directory.CloudDeviceAdministrator, directory.IntuneAdministrator}}
)

type recoveryKey = directory.RecoveryKey

var recoveryKeyResource = resource[recoveryKey]{
	name: "bitlockerRecoveryKey", set: "informationProtection/bitlocker/recoveryKeys",
	properties: append(shownByDefault(
		stringProperty("id", "", func(k *recoveryKey) string { return k.ID }),
		timeProperty("createdDateTime", "", func(k *recoveryKey) time.Time { return k.Created }),
		stringProperty("volumeType", "", func(k *recoveryKey) string { return k.Volume }),
		stringProperty("deviceId", "dddd", func(k *recoveryKey) string { return k.DeviceID }),
	), stringProperty("key", "", func(k *recoveryKey) string { return k.Key })),
}.seal()

// recoveryKeys lists which keys a device has. The keys themselves are given one by one.
func (c *call) recoveryKeys() (answer, *failure) {
	if contains(c.query.selected, "key") {
		return answer{}, badRequest("The key cannot be selected in a list.")
	}
	device, ok := pinned(c.query.filter, "deviceId")
	if !ok {
		return answer{}, badRequest("The simulated cloud lists keys by 'deviceId eq' only.")
	}
	return list(c, recoveryKeyResource, listed(c.tenant.RecoveryKeys(device)), relations)
}

func (c *call) recoveryKey() (answer, *failure) {
	key, ok := c.tenant.RecoveryKey(c.values[0])
	if !ok {
		return answer{}, notFound(c.values[0])
	}
	if contains(c.query.selected, "key") && !c.can("BitlockerKey.Read.All") {
		return answer{}, denied()
	}
	return single(c, recoveryKeyResource, &key)
}

// localPassword tells of the local administrator of a device; the password only where it is selected.
func (c *call) localPassword() (answer, *failure) {
	found, ok := c.tenant.LocalPassword(c.values[0])
	if !ok {
		return answer{}, notFound(c.values[0])
	}
	whole := contains(c.query.selected, "credentials")
	if whole && !c.can("DeviceLocalCredential.Read.All") {
		return answer{}, denied()
	}
	stamp := func(at time.Time) string { return at.UTC().Format(time.RFC3339) }
	o := openObject(nil).string("@odata.context", c.context("directory/deviceLocalCredentials/$entity")).
		string("id", found.DeviceID).string("deviceName", found.DeviceName).
		string("lastBackupDateTime", stamp(found.BackedUp)).string("refreshDateTime", stamp(found.Refresh))
	if whole {
		o.raw("credentials", func(b []byte) []byte {
			return appendArray(b, 1, func(b []byte, _ int) []byte {
				return openObject(b).string("accountName", found.Account).string("accountSid", found.SID).
					string("backupDateTime", stamp(found.BackedUp)).
					string("passwordBase64", base64.StdEncoding.EncodeToString([]byte(found.Password))).close()
			})
		})
	}
	return answer{status: http.StatusOK, body: o.close()}, nil
}
