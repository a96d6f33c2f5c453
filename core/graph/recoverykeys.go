package graph

import (
	"context"
	"slices"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

type recoveryKeyJSON struct {
	element
	Created string `json:"createdDateTime"`
	Volume  string `json:"volumeType"`
	Device  string `json:"deviceId"`
}

// RecoveryKeys returns which BitLocker keys Microsoft keeps of a device, by the device's own id, the newest first. The keys
// themselves are not in it, so that nobody has looked at one.
//
// GET /informationProtection/bitlocker/recoveryKeys?$filter=deviceId…, BitlockerKey.ReadBasic.All or BitlockerKey.Read.All
// (learn.microsoft.com/graph/api/bitlocker-list-recoverykeys).
func (c *Client) RecoveryKeys(ctx context.Context, tenant m365.TenantID, device string) ([]m365.RecoveryKey, error) {
	read, err := readAll[recoveryKeyJSON](ctx, c, tenant, list{
		op: call.ReadRecoveryKeys.Op, path: "/informationProtection/bitlocker/recoveryKeys", query: query("$filter", "deviceId eq "+quoted(device)),
	})
	if err != nil {
		return nil, err
	}
	keys := make([]m365.RecoveryKey, len(read))
	for i, one := range read {
		if err := isOf(one.Device, device); err != nil {
			return nil, c.normal(ctx, tenant, call.ReadRecoveryKeys.Op, err)
		}
		keys[i] = m365.RecoveryKey{ID: one.ID, Volume: m365.VolumeOf(one.Volume), Created: parseTime(one.Created)}
	}
	slices.SortStableFunc(keys, func(a, b m365.RecoveryKey) int { return b.Created.Compare(a.Created) })
	return keys, nil
}
