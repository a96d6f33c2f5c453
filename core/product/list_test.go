package product_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/assets"
	"github.com/tenantkeep/tenantkeep/core/product"
)

const titles = "Product_Display_Name,String_Id,GUID,Service_Plan_Name,Service_Plan_Id,Service_Plans_Included_Friendly_Names\r\n"

// published is a file as Microsoft publishes it, with every product that is known under a new name.
func published() string {
	var file strings.Builder
	file.WriteString(titles)
	_, rows, _ := strings.Cut(assets.Products(), "\n")
	for row := range strings.Lines(rows) {
		fields := strings.Split(strings.TrimSpace(row), "\t")
		fmt.Fprintf(&file, "\"%s, new\",%s,%s,PLAN,bea4c11e-220a-4e6d-8eb8-8ea15d019f90,A Plan\r\n", strings.ReplaceAll(fields[0], `"`, ""), fields[1], fields[2])
	}
	return file.String()
}

const premium = "cbdc14ab-d96c-4c30-b9f4-6ada7cdc1d46"

func TestAPublishedListTakesThePlaceOfTheBuiltInNames(t *testing.T) {
	t.Cleanup(func() { product.Use(nil) })
	before := product.Name(premium, "SPB")
	added := "The New One,NEW_ONE,11111111-2222-4333-8444-555555555555,OTHER,22222222-2222-4333-8444-555555555555,Other Plan\r\n"
	for name, file := range map[string]string{
		"as it is":              published() + added,
		"with a mark before it": "\xEF\xBB\xBF" + published() + added,
		"with a bad letter":     published() + added + "Caf\xE9,CAFE,33333333-2222-4333-8444-555555555555,CAFE,44444444-2222-4333-8444-555555555555,Caf\xE9\r\n",
	} {
		t.Run(name, func(t *testing.T) {
			list, err := product.Read([]byte(file))
			require.NoError(t, err)
			product.Use(list)
			require.Equal(t, before+", new", product.Name(premium, "SPB"))
			require.Equal(t, "The New One", product.Name("", "new_one"))
			require.Equal(t, "Other Plan", product.PlanName("22222222-2222-4333-8444-555555555555", ""))
			product.Use(nil)
			require.Equal(t, before, product.Name(premium, "SPB"))
		})
	}
}

func TestANameInCapitalsDoesNotTakeThePlaceOfOneThatIsWritten(t *testing.T) {
	t.Cleanup(func() { product.Use(nil) })
	plan := strings.Split(strings.Split(assets.Plans(), "\n")[1], "\t")
	row := fmt.Sprintf("X,X,55555555-2222-4333-8444-555555555555,%s,%s,%s\r\n", plan[1], plan[2], strings.ToUpper(plan[0]))
	list, err := product.Read([]byte(published() + row))
	require.NoError(t, err)
	product.Use(list)
	require.Equal(t, plan[0], product.PlanName(plan[2], plan[1]))
}

func TestWhatIsNotTheWholeListIsNotTaken(t *testing.T) {
	whole := published()
	for name, file := range map[string]string{
		"nothing":            "",
		"a page of a proxy":  "<html><body>Sign in to the network</body></html>",
		"the titles alone":   titles,
		"half of it":         whole[:len(whole)/2],
		"other columns":      strings.Replace(whole, "GUID", "Id", 1),
		"rows that are none": whole + strings.Repeat("broken\r\n", 100),
		"ids that are none":  strings.ReplaceAll(whole, "-", "_"),
	} {
		t.Run(name, func(t *testing.T) {
			_, err := product.Read([]byte(file))
			require.Error(t, err)
		})
	}
}

// leads answers with a way to somewhere else, where nobody answers.
type leads struct{ to string }

func (l leads) RoundTrip(request *http.Request) (*http.Response, error) {
	if request.URL.String() == l.to {
		return nil, errors.New("nobody answers")
	}
	return &http.Response{
		StatusCode: http.StatusFound, Header: http.Header{"Location": {l.to}}, Body: http.NoBody, Request: request,
	}, nil
}

func TestAnAddressThatAnAnswerNamedIsNotRepeated(t *testing.T) {
	_, _, err := product.NewSource(leads{"https://cdn.microsoft.com/list?sig=secret"}, "").Fetch(t.Context())
	require.ErrorContains(t, err, "nobody answers")
	require.NotContains(t, product.Explain(err).Details(), "secret")
}

func TestTheListIsFetchedWithItsDateAndNothingElseIs(t *testing.T) {
	of := time.Date(2026, 11, 3, 8, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		answer http.HandlerFunc
		fails  bool
	}{
		"the file": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Last-Modified", of.Format(http.TimeFormat))
			fmt.Fprint(w, "content")
		}, false},
		"an error": {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNotFound) }, true},
		"a way to somebody else": {func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "https://example.com/", http.StatusFound)
		}, true},
		"a way out of encryption": {func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://www.microsoft.com/", http.StatusFound)
		}, true},
	} {
		t.Run(name, func(t *testing.T) {
			server := httptest.NewServer(c.answer)
			t.Cleanup(server.Close)
			file, at, err := product.NewSource(http.DefaultTransport, server.URL).Fetch(t.Context())
			if c.fails {
				require.NotNil(t, product.As(err))
				require.NotEmpty(t, product.Explain(err).Do)
				return
			}
			require.NoError(t, err)
			require.Equal(t, "content", string(file))
			require.True(t, of.Equal(at))
		})
	}
}
