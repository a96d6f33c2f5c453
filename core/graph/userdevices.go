package graph

import (
	"context"
	"strings"

	"github.com/tenantkeep/tenantkeep/core/m365"
)

type deviceJSON struct {
	element
	Name         string `json:"displayName"`
	System       string `json:"operatingSystem"`
	Version      string `json:"operatingSystemVersion"`
	Compliant    *bool  `json:"isCompliant"`
	TrustType    string `json:"trustType"`
	LastSignIn   string `json:"approximateLastSignInDateTime"`
	ProfileType  string `json:"profileType"`
	Manufacturer string `json:"manufacturer"`
	Model        string `json:"model"`
}

const deviceFields = "id,displayName,operatingSystem,operatingSystemVersion,isCompliant,trustType," +
	"approximateLastSignInDateTime,profileType,manufacturer,model"

// UserDevices returns the devices that a user owns or registered, each once, the owned ones first.
//
// GET /users/{id}/ownedDevices/microsoft.graph.device and …/registeredDevices/microsoft.graph.device, User.Read.All and
// Device.Read.All (learn.microsoft.com/graph/api/user-list-owneddevices and …-registereddevices).
func (c *Client) UserDevices(ctx context.Context, key m365.UserKey) ([]m365.Device, error) {
	devices := []m365.Device{}
	seen := make(map[string]bool)
	for _, relation := range []string{"ownedDevices", "registeredDevices"} {
		read, err := readAll[deviceJSON](ctx, c, key.Tenant, list{
			op: "read the user's devices", path: userPath(key.ID) + "/" + relation + "/microsoft.graph.device",
			query: query("$select", deviceFields, "$top", "999"),
		})
		if err != nil {
			return nil, err
		}
		for i := range read {
			if !seen[read[i].ID] {
				seen[read[i].ID] = true
				devices = append(devices, read[i].device())
			}
		}
	}
	return devices, nil
}

func (d *deviceJSON) device() m365.Device {
	if d.Name == "" && d.System == "" && d.TrustType == "" {
		return m365.Device{ID: d.ID, Type: m365.NotShown, Hostname: d.ID}
	}
	system, _ := m365.SystemOf(d.System)
	return m365.Device{
		ID:         d.ID,
		Type:       m365.DeviceType(d.ProfileType, d.System),
		Hostname:   first(d.Name, d.ID),
		OS:         strings.TrimSpace(system + " " + d.Version),
		Compliance: m365.ComplianceOf(d.Compliant),
		LastSignIn: parseTime(d.LastSignIn),
		JoinType:   m365.JoinTypeOf(d.TrustType),
		Model:      strings.TrimSpace(d.Manufacturer + " " + strings.TrimSpace(strings.TrimPrefix(d.Model, d.Manufacturer))),
	}
}
