package shell_test

import (
	"encoding/json"
	"testing"

	"github.com/tenantkeep/tenantkeep/core/table"
)

// Whatever was kept between two runs, the window opens with the users in it.
func FuzzSettings(f *testing.F) {
	f.Add("Dark", "Europe/Amsterdam", "24/11/2026", "150", "50", "users", "on", "1h0m0s", "0.2.0 2026-11-30T12:00:00Z", `{"order":["name"],"widths":{"name":1e30},"hidden":["name"]}`)
	f.Add("\x00", "../../etc/passwd", "%d", "-1", "99999999999999999999", "nowhere", "maybe", "-5m", " ", `{"sort":[{"column":"gone"}],"filters":[{"column":"gone","text":"x"}]}`)
	f.Add("System", "Local", "", "1e9", "0", "user", "", "9999999h", "x y", `{"widths":{"displayName":-1,"username":3e38,"tenant":3e38}}`)
	f.Fuzz(func(t *testing.T, mode, zone, form, scale, pageSize, page, updates, span, hushed, layout string) {
		w := connected(1, 3)
		w.settings = map[string]string{
			"theme": mode, "time-zone": zone, "day-form": form, "scale": scale, "page-size": pageSize, "page": page, "updates": updates, "updates-asked": hushed, "updates-hushed": hushed,
			"refresh-every": span, "clear-copied-after": span, "log-level": mode, "density": mode, "hours": mode, "times": mode, "navigation": mode,
		}
		var kept table.Layout
		if json.Unmarshal([]byte(layout), &kept) == nil {
			w.layouts["users"] = kept
		}
		d := open(t, w)
		d.Tap("All Users")
		d.Sees("of 3")
	})
}
