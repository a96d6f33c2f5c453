package portal_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/cloud"
	"github.com/tenantkeep/tenantkeep/core/portal"
)

// Whatever a person's own file holds, what is read of it row by row is written back as it was, and what can be used is listed.
func FuzzOwnFile(f *testing.F) {
	for _, seed := range []string{
		`{"portals": [{"id":"x","name":"X","url":"https://evil.example/"}, {"id":"y","name":7}, {"id":"z","name":"Z","url":"https://entra.microsoft.com/"}]}`,
		"\ufeff" + `{"portals":[{"id":"z","name":"Z","short":"z","cloud":"Global","url":"https://entra.microsoft.com/{tenantId}","userUrl":"https://entra.microsoft.com/{userId}","hidden":true}]}`,
		`{"portals":[null, [], 7, {"ID":"z","id":"y"}]}`, `{"portals":null}`, `{"portals":{}}`, `null`, ``, `{"portals":[]}x`, "{\"portals\":[{\"id\":\"a\xff\"}]}", `{"portals":[{"id":"a","name":"<&\u2028"}]}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		file := write(t, string(content))
		rows, err := portal.ReadOwn(cloud.Global, file)
		catalogue, listErr := portal.Load(cloud.Global, file)
		if err != nil {
			require.Error(t, listErr)
			require.Len(t, catalogue.Portals(), 11)
			return
		}
		usable := 0
		for _, row := range rows {
			if row.Wrong == nil {
				usable++
				require.NoError(t, portal.NewOwn(cloud.Global, row.Portal).Wrong)
			}
		}
		require.Equal(t, usable == len(rows), listErr == nil, "%v", listErr)
		require.NoError(t, portal.WriteOwn(file, rows))
		again, err := portal.ReadOwn(cloud.Global, file)
		require.NoError(t, err)
		require.Len(t, again, len(rows))
		for i, row := range rows {
			require.Equal(t, row.Portal, again[i].Portal)
			require.Equal(t, row.Wrong == nil, again[i].Wrong == nil)
		}
	})
}
