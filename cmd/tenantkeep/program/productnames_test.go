package program

import (
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/assets"
	"github.com/tenantkeep/tenantkeep/core/cloud"
	"github.com/tenantkeep/tenantkeep/core/product"
)

// publishedNames is a list as Microsoft publishes it, of the products that are known and one more.
func publishedNames() string {
	var file strings.Builder
	file.WriteString("Product_Display_Name,String_Id,GUID,")
	file.WriteString("Service_Plan_Name,Service_Plan_Id,Service_Plans_Included_Friendly_Names\r\n")
	_, rows, _ := strings.Cut(assets.Products(), "\n")
	for row := range strings.Lines(rows + "The New One\tNEW_ONE\t11111111-2222-4333-8444-555555555555\n") {
		fields := strings.Split(strings.TrimSpace(row), "\t")
		fmt.Fprintf(&file, "%q,%s,%s,PLAN,bea4c11e-220a-4e6d-8eb8-8ea15d019f90,A Plan\r\n", fields[0], fields[1], fields[2])
	}
	return file.String()
}

func TestRefreshedProductNamesOutliveTheProgramWithTheirDate(t *testing.T) {
	t.Cleanup(func() { product.Use(nil) })
	of := time.Date(2026, 11, 20, 8, 0, 0, 0, time.UTC)
	in := environment{cloud: cloud.Global, folder: t.TempDir(), log: slog.New(slog.DiscardHandler)}
	in.wrap = through(func(request *http.Request, _ http.RoundTripper) (*http.Response, error) {
		return &http.Response{
			StatusCode: http.StatusOK, Header: http.Header{"Last-Modified": {of.Format(http.TimeFormat)}},
			Body: io.NopCloser(strings.NewReader(publishedNames())), Request: request,
		}, nil
	}).wrap
	open := func() *program {
		p, err := newProgram(t.Context(), in)
		require.NoError(t, err)
		return p
	}
	p := open()
	before, err := os.ReadDir(in.folder)
	require.NoError(t, err)
	require.NoError(t, computer{p}.RefreshProductNames(t.Context()))
	after, err := os.ReadDir(in.folder)
	require.NoError(t, err)
	require.Len(t, after, len(before)+1)
	require.NoError(t, p.close(t.Context()))

	product.Use(nil)
	p = open()
	_, at := computer{p}.ProductNames()
	require.True(t, of.Equal(at), at)
	require.Equal(t, "The New One", product.Name("", "NEW_ONE"))
	require.NoError(t, p.close(t.Context()))
}
