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

// timeInto reads a stored time.
type timeInto struct{ time *time.Time }

// Scan takes the time, or NULL for the zero time.
func (t timeInto) Scan(stored any) error {
	micros, known := stored.(int64)
	*t.time = timeOf(sql.NullInt64{Int64: micros, Valid: known})
	return nil
}

// textInto reads a stored text.
type textInto struct{ text *string }

// Scan takes the text, or NULL for the empty one.
func (t textInto) Scan(stored any) error {
	*t.text, _ = stored.(string)
	return nil
}

// aliasesInto reads the aliases of a user.
type aliasesInto struct{ aliases *[]string }

// Scan takes the aliases in one text, or NULL for none.
func (a aliasesInto) Scan(stored any) error {
	text, _ := stored.(string)
	*a.aliases = aliasesOf(text)
	return nil
}

// numberInto reads a stored number.
type numberInto func(number int64)

// Scan takes the number, or NULL for zero.
func (n numberInto) Scan(stored any) error {
	number, _ := stored.(int64)
	n(number)
	return nil
}

// orNull is a text as it is stored; nil for nothing.
func orNull(text string) any {
	if text == "" {
		return nil
	}
	return text
}

// folded is table.Fold as it is stored; nil for nothing.
func folded(text string) any {
	return orNull(table.Fold(text))
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

func lacksJSON(lacks []m365.Lack) (any, error) {
	if len(lacks) == 0 {
		return nil, nil
	}
	body, err := json.Marshal(lacks)
	return string(body), err
}

func lacksOf(stored sql.NullString) (lacks []m365.Lack, err error) {
	if !stored.Valid {
		return nil, nil
	}
	err = json.Unmarshal([]byte(stored.String), &lacks)
	return lacks, err
}
