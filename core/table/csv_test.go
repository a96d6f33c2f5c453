package table_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/tenantkeep/tenantkeep/core/disk"
	"github.com/tenantkeep/tenantkeep/core/table"
)

// exportFile writes a table to a file, as the program does.
func exportFile(ctx context.Context, path string, source table.Source, q table.Query, shown []table.Column, options table.CSVOptions) (rows int, err error) {
	err = disk.Replace(path, func(file io.Writer) (err error) {
		rows, err = table.WriteCSV(ctx, file, source, q, shown, options)
		return err
	})
	return rows, err
}

func export(t require.TestingT, source table.Source, q table.Query, shown []table.Column, options table.CSVOptions) string {
	var out bytes.Buffer
	rows, err := table.WriteCSV(context.Background(), &out, source, q, shown, options)
	require.NoError(t, err)
	text, marked := strings.CutPrefix(out.String(), "\uFEFF")
	require.True(t, marked, "begins with a byte order mark")
	if !options.Headers {
		require.LessOrEqual(t, rows, strings.Count(text, "\r\n"))
	}
	return text
}

func TestCSVHoldsShownColumnsInShownOrderFilteredAndSorted(t *testing.T) {
	source := slice(
		row("1", "Zoë", "Guest", 12406, noon), row("2", "Adele", "Member", 0, time.Time{}), row("3", "Zack", "Guest", -5, noon),
	)
	q := table.Query{
		Filters: []table.Filter{{Column: "kind", Any: []string{"Guest"}}},
		Sort:    []table.SortKey{{Column: "name"}}, Offset: 1, Limit: 1,
	}
	shown := []table.Column{model[3], model[4], model[0], model[2]}
	require.Equal(t, "Seen,Name,Size\r\n2026-03-14T12:00:00Z,Zack,-5\r\n2026-03-14T12:00:00Z,Zoë,12406\r\n",
		export(t, source, q, shown, table.CSVOptions{Headers: true}))
}

func TestANoteIsTheLastLineOfAFile(t *testing.T) {
	source := slice(row("1", "a", "", 0, noon))
	text := export(t, source, table.Query{}, model[:2], table.CSVOptions{Headers: true, Note: "Not complete, or old."})
	require.Equal(t, "Name,Kind\r\na,\r\n\"Not complete, or old.\",\r\n", text)
}

func TestCSVOfSelectedRows(t *testing.T) {
	source := slice(row("1", "a", "", 0, noon), row("2", "b", "", 0, noon), row("3", "c", "", 0, noon))
	var heard []int
	text := export(t, source, table.Query{}, model[:1], table.CSVOptions{
		Keys:     func(key string) bool { return key != "2" },
		Format:   func(c table.Column, cell table.Cell) string { return c.Title + " " + cell.Text },
		Progress: func(rows int) { heard = append(heard, rows) },
	})
	require.Equal(t, "Name a\r\nName c\r\n", text)
	require.Equal(t, []int{2}, heard)
}

func TestCSVFields(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"plain text stays":                        {"Adele Vance", "Adele Vance"},
		"a comma is quoted":                       {"Vance, Adele", `"Vance, Adele"`},
		"a quote is doubled":                      {`the "best"`, `"the ""best"""`},
		"a line break is quoted":                  {"a\nb\r\nc\rd", "\"a\nb\r\nc\rd\""},
		"a leading space is quoted":               {" a", `" a"`},
		"nothing alone is quoted":                 {"", `""`},
		"a formula is text":                       {"=1+1", "'=1+1"},
		"a formula with a comma is text":          {`=HYPERLINK("http://x",1)`, `"'=HYPERLINK(""http://x"",1)"`},
		"an at sign first is text":                {"@SUM(A1)", "'@SUM(A1)"},
		"a plus formula is text":                  {"+1+cmd", "'+1+cmd"},
		"a minus formula is text":                 {"-2+3", "'-2+3"},
		"a formula behind a tab is text":          {"\t=1", "\"\t'=1\""},
		"a formula behind a CR is text":           {"\r=1", "\"\r'=1\""},
		"a formula behind white is text":          {" \u00a0=1", "' \u00a0=1"},
		"a formula behind nothing is text":        {"\u200b\u2060\ufeff\u3164=1", "'\u200b\u2060\ufeff\u3164=1"},
		"a formula behind a control is text":      {"\x01\x0b=1", "'\x01\x0b=1"},
		"a formula behind a quote is text":        {`"=1+1"`, `"'""=1+1"""`},
		"a wide sign is text":                     {"＝1+1", "'＝1+1"},
		"every wide sign is text":                 {"＋1;－1;＠x;﹣1;−1", `"'＋1;'－1;'＠x;'﹣1;'−1"`},
		"a formula behind a semicolon":            {"Bob;=1+1;x", `"Bob;'=1+1;x"`},
		"a formula behind a comma":                {"Bob,=1+1,x", `"Bob,'=1+1,x"`},
		"a formula behind a bar":                  {"Bob|=1+1", "Bob|'=1+1"},
		"a formula behind a separator and quotes": {`Bob;"=1+1"`, `"Bob;'""=1+1"""`},
		"a formula behind a separator and white":  {"Bob; \u200b=1+1", "\"Bob;' \u200b=1+1\""},
		"a number behind a separator stays":       {"Bob; -5", `"Bob; -5"`},
		"signs within words stay":                 {"a=b+c-d@e", "a=b+c-d@e"},
		"an order of Excel is text":               {"sep=;", `"'sep=;"`},
		"a negative number stays":                 {"-5", "-5"},
		"a negative number with digits stays":     {"-1,234.5", `"-1,234.5"`},
		"an international number stays":           {"+4930123456", "+4930123456"},
		"a number with a formula is text":         {"-5\n=1", "\"'-5\n'=1\""},
		"a lone minus is text":                    {"-", "'-"},
	} {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, c.want+"\r\n", export(t, slice(row("1", c.text, "", 0, noon)), table.Query{}, model[:1], table.CSVOptions{}))
		})
	}
}

func TestCSVReadBackIsWhatWasShown(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		source := slice(randomRows().Draw(t, "rows")...)
		page, err := source.Query(t.Context(), table.Query{Limit: 100})
		require.NoError(t, err)
		rows := page.Rows
		shown := model[:rapid.IntRange(1, 4).Draw(t, "columns")]
		records, err := csv.NewReader(strings.NewReader(export(t, source, table.Query{}, shown, table.CSVOptions{}))).ReadAll()
		require.NoError(t, err)
		require.Len(t, records, len(rows))
		printer := table.Printer{Layout: time.RFC3339}
		for i, record := range records {
			for c, field := range record {
				want := printer.Export(shown[c], rows[i].Cells[c])
				require.Equal(t, table.AsText(want), field)
			}
		}
	})
}

func TestAnExportReplacesTheFileAtTheEnd(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "users.csv")
	require.NoError(t, os.WriteFile(path, []byte("old"), 0o600))
	rows, err := exportFile(t.Context(), path, slice(row("1", "a", "", 0, noon)), table.Query{}, model[:1], table.CSVOptions{
		Keys: func(string) bool {
			body, err := os.ReadFile(path)
			require.NoError(t, err)
			require.Equal(t, "old", string(body), "until then it is the old one")
			return true
		},
	})
	require.NoError(t, err)
	require.Equal(t, 1, rows)
	body, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, "\uFEFFa\r\n", string(body))
	require.Equal(t, []string{"users.csv"}, filesIn(t, dir))
}

func TestAFailedExportLeavesTheFolderAsItWas(t *testing.T) {
	source := slice(row("1", "a", "", 0, noon), row("2", "b", "", 0, noon))
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	broken := errors.New("broken")
	for name, c := range map[string]struct {
		source  table.Source
		options table.CSVOptions
		shown   []table.Column
		want    error
	}{
		"when it is cancelled": {
			source, table.CSVOptions{Keys: func(string) bool { cancel(); return true }}, model[:1], context.Canceled,
		},
		"when the source fails":      {failing{source, broken}, table.CSVOptions{}, model[:1], broken},
		"when a column is not there": {source, table.CSVOptions{}, []table.Column{{ID: "x"}}, table.ErrUnknownColumn},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			path := filepath.Join(dir, "users.csv")
			require.NoError(t, os.WriteFile(path, []byte("old"), 0o600))
			_, err := exportFile(ctx, path, c.source, table.Query{}, c.shown, c.options)
			require.ErrorIs(t, err, c.want)
			require.Equal(t, []string{"users.csv"}, filesIn(t, dir))
			body, err := os.ReadFile(path)
			require.NoError(t, err)
			require.Equal(t, "old", string(body))
		})
	}
	_, err := exportFile(t.Context(), filepath.Join(t.TempDir(), "no such folder", "a.csv"), source, table.Query{}, model[:1], table.CSVOptions{})
	require.ErrorIs(t, err, os.ErrNotExist)
}

func TestAFullDiskIsToldOfAtOnce(t *testing.T) {
	full := errors.New("no space left")
	written := 0
	_, err := table.WriteCSV(t.Context(), fullDisk{full}, endless{slice(), &written}, table.Query{}, model[:1], table.CSVOptions{})
	require.ErrorIs(t, err, full)
	require.Less(t, written, 100_000)
}

type failing struct {
	table.Source
	err error
}

func (f failing) Each(ctx context.Context, q table.Query, yield func(table.Row) error) error {
	return errors.Join(f.Source.Each(ctx, q, yield), f.err)
}

type endless struct {
	table.Source
	given *int
}

func (e endless) Each(_ context.Context, _ table.Query, yield func(table.Row) error) error {
	for {
		*e.given++
		if err := yield(row("1", "a", "", 0, noon)); err != nil {
			return err
		}
	}
}

type fullDisk struct{ err error }

func (f fullDisk) Write([]byte) (int, error) { return 0, f.err }

func filesIn(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	var names []string
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	return names
}

func TestTextThatIsReadFromTheRightIsWrittenAsItIs(t *testing.T) {
	columns := []table.Column{{ID: "address", Title: "Address"}}
	rows := []table.Row{{Key: "1", Cells: []table.Cell{{Text: "רחוב הרצל 12"}}}}
	var file strings.Builder
	_, err := table.WriteCSV(t.Context(), &file, table.NewSlice(columns, rows), table.Query{}, columns, table.CSVOptions{})
	require.NoError(t, err)
	require.Equal(t, "\ufeffרחוב הרצל 12\r\n", file.String())
}

func TestAValueThatIsCopiedByItselfIsGuardedAndATelephoneNumberIsNot(t *testing.T) {
	for value, copied := range map[string]string{
		"Adele Vance": "Adele Vance", "": "", "=1+1": "'=1+1", "+cmd|' /C calc'!A0": "'+cmd|' /C calc'!A0", "@SUM(1)": "'@SUM(1)",
		"Bob\n=1+1": "Bob\n'=1+1", "\u202e＝1+1": "'\u202e＝1+1", "+1+1": "'+1+1",
		"+44 113 496 0101": "+44 113 496 0101", "+1 (425) 555-0100": "+1 (425) 555-0100", "+49 89/1234": "+49 89/1234", "-5": "-5",
	} {
		require.Equal(t, copied, table.AsValue(value))
	}
}
