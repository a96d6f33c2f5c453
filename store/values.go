package store

import (
	"database/sql"
	"encoding/json"
	"time"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/table"
)

// micros is a time as it is stored, to the microsecond; nil for the zero time.
func micros(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UnixMicro()
}

// microsFrom is the first stored time that does not lie before t.
func microsFrom(t time.Time) int64 { return t.Add(time.Microsecond - 1).UnixMicro() }

func timeOf(stored sql.NullInt64) time.Time {
	if !stored.Valid {
		return time.Time{}
	}
	return time.UnixMicro(stored.Int64).UTC()
}

// folded is table.Fold as it is stored; nil for nothing.
func folded(text string) any {
	if fold := table.Fold(text); fold != "" {
		return fold
	}
	return nil
}

func failureJSON(failure *m365.Failure) (any, error) {
	if failure == nil {
		return nil, nil
	}
	body, err := json.Marshal(failure)
	return string(body), err
}

func failureOf(stored sql.NullString) (*m365.Failure, error) {
	if !stored.Valid {
		return nil, nil
	}
	failure := new(m365.Failure)
	return failure, json.Unmarshal([]byte(stored.String), failure)
}
