package grid_test

import (
	"context"
	"errors"
	"fmt"
	"image"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/grid"
	"github.com/tenantkeep/tenantkeep/ui/uitest"
)

var now = time.Date(2026, 11, 23, 15, 0, 0, 0, time.UTC)

// columns are those of a small table of users.
func columns() []table.Column {
	return []table.Column{
		{ID: "name", Title: "Display Name", Kind: table.Text, Width: 160, Fixed: true},
		{ID: "mail", Title: "Username", Kind: table.Text, Width: 220},
		{ID: "tenant", Title: "Tenant Name", Kind: table.Choice, Width: 140},
		{ID: "state", Title: "Sign In", Kind: table.State, Width: 100, Choices: []string{"Allowed", "Blocked"}},
		{ID: "last", Title: "Last Sign In", Kind: table.Time, Width: 120},
		{ID: "devices", Title: "Devices", Kind: table.Number, Width: 90},
		{ID: "portal", Title: "Portal", Kind: table.Action, Width: 70},
		{ID: "job", Title: "Job Title", Kind: table.Text, Width: 120, Hidden: true},
	}
}

// users are count rows: "User 001" and so on, every third blocked, one signed in each day back.
func users(count int) []table.Row {
	tenants := []string{"Contoso Dental", "Fabrikam Legal", "Tailspin Toys"}
	rows := make([]table.Row, count)
	for i := range rows {
		state := table.Cell{Text: "Allowed", Tone: table.Good}
		if i%3 == 2 {
			state = table.Cell{Text: "Blocked", Tone: table.Danger}
		}
		rows[i] = table.Row{Key: fmt.Sprintf("key-%03d", i+1), Cells: []table.Cell{
			{Text: fmt.Sprintf("User %03d", i+1), Link: true},
			{Text: fmt.Sprintf("user%03d@contoso.example", i+1)},
			{Text: tenants[i%3]},
			state,
			{Time: now.Add(-time.Duration(i+1) * 24 * time.Hour)},
			{Number: int64(1000 + i), HasNumber: true},
			{Icon: "external", Link: true},
			{},
		}}
	}
	return rows
}

// harness is a grid in a window, with everything it reports.
type harness struct {
	*uitest.Stage
	grid *grid.Grid

	opened, acted, middle, second []string
	copied                        []string
	errs                          []error
	selections                    []grid.Selection
	totals                        []int
	sizes                         []int
	densities                     []grid.Density
}

func newHarness(t *testing.T, source table.Source, change ...func(*grid.Options)) *harness {
	t.Helper()
	d := &harness{Stage: uitest.NewStage(t, fyne.NewSize(1200, 700))}
	o := grid.Options{
		Name: "users", Noun: "users", Source: source, Work: d.Work,
		Printer:            table.Printer{Now: func() time.Time { return now }},
		PageSize:           25,
		OnOpen:             func(key string) { d.opened = append(d.opened, key) },
		OnCell:             func(key, column string) { d.acted = append(d.acted, key+" "+column) },
		OnMiddle:           func(key, column string) { d.middle = append(d.middle, key+" "+column) },
		OnSecondary:        func(key, column string, _ fyne.Position) { d.second = append(d.second, key+" "+column) },
		OnSelectionChanged: func(s grid.Selection) { d.selections = append(d.selections, s) },
		OnChanged:          func(total int, _ []table.Filter) { d.totals = append(d.totals, total) },
		OnPageSize:         func(size int) { d.sizes = append(d.sizes, size) },
		OnDensity:          func(density grid.Density) { d.densities = append(d.densities, density) },
		OnError:            func(err error) { d.errs = append(d.errs, err) },
		Clipboard:          func(text string) { d.copied = append(d.copied, text) },
	}
	for _, c := range change {
		c(&o)
	}
	d.grid = grid.New(o)
	d.Show(container.New(&stack{}, d.grid.Bar(), d.grid.ColumnsButton(), d.grid.DensityButton(), d.grid.RefreshButton(), d.grid))
	t.Cleanup(d.grid.Close)
	d.Settle()
	d.Texts() // only what has been drawn can have the focus
	return d
}

// stack lays its objects under each other, the last one over all that is left.
type stack struct{}

func (stack) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

func (stack) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	y := float32(0)
	for i, object := range objects {
		height := float32(32)
		if i == len(objects)-1 {
			height = size.Height - y
		}
		object.Resize(fyne.NewSize(min(size.Width, 1200), height))
		object.Move(fyne.NewPos(0, y))
		y += height
	}
}

// shown are the names of the rows on the page, in order.
func (d *harness) shown() []string {
	var names []string
	for _, row := range d.grid.Rows() {
		names = append(names, row.Cells[0].Text)
	}
	return names
}

// pixels is what the window shows. Its bytes compare fast, which an image does not.
func (d *harness) pixels() string {
	d.T.Helper()
	captured, ok := d.Win.Canvas().Capture().(*image.NRGBA)
	require.True(d.T, ok)
	return string(captured.Pix)
}

// gate is a source whose answers a test lets through one by one.
type gate struct {
	*table.Slice
	asked chan table.Query
	let   chan error
}

func newGate(rows []table.Row) *gate {
	return &gate{Slice: table.NewSlice(columns(), rows), asked: make(chan table.Query, 16), let: make(chan error, 16)}
}

func (g *gate) Query(ctx context.Context, q table.Query) (table.Page, error) {
	g.asked <- q
	select {
	case err := <-g.let:
		if err != nil {
			return table.Page{}, err
		}
		return g.Slice.Query(ctx, q)
	case <-ctx.Done():
		return table.Page{}, ctx.Err()
	}
}

// failingEach is a source that gives pages but not all rows.
type failingEach struct{ *table.Slice }

func (failingEach) Each(context.Context, table.Query, func(table.Row) error) error { return errBroken }

var errBroken = errors.New("GET /users: connection reset (request-id 1234)")
