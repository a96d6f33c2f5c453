package user

import (
	"github.com/tenantkeep/tenantkeep/core/profile"
)

// saved is how the page stood: the open tab, and every view by its card.
type saved struct {
	tab   string
	views map[profile.Part]any
}

// Save returns how the page stands.
func (p *Page) Save() any {
	kept := saved{tab: p.tabs.Selected(), views: make(map[profile.Part]any)}
	for _, s := range p.sections {
		kept.views[s.kind.part] = s.save()
	}
	return kept
}

// Restore brings the page back. Call it before Changed.
func (p *Page) Restore(was any) {
	kept, ok := was.(saved)
	if !ok {
		return
	}
	for _, s := range p.sections {
		s.saved = kept.views[s.kind.part]
	}
	p.tabs.Select(kept.tab)
}

// save is how the view stands, or stood where it was not brought back yet.
func (s *section) save() any {
	if s.saved != nil {
		return s.saved
	}
	switch view := s.view.(type) {
	case *tableView:
		return view.Save()
	case *detailsView:
		return view.scroll.Offset.Y
	}
	return nil
}

// takeSaved is how a view stood, once; nil where it was not shown before.
func (s *section) takeSaved() any {
	kept := s.saved
	s.saved = nil
	return kept
}
