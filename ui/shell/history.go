package shell

import "github.com/tenantkeep/tenantkeep/ui/page"

// visit is a page in the history: where it is and how it stood when it was left.
type visit struct {
	route page.Route
	saved any
}

// history is the way that the person took. The zero value is empty.
type history struct {
	visits []visit
	at     int
}

// deepest bounds what Back can reach.
const deepest = 100

// enter adds a route after the present one and forgets what lay ahead of it.
func (h *history) enter(route page.Route) {
	if len(h.visits) > 0 {
		h.visits = h.visits[:h.at+1]
	}
	h.visits = append(h.visits, visit{route: route})
	if len(h.visits) > deepest {
		h.visits = h.visits[1:]
	}
	h.at = len(h.visits) - 1
}

// keep stores how the present page stands.
func (h *history) keep(saved any) {
	if len(h.visits) > 0 {
		h.visits[h.at].saved = saved
	}
}

// present is where the person is.
func (h *history) present() (visit, bool) {
	if len(h.visits) == 0 {
		return visit{}, false
	}
	return h.visits[h.at], true
}

func (h *history) canGo(by int) bool {
	to := h.at + by
	return to >= 0 && to < len(h.visits)
}

// goBy moves by that many steps and returns where that is. Call it only where canGo agrees.
func (h *history) goBy(by int) visit {
	h.at += by
	return h.visits[h.at]
}
