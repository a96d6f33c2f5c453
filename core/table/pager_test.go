package table_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/tenantkeep/tenantkeep/core/table"
)

func TestPagerText(t *testing.T) {
	var p table.Pager
	require.Equal(t, "0 of 0", p.Text())
	p.SetTotal(12406)
	require.Equal(t, "1-100 of 12,406", p.Text())
	p.Go(p.Page() + 1)
	require.Equal(t, "101-200 of 12,406", p.Text())
	p.Go(p.Pages() - 1)
	require.Equal(t, "12,401-12,406 of 12,406", p.Text())
	require.False(t, p.HasNext())
	p.Go(p.Page() + 1)
	require.Equal(t, "12,401-12,406 of 12,406", p.Text())
	p.Go(p.Page() - 1)
	require.Equal(t, "12,301-12,400 of 12,406", p.Text())
	p.First()
	require.False(t, p.HasPrevious())
	p.Go(p.Page() - 1)
	require.Equal(t, 0, p.Offset())
}

func TestPagerGoesToTheLastPageWhenItsOwnIsGone(t *testing.T) {
	var p table.Pager
	p.SetTotal(1000)
	p.Go(7)
	require.False(t, p.SetTotal(701))
	require.True(t, p.SetTotal(700))
	require.Equal(t, "601-700 of 700", p.Text())
	require.True(t, p.SetTotal(0))
	require.Equal(t, 0, p.Offset())
}

func TestAnotherPageSizeKeepsTheFirstRowInView(t *testing.T) {
	var p table.Pager
	p.SetTotal(1000)
	p.Go(3)
	p.SetSize(250)
	require.Equal(t, "251-500 of 1,000", p.Text())
	p.SetSize(25)
	require.Equal(t, "251-275 of 1,000", p.Text())
	p.SetSize(7)
	require.Equal(t, table.DefaultPageSize, p.Size())
}

func TestPagerStaysWithinItsPages(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var p table.Pager
		for range rapid.IntRange(1, 20).Draw(t, "steps") {
			n := rapid.IntRange(-5, 3000).Draw(t, "n")
			switch rapid.IntRange(0, 2).Draw(t, "what") {
			case 0:
				p.SetTotal(n)
			case 1:
				p.SetSize(rapid.SampledFrom(table.PageSizes).Draw(t, "size"))
			case 2:
				p.Go(n)
			}
			require.GreaterOrEqual(t, p.Page(), 0)
			require.True(t, p.Offset() == 0 || p.Offset() < p.Total())
		}
	})
}
