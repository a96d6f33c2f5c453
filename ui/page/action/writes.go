package action

import (
	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

// This file writes what a person chose as writes.

func takeMethod(method m365.AuthMethod) change.Write {
	return change.Write{
		Kind: change.TakeMethod, Subject: method.ID, Detail: map[string]string{change.DetailSegment: method.Segment},
	}
}
