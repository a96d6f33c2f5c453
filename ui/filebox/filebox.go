// Package filebox asks for a file in the window, where the system has no dialog of its own.
package filebox

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"
	fynewidget "fyne.io/fyne/v2/widget"

	"github.com/tenantkeep/tenantkeep/assets/icons"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/theme"
	"github.com/tenantkeep/tenantkeep/ui/uithread"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

const (
	boxWidth   = 560
	listHeight = 300
)

// Options is what is asked for.
type Options struct {
	Canvas fyne.Canvas
	Work   *uithread.Work
	// Folder is where it begins, Name the proposed name of a file to save.
	Folder, Name string
	// Chosen gets the path, once; empty where the person changed their mind.
	Chosen func(path string)
}

// box is the open dialog.
type box struct {
	o       Options
	saves   bool
	folder  string
	entries []entry
	path    *widget.CutText
	list    *widget.List
	name    *widget.Field
	dialog  *widget.Dialog
	taken   string
}

// Save asks where to save a file, and again before one is replaced.
func Save(o Options) { show(&box{o: o, saves: true}, "Save file", "Save") }

// Open asks which file to read.
func Open(o Options) { show(&box{o: o}, "Open file", "Open") }

func show(b *box, title, verb string) {
	b.path = widget.NewCutText("", widget.TextLook{Colour: theme.ColorNameMuted, Size: fynetheme.SizeNameText})
	up := widget.NewIconButton(icons.ArrowUp, "Folder above", func() { b.enter(filepath.Dir(b.folder)) })
	b.list = widget.NewList("Files", func() int { return len(b.entries) }, newRow, b.draw)
	b.list.OnSelected = b.pick
	b.name = widget.NewField("Name", "", "")
	b.name.SetText(b.o.Name)
	b.name.Entry.OnSubmitted = func(string) { b.submit() }
	take := widget.NewButton(widget.Primary, verb, "", b.submit)
	cancel := widget.NewButton(widget.Secondary, "Cancel", "", func() { b.dialog.Close() })
	body := page.Column(page.Gap, page.Row(page.Near, up, page.Fill(b.path)), page.Fill(widget.NewPanel(page.AtLeast(0, listHeight, b.list))), b.name)
	b.dialog = widget.ShowDialog(b.o.Canvas, widget.DialogOptions{
		Title: title, Content: body, Width: boxWidth, Buttons: []*widget.Button{cancel, take}, Enter: take,
		Focus: b.name.Entry, OnClose: func() { b.o.Chosen(b.taken) },
	})
	b.enter(b.o.Folder)
}

// enter shows another folder. One that cannot be read leaves the person where they are.
func (b *box) enter(folder string) {
	b.o.Work.Do(func(context.Context) func() {
		entries, err := entriesOf(folder)
		return func() {
			if err != nil {
				b.say(problem(err))
				return
			}
			b.folder, b.entries = folder, entries
			b.path.SetText(folder)
			b.say("")
			b.list.UnselectAll()
			b.list.ScrollToTop()
			b.list.Refresh()
		}
	})
}

// pick goes into a folder, and takes over the name of a file.
func (b *box) pick(at fynewidget.ListItemID) {
	chosen := b.entries[at]
	if chosen.folder {
		b.enter(filepath.Join(b.folder, chosen.name))
		return
	}
	b.name.SetText(chosen.name)
	b.say("")
}

// submit takes what the name says: a file, a folder to go into, or a path of either.
func (b *box) submit() {
	name := strings.TrimSpace(b.name.Text())
	if name == "" {
		b.say("Enter the name of a file.")
		return
	}
	path := name
	if !filepath.IsAbs(path) {
		path = filepath.Join(b.folder, name)
	}
	b.o.Work.Do(func(context.Context) func() {
		info, err := os.Stat(path)
		if b.saves && errors.Is(err, fs.ErrNotExist) {
			path = withEnding(path, filepath.Ext(b.o.Name))
			info, err = os.Stat(path)
		}
		inFolder := missingFolder(path)
		return func() {
			switch {
			case inFolder != nil:
				b.say(problem(inFolder))
			case err == nil && info.IsDir():
				if strings.TrimSpace(b.name.Text()) == name { // and nobody typed on meanwhile
					b.name.SetText(b.o.Name)
				}
				b.enter(path)
			case err == nil && b.saves:
				b.askReplace(path)
			case err == nil, b.saves && errors.Is(err, fs.ErrNotExist):
				b.take(path)
			case errors.Is(err, fs.ErrNotExist):
				b.say("There is no file of that name.")
			default:
				b.say(problem(err))
			}
		}
	})
}

// withEnding is a path with an ending where it has none.
func withEnding(path, ending string) string {
	if filepath.Ext(path) != "" {
		return path
	}
	return path + ending
}

// missingFolder is why the folder of a file cannot be written to or read from; nil where it is there.
func missingFolder(path string) error {
	_, err := os.Stat(filepath.Dir(path))
	return err
}

func (b *box) askReplace(path string) {
	page.Ask(b.o.Canvas, page.Question{
		Title: "Replace file", Text: filepath.Base(path) + " is there already. What is in it is lost.", Verb: "Replace", Danger: true,
		Do: func() { b.take(path) },
	})
}

func (b *box) take(path string) {
	b.taken = path
	b.dialog.Close()
}

func (b *box) say(sentence string) {
	b.name.SetError(sentence)
	b.dialog.Refresh()
}

// problem says what is wrong with a folder.
func problem(err error) string {
	switch {
	case errors.Is(err, fs.ErrPermission):
		return "Tenantkeep is not allowed to read this folder."
	case errors.Is(err, fs.ErrNotExist):
		return "There is no such folder."
	}
	return "This folder cannot be read: " + err.Error() + "."
}

// newRow is a line of the list: its sign and its name.
func newRow() fyne.CanvasObject {
	name := widget.NewCutText("", widget.TextLook{Colour: theme.ColorNameInk, Size: fynetheme.SizeNameText})
	return page.Inset(page.Tight, page.Near, page.Tight, page.Near,
		page.Row(page.Near, widget.NewIcon(icons.File, theme.ColorNameMuted), page.Fill(name)))
}

func (b *box) draw(at fynewidget.ListItemID, object fyne.CanvasObject) {
	row := object.(*fyne.Container).Objects[0].(*fyne.Container)
	sign, colour := icons.File, theme.ColorNameMuted
	if b.entries[at].folder {
		sign, colour = icons.Folder, theme.ColorNameAccent
	}
	row.Objects[0].(*widget.Icon).Set(sign, colour)
	row.Objects[1].(*fyne.Container).Objects[0].(*widget.CutText).SetText(b.entries[at].name)
}
