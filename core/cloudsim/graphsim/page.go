package graphsim

import (
	"net/url"
	"slices"
	"strings"
)

// page is an answer with a collection that is being written.
type page[T any] struct {
	c      *call
	w      wanted[T]
	buffer []byte
	filled int
}

func openPage[T any](c *call, r *resource[T], w wanted[T], count int) *page[T] {
	p := &page[T]{c: c, w: w, buffer: c.server.buffer()}
	p.buffer = append(p.buffer, `{"@odata.context":`...)
	p.buffer = appendString(p.buffer, c.context(r.set))
	if count >= 0 {
		p.buffer = append(p.buffer, `,"@odata.count":`...)
		p.buffer = appendInt(p.buffer, count)
	}
	p.buffer = append(p.buffer, `,"value":[`...)
	return p
}

// full says that the page takes no more.
func (p *page[T]) full() bool { return p.w.top > 0 && p.filled == p.w.top }

func (p *page[T]) add(v *T) {
	if p.filled > 0 {
		p.buffer = append(p.buffer, ',')
	}
	p.filled++
	p.buffer = p.w.shown.write(p.buffer, v)
	for _, extra := range p.w.extra {
		p.buffer = append(p.buffer, `,"`...)
		p.buffer = append(p.buffer, extra.name...)
		p.buffer = append(p.buffer, `":`...)
		p.buffer = extra.write(p.buffer, v)
	}
	p.buffer = append(p.buffer, '}')
}

// close ends the page; next is where the list goes on, or -1.
func (p *page[T]) close(next int) answer {
	p.buffer = append(p.buffer, ']')
	if next >= 0 {
		p.buffer = append(p.buffer, `,"@odata.nextLink":`...)
		p.buffer = appendString(p.buffer, p.c.link("$skiptoken", p.c.server.skipToken(next, p.w.request)))
	}
	return answer{status: 200, body: append(p.buffer, '}'), pooled: true}
}

// link is the address of the request with another token.
func (c *call) link(option, token string) string {
	var b strings.Builder
	b.WriteString(c.server.options.Base + "/" + c.version + "/" + c.address)
	separator := "?"
	kept := make([]string, 0, len(c.query.values))
	for name := range c.query.values {
		if name != "$skiptoken" && name != "$deltatoken" {
			kept = append(kept, name)
		}
	}
	slices.Sort(kept)
	for _, name := range kept {
		b.WriteString(separator + name + "=" + strings.ReplaceAll(url.QueryEscape(c.query.values.Get(name)), "+", "%20"))
		separator = "&"
	}
	b.WriteString(separator + option + "=" + token)
	return b.String()
}

// streamedPage writes a page in the order of positions.
func streamedPage[T any](c *call, r *resource[T], from source[T], w wanted[T], start, count int) (answer, *failure) {
	p := openPage(c, r, w, count)
	next := -1
	var late []int
	from.scan(start, func(position int, v *T) bool {
		if w.matches != nil && !w.matches(v) {
			return true
		}
		if p.full() || w.top > 0 && len(late) == w.top {
			next = position
			return false
		}
		if len(w.extra) > 0 {
			// Navigation properties ask the tenant again, which scan forbids.
			late = append(late, position)
			return true
		}
		p.add(v)
		return true
	})
	for _, position := range late {
		if v, ok := from.at(position); ok {
			p.add(&v)
		}
	}
	return p.close(next), nil
}

// orderedPage writes a page in the order of $orderby; there a position is a place in that order.
func orderedPage[T any](c *call, r *resource[T], from source[T], w wanted[T], start, count int) (answer, *failure) {
	key := c.requestMark() + "|" + from.version
	places, ok := c.server.orders.get(key)
	if !ok || from.version == "" {
		places = arrange(from, w)
		if from.version != "" {
			c.server.orders.put(key, places)
		}
	}
	p := openPage(c, r, w, count)
	for ; start < len(places) && !p.full(); start++ {
		if v, ok := from.at(places[start]); ok {
			p.add(&v)
		}
	}
	if start >= len(places) {
		start = -1
	}
	return p.close(start), nil
}

// arrange sorts the positions of what is wanted.
func arrange[T any](from source[T], w wanted[T]) []int {
	type keyed struct {
		position int
		keys     []value
	}
	var all []keyed
	from.scan(0, func(position int, v *T) bool {
		if w.matches != nil && !w.matches(v) {
			return true
		}
		keys := make([]value, len(w.order))
		for i, key := range w.order {
			keys[i] = key.of(v)
		}
		all = append(all, keyed{position, keys})
		return true
	})
	slices.SortFunc(all, func(a, b keyed) int {
		for i, key := range w.order {
			if order := order(a.keys[i], b.keys[i]); order != 0 {
				return order * key.sign
			}
		}
		return a.position - b.position
	})
	places := make([]int, len(all))
	for i := range all {
		places[i] = all[i].position
	}
	return places
}
