package table

// PageSizes are the rows per page that a person chooses from.
var PageSizes = []int{25, 50, 100, 250, 500}

// DefaultPageSize is the rows per page before a person chooses.
const DefaultPageSize = 100

// Pager is where a table stands in its pages. Its zero value is the first page of nothing, of the default size.
type Pager struct {
	size, page, total int
}

// Size is the rows per page.
func (p *Pager) Size() int {
	if p.size == 0 {
		return DefaultPageSize
	}
	return p.size
}

// SetSize changes the rows per page; the page that then shows holds the row that was first before. A size that is not
// one of PageSizes is the default one.
func (p *Pager) SetSize(size int) {
	first := p.Offset()
	p.size = DefaultPageSize
	for _, known := range PageSizes {
		if size == known {
			p.size = size
		}
	}
	p.Go(first / p.size)
}

// Total is how many rows there are on all pages.
func (p *Pager) Total() int { return p.total }

// SetTotal changes how many rows there are, and goes to the last page where the present one is gone. It says whether the
// page changed, so that it must be asked for again.
func (p *Pager) SetTotal(total int) (moved bool) {
	before := p.page
	p.total = max(total, 0)
	p.page = min(p.page, p.Pages()-1)
	return p.page != before
}

// Pages counts the pages; an empty table has one.
func (p *Pager) Pages() int { return max((p.total+p.Size()-1)/p.Size(), 1) }

// Page is the present page, from 0.
func (p *Pager) Page() int { return p.page }

// Offset is how many rows stand before the page, Limit how many it may hold.
func (p *Pager) Offset() int { return p.page * p.Size() }

// Limit is how many rows a page may hold.
func (p *Pager) Limit() int { return p.Size() }

// Go changes the page, to the nearest one there is.
func (p *Pager) Go(page int) { p.page = min(max(page, 0), p.Pages()-1) }

// First goes to the first page.
func (p *Pager) First() { p.Go(0) }

// HasPrevious says whether there is a page before.
func (p *Pager) HasPrevious() bool { return p.page > 0 }

// HasNext says whether there is a page after.
func (p *Pager) HasNext() bool { return p.page < p.Pages()-1 }

// Text is the span of the page: "101-200 of 12,406".
func (p *Pager) Text() string {
	if p.total == 0 {
		return "0 of 0"
	}
	first, last := p.Offset()+1, min(p.Offset()+p.Size(), p.total)
	return Thousands(int64(first)) + "-" + Thousands(int64(last)) + " of " + Thousands(int64(p.total))
}
