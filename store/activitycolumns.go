package store

import (
	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/table"
)

// The ids of the columns of Activity. It also has ColumnTenantName and ColumnUsername, and takes ColumnTenantID in filters.
const (
	ColumnAt        = "at"
	ColumnWho       = "who"
	ColumnUserName  = "user_name"
	ColumnAction    = "action"
	ColumnWhat      = "what"
	ColumnResult    = "result"
	ColumnRequestID = "request_id"
)

// activityColumns is the model of Activity. The order of cells in scanActivityRow is this one.
func activityColumns() []table.Column {
	return []table.Column{
		{ID: ColumnAt, Title: "Time", Kind: table.Time, Width: 120},
		{ID: ColumnWho, Title: "Who", Width: 160},
		{ID: ColumnTenantName, Title: "Tenant Name", Width: 150},
		{ID: ColumnUserName, Title: "User", Width: 150},
		{ID: ColumnUsername, Title: "Username", Width: 190},
		{ID: ColumnAction, Title: "Action", Kind: table.Choice, Width: 150},
		{ID: ColumnWhat, Title: "What", Width: 240},
		{
			ID: ColumnResult, Title: "Result", Kind: table.State, Width: 100,
			Choices: []string{done, failed, interrupted, notCertain, running},
		},
		{ID: ColumnRequestID, Title: "Request ID", Width: 270, Hidden: true},
	}
}

// The results of a change as Activity shows them. Interrupted: the program ended before the change did.
const (
	done        = "Done"
	failed      = "Failed"
	interrupted = "Interrupted"
	notCertain  = "Not certain"
	running     = "Running"
)

// Numbers for the results, in the order of the words, so that sorting by number is sorting by word.
const (
	resultDone, resultFailed, resultInterrupted, resultNotCertain, resultRunning = 1, 2, 3, 4, 5
)

// results tells what the journal keeps of a state that a change can begin or end in.
var results = map[change.State]int64{
	change.Done: resultDone, change.Failed: resultFailed, change.Unknown: resultNotCertain, change.Running: resultRunning,
}

var resultNumbers = map[string]int64{
	done: resultDone, failed: resultFailed, interrupted: resultInterrupted, notCertain: resultNotCertain, running: resultRunning,
}

// activityStored is how the columns lie in journal j.
var activityStored = map[string]stored{
	ColumnAt:         {value: "j.at", order: "j.at"},
	ColumnWho:        folding("j.who"),
	ColumnTenantName: folding("j.tenant_name"),
	ColumnTenantID:   {value: "j.tenant"},
	ColumnUserName:   folding("j.user_name"),
	ColumnUsername:   folding("j.username"),
	ColumnAction:     folding("j.title"),
	ColumnWhat:       folding("j.what"),
	ColumnResult:     {value: "j.state", order: "j.state", numbers: resultNumbers},
	ColumnRequestID:  folding("j.request_id"),
}

// folding is a text that has its folded form beside it.
func folding(value string) stored {
	return stored{value: value, order: value + "_fold", fold: value + "_fold"}
}

// resultCell is a result as a pill.
func resultCell(number int64) table.Cell {
	switch number {
	case resultDone:
		return table.Cell{Text: done, Tone: table.Good}
	case resultFailed:
		return table.Cell{Text: failed, Tone: table.Danger}
	case resultInterrupted:
		return table.Cell{Text: interrupted, Tone: table.Caution, Tip: "Tenantkeep ended before this change did."}
	case resultRunning:
		return table.Cell{Text: running}
	}
	return table.Cell{Text: notCertain, Tone: table.Caution, Tip: "It was sent, and Microsoft does not say whether it was done."}
}
