package program

import (
	"context"
	"slices"
	"strings"

	"github.com/tenantkeep/tenantkeep/core/access"
)

// settingSpared is where the tiers are kept with which administrators are spared, with commas between.
const settingSpared = "spared-administrators"

// readSpared reads them. A choice that cannot be read is no reason to act without it.
func (p *program) readSpared(ctx context.Context) error {
	kept, err := p.store.Setting(ctx, settingSpared)
	var tiers []access.Tier
	for _, name := range strings.Split(kept, ",") {
		if tier := access.Tier(name); slices.Contains(access.Tiers(), tier) {
			tiers = append(tiers, tier)
		}
	}
	p.spared.Store(&tiers)
	return err
}

func (p *program) sparedIn(tier access.Tier) bool { return slices.Contains(*p.spared.Load(), tier) }

// SparedIn says that administrators are spared with a tier.
func (a permitted) SparedIn(tier access.Tier) bool { return a.sparedIn(tier) }

// SpareIn keeps whether they are.
func (a permitted) SpareIn(ctx context.Context, tier access.Tier, spare bool) error {
	tiers := slices.DeleteFunc(slices.Clone(*a.spared.Load()), func(one access.Tier) bool { return one == tier })
	if spare {
		tiers = append(tiers, tier)
	}
	names := make([]string, len(tiers))
	for i, one := range tiers {
		names[i] = string(one)
	}
	if err := a.store.SetSetting(ctx, settingSpared, strings.Join(names, ",")); err != nil {
		return err
	}
	a.spared.Store(&tiers)
	return nil
}
