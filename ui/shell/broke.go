package shell

import (
	"strings"
	"time"

	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// Broke is how an earlier run broke down: when, and what may be told of where in the code.
type Broke struct {
	At     time.Time
	Report string
}

const (
	reportWidth  = 640
	reportHeight = 360
)

// tellBroke offers the report of an earlier run that broke down.
func (s *Shell) tellBroke() {
	broke := s.options.Broke
	if broke.Report == "" {
		return
	}
	s.toasts.show(page.Toast{
		Mood:    page.Trouble,
		Text:    appName + " broke down, " + s.Printer().Text(table.Time, table.Cell{Time: broke.At}) + ".",
		Detail:  "Activity shows how far each change came.",
		Actions: []page.Action{{Label: "Show report", Do: s.showBroke, Keep: true}},
	})
}

// showBroke shows the report, which names places in the code and nothing else.
func (s *Shell) showBroke() {
	report := s.options.Broke.Report
	lines := page.Column(page.Tight)
	for line := range strings.Lines(report) {
		lines.Add(widget.NewParagraph(strings.TrimSpace(line), reportWidth-2*page.Margin))
	}
	s.ShowSheet(page.Sheet{
		Title: "How " + appName + " broke down",
		Body: page.Column(page.Gap,
			widget.NewMutedParagraph("The places in its code, and nothing of you or your clients. Report it with the diagnostics of My Settings.", reportWidth-2*page.Margin),
			page.Fill(page.AtLeast(0, min(reportHeight, lines.MinSize().Height), page.Scrolled(lines)))),
		Width:   reportWidth,
		Actions: []page.Action{{Label: "Copy report", Do: func() { s.Copy(report) }, Keep: true}},
	})
}
