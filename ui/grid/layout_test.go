package grid_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/grid"
	"github.com/tenantkeep/tenantkeep/ui/theme"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

func TestColumnsAreHiddenShownAndReset(t *testing.T) {
	d := newHarness(t, table.NewSlice(columns(), users(3)))
	require.False(t, d.Robot.Has("Sort by Job Title"))
	d.Tap("Columns")
	d.Tap("Job Title")
	d.Tap("Username")
	d.Press(fyne.KeyEscape)
	require.True(t, d.Robot.Has("Sort by Job Title"))
	require.False(t, d.Robot.Has("Sort by Username"))
	require.False(t, d.Robot.Sees("user001@contoso.example"))
	d.Tap("Columns")
	d.Tap("Reset layout")
	require.True(t, d.Robot.Has("Sort by Username"))
	require.False(t, d.Robot.Has("Sort by Job Title"))
}

func TestAFixedColumnCannotBeHidden(t *testing.T) {
	d := newHarness(t, table.NewSlice(columns(), users(3)))
	d.Tap("Columns")
	require.NoError(t, d.Robot.Tap("Display Name"))
	d.Press(fyne.KeyEscape)
	require.Equal(t, "name", d.grid.ShownColumns()[0].ID)
}

func TestDraggingATitlesEdgeSetsItsWidthOnly(t *testing.T) {
	d := newHarness(t, table.NewSlice(columns(), users(3)))
	mail, tenant := drawnWidth(d, "Sort by Username"), drawnWidth(d, "Sort by Tenant Name")
	test.Drag(d.Win.Canvas(), edgeOf(d, "Sort by Username"), 40, 0)
	require.InDelta(t, mail+40, drawnWidth(d, "Sort by Username"), 0.5)
	require.InDelta(t, tenant, drawnWidth(d, "Sort by Tenant Name"), 0.5, "the others keep theirs")
	require.InDelta(t, mail+40, widths(d.grid)["mail"], 0.5)
	test.Drag(d.Win.Canvas(), edgeOf(d, "Sort by Username"), -2000, 0)
	require.EqualValues(t, table.MinWidth, widths(d.grid)["mail"])
}

func drawnWidth(d *harness, title string) float32 {
	return findLabelled(d.Win.Content(), title).Size().Width
}

func widths(g *grid.Grid) map[string]float32 {
	found := map[string]float32{}
	for _, placed := range g.Columns() {
		found[placed.ID] = placed.Width
	}
	return found
}

// edgeOf is a place on the right edge of a title.
func edgeOf(d *harness, name string) fyne.Position {
	object := findLabelled(d.Win.Content(), name)
	require.NotNil(d.T, object, name)
	pos := fyne.CurrentApp().Driver().AbsolutePositionForObject(object)
	return pos.AddXY(object.Size().Width-1, object.Size().Height/2)
}

func findLabelled(root fyne.CanvasObject, name string) fyne.CanvasObject {
	for _, object := range test.LaidOutObjects(root) {
		if named, ok := object.(fyne.Accessible); ok && named.AccessibilityLabel() == name {
			return object
		}
	}
	return nil
}

func TestADoubleClickOnTheEdgeFitsTheContent(t *testing.T) {
	rows := users(3)
	rows[1].Cells[1].Text = "somebody.with.a.very.long.name.indeed@contoso.example"
	d := newHarness(t, table.NewSlice(columns(), rows))
	require.False(t, d.Robot.Has(rows[1].Cells[1].Text))
	test.DoubleTap(findLabelled(d.Win.Content(), "Resize Username").(fyne.DoubleTappable))
	require.True(t, d.Robot.Has(rows[1].Cells[1].Text), "nothing is cut any more")
}

func TestALineShowsWhereADraggedTitleWouldGo(t *testing.T) {
	d := newHarness(t, table.NewSlice(columns(), users(3)))
	title := findLabelled(d.Win.Content(), "Sort by Username").(fyne.Draggable)
	drag := func(x float32) {
		title.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(x, 10)}})
	}
	left := func(name string) float32 {
		return fyne.CurrentApp().Driver().AbsolutePositionForObject(findLabelled(d.Win.Content(), name)).X
	}
	start := left("Sort by Username")
	require.Nil(t, landing(d))
	for _, target := range []string{"Sort by Sign In", "Sort by Devices", "Sort by Display Name"} {
		drag(left(target) - start + 5)
		require.InDelta(t, left(target), landing(d).X, 1.5, target)
	}
	drag(5000)
	require.InDelta(t, left("Portal")+drawnWidth(d, "Portal"), landing(d).X, 1.5, "behind the last column")
	drag(5)
	title.DragEnd()
	require.Nil(t, landing(d), "the line goes with the end of the drag")
	require.Equal(t, "mail", ids(d.grid)[1], "a drag that ends where it began moves nothing")
}

// landing is where the line stands: the one narrow rectangle in the row of titles that is drawn in the accent colour.
func landing(d *harness) *fyne.Position {
	for _, object := range test.LaidOutObjects(d.Win.Content()) {
		line, ok := object.(*canvas.Rectangle)
		if ok && line.Visible() && line.Size().Width == 2 && line.FillColor == widget.Colour(theme.ColorNameAccent) {
			pos := fyne.CurrentApp().Driver().AbsolutePositionForObject(line)
			return &pos
		}
	}
	return nil
}

func TestDraggingATitleMovesItsColumn(t *testing.T) {
	d := newHarness(t, table.NewSlice(columns(), users(3)))
	title := findLabelled(d.Win.Content(), "Sort by Last Sign In")
	target := findLabelled(d.Win.Content(), "Sort by Username")
	from := fyne.CurrentApp().Driver().AbsolutePositionForObject(title).AddXY(20, 10)
	to := fyne.CurrentApp().Driver().AbsolutePositionForObject(target).AddXY(5, 10)
	dragged := title.(fyne.Draggable)
	dragged.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: to.Subtract(from).AddXY(20, 10)}})
	dragged.DragEnd()
	require.Equal(t, []string{"name", "last", "mail", "tenant", "state", "devices", "portal"}, ids(d.grid))
}

func TestColumnsShareTheRoomAndScrollOnlyWhereItIsTooLittle(t *testing.T) {
	d := newHarness(t, table.NewSlice(columns(), users(3)))
	natural := drawnWidth(d, "Sort by Username")
	require.Greater(t, natural, float32(220), "what is left is shared")
	d.Win.Resize(fyne.NewSize(920, 700))
	require.Less(t, drawnWidth(d, "Sort by Username"), float32(220), "what is missing too")
	test.Scroll(d.Win.Canvas(), fyne.NewPos(300, 300), -100, 0)
	require.Zero(t, d.grid.Save().Across)
	d.Win.Resize(fyne.NewSize(500, 700))
	require.InDelta(t, 220*0.75, drawnWidth(d, "Sort by Username"), 1, "but never by more than a quarter")
	test.Scroll(d.Win.Canvas(), fyne.NewPos(300, 300), -100, 0)
	require.EqualValues(t, 100, drawnWidth(d, "Sort by Sign In"), "a state keeps its width")
	require.EqualValues(t, 100, d.grid.Save().Across)
}

func TestATitleTakesTwoLinesBeforeItIsCut(t *testing.T) {
	model := columns()
	model[3].Title, model[3].ShortTitle = "M365 Sign In Status", "Sign In"
	d := newHarness(t, table.NewSlice(model, users(3)))
	top := func() float32 {
		place, err := d.PlaceOf("User 001")
		require.NoError(t, err)
		return place.Y
	}
	d.grid.SetColumnWidth("state", 240)
	require.True(t, d.Has("M365 Sign In Status"))
	one := top()
	d.grid.SetColumnWidth("state", 122)
	require.True(t, d.Has("M365 Sign") && d.Has("In Status"))
	two := top()
	require.Greater(t, two, one, "the rows make room for the second line")
	d.Tap("Sort by M365 Sign In Status")
	require.True(t, d.Has("M365 Sign") && d.Has("In Status"))
	require.InDelta(t, two, top(), 0.1, "sorting moves no row")
	d.grid.SetColumnWidth("state", 80)
	require.False(t, d.Has("In Status"))
	require.InDelta(t, one, top(), 0.1)
}

func TestAnIDIsWholeWhereThereIsRoom(t *testing.T) {
	rows := users(1)
	rows[0].Cells[1] = table.Cell{Text: "11111111-2222-3333-4444-555555555555", Short: "1111…5555"}
	d := newHarness(t, table.NewSlice(columns(), rows))
	d.grid.SetColumnWidth("mail", 120)
	d.Sees("1111…5555")
	test.DoubleTap(findLabelled(d.Win.Content(), "Resize Username").(fyne.DoubleTappable))
	d.Sees("11111111-2222-3333-4444-555555555555")
}

func TestAColumnIsSqueezedToTheLeastThatItNames(t *testing.T) {
	model := columns()
	model[6].Least = 60
	d := newHarness(t, table.NewSlice(model, users(3)))
	d.Win.Resize(fyne.NewSize(400, 700))
	require.InDelta(t, 60, drawnWidth(d, "Portal"), 1)
}

func TestColumnsWithoutAWidthOfTheirOwnShareTheRoom(t *testing.T) {
	d := newHarness(t, table.NewSlice([]table.Column{{ID: "a", Title: "First"}, {ID: "b", Title: "Second"}}, nil))
	first, err := d.PlaceOf("First")
	require.NoError(t, err)
	second, err := d.PlaceOf("Second")
	require.NoError(t, err)
	require.InDelta(t, d.Win.Canvas().Size().Width/2, second.X-first.X, 60)
}

func TestTheTitlesOfActionsAreWholeWhereColumnsAreSqueezed(t *testing.T) {
	model := []table.Column{
		{ID: "name", Title: "Tenant Name", Width: 900, Least: 200},
		{ID: "entra", Title: "Entra Admin Portal", ShortTitle: "Entra", Kind: table.Action, Width: 78, Least: 64},
		{ID: "sharepoint", Title: "SharePoint Admin", ShortTitle: "SharePoint", Kind: table.Action, Width: 78, Least: 64},
		{ID: "long", Title: "Donaudampfschifffahrt Admin", ShortTitle: "Donau", Kind: table.Action, Width: 78, Least: 64},
		{ID: "rest", Title: "Rest", Width: 900, Least: 200},
	}
	d := newHarness(t, table.NewSlice(model, nil))
	texts := d.Texts()
	require.Subset(t, texts, []string{"Entra Admin", "Portal", "SharePoint", "Admin"})
	require.Contains(t, texts, "Donau", "a title may not take much more than its column")
}
