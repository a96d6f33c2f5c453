package columns

import (
	"time"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/table"
)

// The ids of the columns of Activity, beside Username and TenantName.
const (
	At          = "at"
	Who         = "who"
	ChangedUser = "user_name"
	Action      = "action"
	What        = "what"
	Result      = "result"
	RequestID   = "request_id"
)

// Change is what Activity shows of a change. Names are those at the time.
type Change struct {
	ID string
	At time.Time
	// Who made the change, of the user whose names UserName and Username are.
	Who, TenantName, UserName, Username string
	// Tenant is that tenant as it is known now; the zero Tenant where it is not known any more.
	Tenant m365.Tenant
	// Title is what was chosen to be done, What each step of it.
	Title, What string
	// Result is Interrupted or the label of a change.State.
	Result    string
	RequestID string
}

// Interrupted is the result of a change that began and has no end: the program ended before.
const Interrupted = "Interrupted"

// results are how a change can have gone, in the order of the words.
var results = []table.Cell{
	{Text: change.Done.Label(), Tone: table.Good},
	{Text: change.Failed.Label(), Tone: table.Danger},
	{Text: Interrupted, Tone: table.Caution, Tip: "Tenantkeep ended before this change did."},
	{
		Text: change.Unknown.Label(), Tone: table.Caution,
		Tip: "It was sent, and Microsoft does not say whether it was done.",
	},
	{Text: change.Running.Label()},
}

// Activity is the model of Activity.
func Activity() []table.Column { return activity.columns() }

// ActivityRow is the row of a change, whose key is the change's id.
func ActivityRow(c *Change) table.Row { return table.Row{Key: c.ID, Cells: activity.cells(c)} }

var activity = model[Change]{
	{
		table.Column{ID: At, Title: "Time", Kind: table.Time, Width: 120},
		func(c *Change) table.Cell { return table.Cell{Time: c.At} },
	},
	{
		table.Column{ID: Who, Title: "Who", Width: 160, Breaks: true},
		func(c *Change) table.Cell { return table.Cell{Text: c.Who} },
	},
	{
		table.Column{ID: TenantName, Title: "Tenant Name", Width: 150, Breaks: true},
		changedTenantCell,
	},
	{
		table.Column{ID: ChangedUser, Title: "User", Width: 150, Breaks: true},
		func(c *Change) table.Cell { return table.Cell{Text: c.UserName, Link: true} },
	},
	{
		table.Column{ID: Username, Title: "Username", Width: 190, Breaks: true},
		func(c *Change) table.Cell { return table.Cell{Text: c.Username} },
	},
	{
		table.Column{ID: Action, Title: "Action", Kind: table.Choice, Width: 150, Breaks: true},
		func(c *Change) table.Cell { return table.Cell{Text: c.Title, Link: true} },
	},
	{
		table.Column{ID: What, Title: "What", Width: 240, Breaks: true},
		func(c *Change) table.Cell { return table.Cell{Text: c.What} },
	},
	{
		table.Column{ID: Result, Title: "Result", Kind: table.State, Width: 100, Choices: resultWords()},
		resultCell,
	},
	{
		table.Column{ID: RequestID, Title: "Request ID", Width: 270, Hidden: true},
		func(c *Change) table.Cell { return table.Cell{Text: c.RequestID} },
	},
}

// changedTenantCell has the domain beside a name that two tenants have, unless the tenant was called otherwise then.
func changedTenantCell(c *Change) table.Cell {
	if c.TenantName == c.Tenant.Name || c.TenantName == c.Tenant.FullName() {
		return tenantCell(&c.Tenant)
	}
	return table.Cell{Text: c.TenantName}
}

func resultWords() []string {
	words := make([]string, len(results))
	for i, result := range results {
		words[i] = result.Text
	}
	return words
}

// resultCell is a result as a pill.
func resultCell(c *Change) table.Cell {
	for _, result := range results {
		if result.Text == c.Result {
			return result
		}
	}
	return table.Cell{Text: c.Result}
}
