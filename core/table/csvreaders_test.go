package table_test

import (
	"context"
	"encoding/csv"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/table"
)

// awkward are texts of many scripts, and those that spreadsheets and CSV readers trip over.
var awkward = []string{
	"Adele Vance", "Zoë Ångström", "Дарья Иванова", "Ελένη Παππά", "עברית מימין לשמאל", "عربي من اليمين", "हिन्दी नाम", "ไทย",
	"日本語の名前", "한국어 이름", "中文姓名", "ქართული", "Հայերեն", "🙂👩‍👩‍👧 emoji", "e\u0301 and é", "𝔸𐐀",
	"Vance, Adele", `the "best" one`, `"`, `""`, "two\nlines", "three\r\nlines\r\nhere", "semi;colon", "a|b", "50% _ \\ off",
	"=1+1", "=HYPERLINK(\"http://example.com\",\"x\")", "@SUM(A1)", "+1+cmd|' /C calc'!A0", "-2+3", "\t=1+1", "=cmd\nnext",
	"'quoted'", " leading", "trailing ", "  ", "TRUE text", "12-34-56 not a date", "#N/A text", "C:\\new\\table",
	strings.Repeat("long ", 400),
	"Bob;=1+1;x", "Bob,=1+1,x", "Bob\t=1+1", "Bob|=1+1", `Bob;"=1+1"`, `Bob";"=1+1`, `x"";=1+1`, "Bob; =1+1", "Bob;\u00a0=1+1", "a\n=1+1", "a\r=1+1",
	"＝1+1", "＋1+1", "－1+1", "＠SUM(A1)", "﹦1+1", "﹣1+1", "−1+1", "Bob;＝1+1", " =1+1", "\u00a0=1+1", "\u3000=1+1", "\u200b=1+1", "\ufeff=1+1",
	"\u202e=1+1", "\u2060\u200d=1+1", "\u3164=1+1", "\u2800=1+1", "\u00ad=1+1", `"=1+1"`, `""=1+1`, "' =1+1",
	"sep=;", "{=1+1}", "=1+1;=2+2,=3+3",
}

func awkwardRows() []table.Row {
	rows := make([]table.Row, len(awkward))
	for i, text := range awkward {
		other := awkward[len(awkward)-1-i]
		rows[i] = row(fmt.Sprintf("%03d", i), text, other, int64(i-10), noon.Add(time.Duration(i)*time.Hour))
	}
	return rows
}

// asWritten is a cell as the file holds it: a formula has become a text.
func asWritten(text string) string { return table.AsText(text) }

// awkwardFile exports awkward rows by key, and returns what a reader should find.
func awkwardFile(t *testing.T) (path string, want [][]string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "awkward.csv")
	byKey := append([]table.Column{}, model...)
	byKey[0].Fixed = false // no name: rows come in the order of their keys
	_, err := exportFile(t.Context(), path, table.NewSlice(byKey, awkwardRows()), table.Query{}, model, table.CSVOptions{Headers: true})
	require.NoError(t, err)
	want = [][]string{{"Name", "Kind", "Size", "Seen"}}
	for i, text := range awkward {
		size := ""
		if i != 10 {
			size = strconv.Itoa(i - 10)
		}
		seen := noon.Add(time.Duration(i) * time.Hour).Format(time.RFC3339)
		want = append(want, []string{asWritten(text), asWritten(awkward[len(awkward)-1-i]), size, seen})
	}
	return path, want
}

func TestEncodingCSVReadsTheFileBack(t *testing.T) {
	path, want := awkwardFile(t)
	body, err := os.ReadFile(path)
	require.NoError(t, err)
	text, marked := strings.CutPrefix(string(body), "\uFEFF")
	require.True(t, marked)
	require.True(t, strings.HasSuffix(text, "\r\n"))
	got, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	require.NoError(t, err)
	for _, line := range want {
		for i := range line {
			line[i] = strings.ReplaceAll(line[i], "\r\n", "\n") // encoding/csv reads every line break as one
		}
	}
	require.Equal(t, want, got)
}

// TestLibreOfficeReadsTheFileBack lets a spreadsheet open the file with formulas switched on: the cells are the same, and
// none has become a formula.
func TestLibreOfficeReadsTheFileBack(t *testing.T) {
	office, err := exec.LookPath("soffice")
	if err != nil {
		t.Skip("LibreOffice (soffice) is not installed")
	}
	path, want := awkwardFile(t)
	cells := inSpreadsheet(t, office, path, reader{separator: ',', language: english})
	require.Len(t, cells, len(want))
	for i, line := range want {
		for c, text := range line {
			cell := sheetCell{}
			if c < len(cells[i]) {
				cell = cells[i][c]
			}
			require.Empty(t, cell.formula, "%q became a formula", text)
			if c == 2 && i > 0 && text != "" {
				require.Equal(t, text, cell.number)
				continue
			}
			text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text)
			require.Equal(t, text, cell.text, "line %d column %d", i, c)
		}
	}
}

// The languages of a reader, by Microsoft's numbers.
const (
	english = 1033
	german  = 1031
	french  = 1036
)

// reader is how a spreadsheet takes a file: by the settings of a country, or as somebody chose it.
type reader struct {
	separator rune
	language  int
	// trims drops the white space around a cell, and merges separators that follow each other.
	trims bool
}

// TestNoCountrysSpreadsheetRunsACell opens the file, and what copied rows paste as, in every way in which a spreadsheet may
// split it.
func TestNoCountrysSpreadsheetRunsACell(t *testing.T) {
	office, err := exec.LookPath("soffice")
	if err != nil {
		t.Skip("NOT CHECKED in a spreadsheet: LibreOffice (soffice) is not installed")
	}
	path, _ := awkwardFile(t)
	written, err := os.ReadFile(path)
	require.NoError(t, err)
	var lines strings.Builder
	lines.Write(written)
	for i, text := range awkward {
		oneLine := strings.NewReplacer("\t", " ", "\r", " ", "\n", " ")
		lines.WriteString("Adele\t" + table.AsText(oneLine.Replace(text)) + "\t" + table.AsText(oneLine.Replace(awkward[len(awkward)-1-i])) + "\n")
	}
	require.NoError(t, os.WriteFile(path, []byte(lines.String()), 0o600))
	unguarded := filepath.Join(t.TempDir(), "awkward.csv")
	require.NoError(t, os.WriteFile(unguarded, []byte("Adele;Bob;=1+1\n"), 0o600))
	require.NotEmpty(t, formulas(inSpreadsheet(t, office, unguarded, reader{';', german, false})), "the spreadsheet runs what it is given")
	for _, by := range []reader{{',', english, true}, {';', german, false}, {';', french, true}, {'\t', english, false}} {
		require.Empty(t, formulas(inSpreadsheet(t, office, path, by)), "split by %q", by.separator)
	}
}

// formulas are those of the cells that became one.
func formulas(cells [][]sheetCell) (found []string) {
	for _, line := range cells {
		for _, cell := range line {
			if cell.formula != "" {
				found = append(found, cell.formula)
			}
		}
	}
	return found
}

// inSpreadsheet opens a CSV in LibreOffice and returns the cells of its sheet.
func inSpreadsheet(t *testing.T, office, path string, by reader) [][]sheetCell {
	t.Helper()
	dir := t.TempDir()
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	// Separator, double quote, UTF-8, from the first line, language; quoted fields are not forced to be text, special numbers
	// are found, formulas are run. https://help.libreoffice.org/latest/en-US/text/shared/guide/csv_params.html
	asCSV := fmt.Sprintf("--infilter=Text - txt - csv (StarCalc):%d,34,76,1,,%d,false,true,false,false,%v,0,true", by.separator, by.language, by.trims)
	convert := exec.CommandContext(ctx, office, "-env:UserInstallation=file://"+filepath.Join(dir, "profile"), "--headless",
		"--norestore", asCSV, "--convert-to", "fods", "--outdir", dir, path)
	output, err := convert.CombinedOutput()
	require.NoError(t, err, string(output))
	file, err := os.Open(filepath.Join(dir, "awkward.fods"))
	require.NoError(t, err, string(output))
	defer file.Close()
	return sheetCells(t, file)
}

// sheetCell is a cell of a flat OpenDocument sheet.
type sheetCell struct{ text, number, formula string }

// sheetCells reads the first sheet, without the empty cells and rows that follow the last full one.
func sheetCells(t *testing.T, from io.Reader) [][]sheetCell {
	t.Helper()
	var lines [][]sheetCell
	var line []sheetCell
	var cell *sheetCell
	paragraphs, repeat, inText := 0, 1, false
	decoder := xml.NewDecoder(from)
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return lines
		}
		require.NoError(t, err)
		switch token := token.(type) {
		case xml.StartElement:
			switch token.Name.Local {
			case "table-row":
				line = nil
			case "table-cell":
				cell, paragraphs = &sheetCell{number: attribute(token, "value"), formula: attribute(token, "formula")}, 0
				repeat = count(attribute(token, "number-columns-repeated"))
			case "p":
				if cell != nil && paragraphs > 0 {
					cell.text += "\n"
				}
				paragraphs, inText = paragraphs+1, cell != nil
			case "s":
				addText(cell, strings.Repeat(" ", count(attribute(token, "c"))))
			case "tab":
				addText(cell, "\t")
			case "line-break":
				addText(cell, "\n")
			}
		case xml.CharData:
			if inText {
				addText(cell, string(token))
			}
		case xml.EndElement:
			switch token.Name.Local {
			case "p":
				inText = false
			case "table-cell":
				for range min(repeat, 8) {
					line = append(line, *cell)
				}
				cell = nil
			case "table-row":
				if len(line) > 0 && line[0] != (sheetCell{}) {
					lines = append(lines, line)
				}
			}
		}
	}
}

func addText(cell *sheetCell, text string) {
	if cell != nil {
		cell.text += text
	}
}

func attribute(element xml.StartElement, name string) string {
	for _, a := range element.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func count(text string) int {
	if n, err := strconv.Atoi(text); err == nil {
		return n
	}
	return 1
}

// made is a source of as many rows as wanted, each made when it is asked for.
type made struct {
	table.Source
	rows int
}

func (m made) Each(ctx context.Context, _ table.Query, yield func(table.Row) error) error {
	for i := range m.rows {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := yield(row("key-"+strconv.Itoa(i), "User "+strconv.Itoa(i), awkward[i%len(awkward)], int64(i), noon)); err != nil {
			return err
		}
	}
	return nil
}

func TestAMillionRowsAreWrittenWithoutGrowingMemory(t *testing.T) {
	const rows, ceiling = 1_000_000, 4 << 20
	path := filepath.Join(t.TempDir(), "million.csv")
	begun := heap()
	most := begun
	written, err := exportFile(t.Context(), path, made{slice(), rows}, table.Query{}, model[:4], table.CSVOptions{
		Headers: true,
		Progress: func(rows int) {
			if rows%100_000 == 0 {
				most = max(most, heap())
			}
		},
	})
	require.NoError(t, err)
	require.Equal(t, rows, written)
	require.Less(t, most, begun+ceiling, "bytes in use on the heap")
	info, err := os.Stat(path)
	require.NoError(t, err)
	require.Greater(t, info.Size(), int64(10*ceiling), "the file is much larger than what was in memory")
}

// heap is how many bytes are in use after everything that is not was given back.
func heap() uint64 {
	var stats runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&stats)
	return stats.HeapAlloc
}

func TestACancelledExportOfManyRowsLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	rows, err := exportFile(ctx, filepath.Join(dir, "users.csv"), made{slice(), 1_000_000}, table.Query{}, model[:4], table.CSVOptions{
		Progress: func(rows int) {
			if rows == 50_000 {
				require.NotEmpty(t, filesIn(t, dir), "half of it is written")
				cancel()
			}
		},
	})
	require.ErrorIs(t, err, context.Canceled)
	require.Equal(t, 50_000, rows)
	require.Empty(t, filesIn(t, dir))
}
