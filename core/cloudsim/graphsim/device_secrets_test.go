package graphsim_test

import (
	"encoding/base64"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/cloudsim/directory"
)

const recoveryKeys = "informationProtection/bitlocker/recoveryKeys"

// computer is a device that has recovery keys and a password of its local administrator.
func (h *harness) computer() directory.Device {
	h.t.Helper()
	var found directory.Device
	h.inside().EachDevice(0, func(_ int, d *directory.Device) bool {
		if d.Managed && d.OperatingSystem == "Windows" && d.TrustType != "Workplace" {
			found = *d
		}
		return found.ID == ""
	})
	require.NotEmpty(h.t, found.ID)
	return found
}

func TestTheSecretsOfADeviceAreToldOneByOneToWhoMayReadThem(t *testing.T) {
	h := newHarness(t, directory.Options{Users: 600, Tenants: 6})
	device := h.computer()
	keys := h.get(recoveryKeys, "$filter", "deviceId eq '"+device.DeviceID+"'").ok().values()
	require.NotEmpty(t, keys)
	require.NotContains(t, keys[0], "key")
	one := recoveryKeys + "/" + keys[0]["id"].(string)
	require.NotContains(t, h.get(one).ok().body, "key")
	require.Regexp(t, `^(\d{6}-){7}\d{6}$`, h.get(one, "$select", "key").ok().text("key"))
	require.Equal(t, 400, h.get(recoveryKeys, "$select", "key", "$filter", "deviceId eq '"+device.DeviceID+"'").status)

	local := "directory/deviceLocalCredentials/" + device.DeviceID
	require.NotContains(t, h.get(local).ok().body, "credentials")
	credential := h.get(local, "$select", "credentials").ok().body["credentials"].([]any)[0].(map[string]any)
	password, err := base64.StdEncoding.DecodeString(credential["passwordBase64"].(string))
	require.NoError(t, err)
	require.NotEmpty(t, password)
	require.Equal(t, 404, h.get("directory/deviceLocalCredentials/"+device.ID).status, "the object id is not the device's own")

	h.caller.Roles = []string{directory.HelpdeskAdministrator}
	require.Equal(t, 200, h.get(one, "$select", "key").status)
	require.Equal(t, 403, h.get(local, "$select", "credentials").status)
	h.caller.Roles = []string{directory.UserAdministrator}
	require.Equal(t, 403, h.get(one, "$select", "key").status)
}
