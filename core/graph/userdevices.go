package graph

import (
	"cmp"
	"context"
	"strings"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

type deviceJSON struct {
	element
	DeviceID     string `json:"deviceId"`
	Name         string `json:"displayName"`
	System       string `json:"operatingSystem"`
	Version      string `json:"operatingSystemVersion"`
	Compliant    *bool  `json:"isCompliant"`
	TrustType    string `json:"trustType"`
	LastSignIn   string `json:"approximateLastSignInDateTime"`
	ProfileType  string `json:"profileType"`
	Manufacturer string `json:"manufacturer"`
	Model        string `json:"model"`
	Enabled      *bool  `json:"accountEnabled"`
}

const deviceFields = "id,deviceId,displayName,operatingSystem,operatingSystemVersion,isCompliant,trustType," +
	"approximateLastSignInDateTime,profileType,manufacturer,model,accountEnabled"

// UserDevices returns the devices that a user owns or registered, each once, the owned ones first. Where only one of the two can
// be read, the other is a loss (call.Gather).
//
// GET /users/{id}/ownedDevices/microsoft.graph.device and …/registeredDevices/microsoft.graph.device, User.Read.All and
// Device.Read.All (learn.microsoft.com/graph/api/user-list-owneddevices and …-registereddevices).
func (c *Client) UserDevices(ctx context.Context, key m365.UserKey) ([]m365.Device, error) {
	owned, ownedErr := c.devices(ctx, key, call.ReadOwned, "ownedDevices")
	registered, err := c.devices(ctx, key, call.ReadRegistered, "registeredDevices")
	if err != nil && ownedErr != nil {
		return nil, ownedErr
	}
	if err := cmp.Or(call.ReadOwned.Lost(ctx, ownedErr), call.ReadRegistered.Lost(ctx, err)); err != nil {
		return nil, err
	}
	devices := []m365.Device{}
	seen := make(map[string]bool)
	for i, one := range append(owned, registered...) {
		if id := oneCase(one.ID); !seen[id] {
			seen[id] = true
			device := one.device()
			device.Owned = i < len(owned)
			devices = append(devices, device)
		}
	}
	return devices, nil
}

func (c *Client) devices(ctx context.Context, key m365.UserKey, what call.Read, relation string) ([]deviceJSON, error) {
	read, err := readAll[deviceJSON](ctx, c, key.Tenant, list{
		op: what.Op, path: userPath(key.ID) + "/" + relation + "/microsoft.graph.device",
		query: query("$select", deviceFields, "$top", "999"),
	})
	if err != nil {
		return nil, err
	}
	return read, nil
}

func (d *deviceJSON) device() m365.Device {
	if d.Name == "" && d.System == "" && d.TrustType == "" {
		return m365.Device{ID: oneCase(d.ID), Type: m365.NotShown, Hostname: d.ID}
	}
	system, _ := m365.SystemOf(d.System)
	return m365.Device{
		ID:         oneCase(d.ID),
		DeviceID:   oneCase(d.DeviceID),
		Disabled:   d.Enabled != nil && !*d.Enabled,
		Type:       m365.DeviceType(d.ProfileType, d.System),
		Hostname:   first(d.Name, d.ID),
		OS:         strings.TrimSpace(system + " " + d.Version),
		Compliance: m365.ComplianceOf(d.Compliant),
		LastSignIn: parseTime(d.LastSignIn),
		JoinType:   m365.JoinTypeOf(d.TrustType),
		Model:      strings.TrimSpace(d.Manufacturer + " " + strings.TrimSpace(strings.TrimPrefix(d.Model, d.Manufacturer))),
	}
}
