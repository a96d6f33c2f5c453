package store

import (
	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/columns"
)

// Numbers for the results, in the order of the words, so that sorting by number is sorting by word.
const (
	resultDone, resultFailed, resultInterrupted, resultNotCertain, resultRunning = 1, 2, 3, 4, 5
)

// results tells what the journal keeps of a state that a change can begin or end in.
var results = map[change.State]int64{
	change.Done: resultDone, change.Failed: resultFailed, change.Unknown: resultNotCertain, change.Running: resultRunning,
}

// resultNumbers tells what the journal keeps of a result as Activity shows it.
var resultNumbers = func() map[string]int64 {
	numbers := map[string]int64{columns.Interrupted: resultInterrupted}
	for state, number := range results {
		numbers[state.Label()] = number
	}
	return numbers
}()

// resultOf is a result as Activity shows it.
func resultOf(number int64) string {
	if number == resultInterrupted {
		return columns.Interrupted
	}
	return stateOf(number).Label()
}

// activityStored is how the columns lie in journal j.
var activityStored = map[string]stored{
	columns.At:          {value: "j.at", order: "j.at"},
	columns.Who:         folding("j.who"),
	columns.TenantName:  folding("j.tenant_name"),
	columns.TenantID:    {value: "j.tenant"},
	columns.ChangedUser: folding("j.user_name"),
	columns.Username:    folding("j.username"),
	columns.Action:      folding("j.title"),
	columns.What:        folding("j.what"),
	columns.Result:      {value: "j.state", order: "j.state", numbers: resultNumbers},
	columns.RequestID:   folding("j.request_id"),
}

// folding is a text that has its folded form beside it.
func folding(value string) stored {
	return stored{value: value, order: value + "_fold", fold: value + "_fold"}
}
