package portals

import (
	"errors"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/tenantkeep/tenantkeep/core/portal"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// form asks for one portal: that of a row, or one that is added behind the last.
type form struct {
	list   *Dialog
	at     int
	added  bool
	fields map[string]*widget.Field
	hidden *widget.Check
	// began are the texts that the fields began with.
	began  map[string]string
	cloud  string
	dialog *widget.Dialog
	// proposed is the id that was made of the name; written says that the person wrote another one.
	proposed string
	written  bool
}

// The fields as the file calls them, in the order of the form.
var fieldNames = []string{"name", "short", "id", "url", "userUrl"}

// edit opens the form on a row, or on a new one behind the last.
func (d *Dialog) edit(at int) {
	f := &form{list: d, at: at, added: at == len(d.rows), fields: map[string]*widget.Field{
		"name":    widget.NewField("Name", "Fabric Admin", ""),
		"short":   widget.NewField("Short title", "Fabric", "For a narrow column; the name where it is empty."),
		"id":      widget.NewField("Id", "fabric", ""),
		"url":     widget.NewField("Address", "https://app.powerbi.com/admin-portal?ctid={tenantId}", "{tenantId}, {defaultDomain}, {initialDomain} and {sharePointName} stand for those of the tenant."),
		"userUrl": widget.NewField("Address of a user (optional)", "", "With {userId} besides. It stands in Open in of a user's page."),
	}}
	f.hidden = widget.NewCheck("Hide its column at first", false, nil)
	title := "Add Portal"
	if !f.added {
		title = "Edit Portal"
		f.fill(d.rows[at])
	}
	body := page.Column(page.Gap)
	for _, name := range fieldNames {
		body.Add(f.fields[name])
	}
	body.Add(f.hidden)
	f.fields["name"].Entry.OnChanged = func(name string) { f.propose(name) }
	f.fields["id"].Entry.OnChanged = func(id string) {
		f.written = id != "" && id != f.proposed
		f.sayReplaces(id)
	}
	f.sayReplaces(f.fields["id"].Text())
	save := widget.NewButton(widget.Primary, "Save", "", f.save)
	cancel := widget.NewButton(widget.Secondary, "Cancel", "", func() { f.dialog.Close() })
	f.dialog = widget.ShowDialog(d.host.Canvas(), widget.DialogOptions{
		Title: title, Content: widget.Tall(body), Width: width, Buttons: []*widget.Button{cancel, save}, Enter: save, Focus: f.fields["name"].Entry, OnEscape: f.stays,
	})
	f.began = f.texts()
	if !f.added && d.rows[at].Wrong != nil {
		f.say(d.rows[at].Wrong)
	}
}

// texts are what stands in the fields.
func (f *form) texts() map[string]string {
	texts := make(map[string]string, len(f.fields))
	for name, field := range f.fields {
		texts[name] = field.Text()
	}
	return texts
}

// stays says whether the form stays open with Escape.
func (f *form) stays() bool {
	return page.AskDrop(f.list.host.Canvas(), !maps.Equal(f.began, f.texts()), f.dialog.Close)
}

func (f *form) fill(row portal.Own) {
	p := row.Portal
	for name, text := range map[string]string{"name": p.Name, "short": p.Short, "id": p.ID, "url": p.URL, "userUrl": p.UserURL} {
		f.fields[name].SetText(text)
	}
	f.hidden.SetChecked(p.Hidden)
	f.cloud = p.Cloud
}

var notOfID = regexp.MustCompile(`[^a-z0-9]+`)

// propose makes an id of the name, unless the person wrote another one.
func (f *form) propose(name string) {
	if !f.added || f.written {
		return
	}
	id := strings.Trim(notOfID.ReplaceAllString(table.Fold(name), "-"), "-")
	f.proposed = id[:min(len(id), 40)]
	f.fields["id"].SetText(f.proposed)
}

// sayReplaces says which portal of Microsoft's the row stands in for.
func (f *form) sayReplaces(id string) {
	hint := "Names the portal in layouts. Lower-case letters, digits and hyphens."
	if name := f.list.portals.BuiltIn(id); name != "" {
		hint = "Replaces the built-in portal " + name + "."
	}
	f.fields["id"].SetHint(hint)
}

func (f *form) save() {
	text := func(name string) string { return strings.TrimSpace(f.fields[name].Text()) }
	row := f.list.portals.NewOwnPortal(portal.Portal{
		ID: text("id"), Name: text("name"), Short: text("short"), Cloud: f.cloud, URL: text("url"), UserURL: text("userUrl"),
		Hidden: f.hidden.Checked(),
	})
	if row.Wrong != nil {
		f.say(row.Wrong)
		return
	}
	rows := slices.Clone(f.list.rows)
	if f.added {
		rows = append(rows, row)
	} else {
		rows[f.at] = row
	}
	f.list.save(rows, f.dialog.Close, f.say)
}

// say puts what is wrong to its field.
func (f *form) say(err error) {
	for _, field := range f.fields {
		field.SetError("")
	}
	var wrong *portal.FieldError
	if errors.As(err, &wrong) && f.fields[wrong.Field] != nil {
		f.fields[wrong.Field].SetError(capital(wrong.Problem) + ".")
		f.dialog.Refresh()
		return
	}
	f.fields["url"].SetError(f.list.host.Explain(err).Sentence())
	f.dialog.Refresh()
}

// sentence is what is wrong with a row.
func sentence(err error) string {
	var wrong *portal.FieldError
	if errors.As(err, &wrong) {
		return "its " + wordOf(wrong.Field) + " " + wrong.Problem + "."
	}
	return err.Error() + "."
}

// wordOf is a field as the form calls it.
func wordOf(field string) string {
	words := map[string]string{"url": "address", "userUrl": "address of a user", "short": "short title"}
	if word := words[field]; word != "" {
		return word
	}
	return field
}

func capital(text string) string { return strings.ToUpper(text[:1]) + text[1:] }

func number(at int) string { return strconv.Itoa(at + 1) }
