package product

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"

	"github.com/tenantkeep/tenantkeep/assets"
)

// List is a list of names that Microsoft published.
type List struct{ products, plans catalogue }

// The columns of the file that Microsoft publishes, with a row for every service plan of every product.
// https://learn.microsoft.com/entra/identity/users/licensing-service-plan-reference
const (
	columnProduct = iota
	columnPart
	columnID
	columnPlanPart
	columnPlanID
	columnPlan
)

var titles = []string{
	"Product_Display_Name", "String_Id", "GUID", "Service_Plan_Name", "Service_Plan_Id", "Service_Plans_Included_Friendly_Names",
}

const (
	// leastShare of the products that are built in must be in a list that takes their place.
	leastShare = 0.8
	// mostBad is the share of rows that may be unusable.
	mostBad = 0.02
)

// Read takes the file that Microsoft publishes. What is not that file, or not the whole of it, is an error.
func Read(file []byte) (*List, error) {
	rows, err := rowsOf(file)
	if err != nil {
		return nil, err
	}
	products, plans, bad := builtIn(assets.Products()), builtIn(assets.Plans()), 0
	for _, row := range rows {
		if !usable(row) {
			bad++
			continue
		}
		products.take(named{row[columnProduct], row[columnPart], row[columnID]})
		plans.take(named{row[columnPlan], row[columnPlanPart], row[columnPlanID]})
	}
	switch {
	case float64(bad) > mostBad*float64(len(rows)):
		return nil, fmt.Errorf("too many of its rows cannot be used: %d of %d", bad, len(rows))
	case float64(products.again) < leastShare*float64(len(products.own)):
		return nil, fmt.Errorf("only %d of the %d products that were known are in it", products.again, len(products.own))
	}
	return &List{catalogueOf(products.names()), catalogueOf(plans.names())}, nil
}

// rowsOf reads the table and checks its titles.
func rowsOf(file []byte) ([][]string, error) {
	file = bytes.TrimPrefix(file, []byte("\xEF\xBB\xBF"))
	if !utf8.Valid(file) {
		file = fromLatin1(file)
	}
	reader := csv.NewReader(bytes.NewReader(file))
	reader.FieldsPerRecord = -1
	reader.LazyQuotes = true
	rows, err := reader.ReadAll()
	if err != nil {
		return nil, fmt.Errorf("read it as CSV: %w", err)
	}
	if len(rows) == 0 || !slices.EqualFunc(rows[0], titles, func(a, b string) bool { return strings.EqualFold(strings.TrimSpace(a), b) }) {
		return nil, errors.New("its columns are not those of the list of product names")
	}
	return rows[1:], nil
}

// fromLatin1 makes letters of bytes that are no UTF-8, as the file had some.
func fromLatin1(file []byte) []byte {
	letters := make([]rune, len(file))
	for i, b := range file {
		letters[i] = rune(b)
	}
	return []byte(string(letters))
}

func usable(row []string) bool {
	if len(row) != len(titles) {
		return false
	}
	for i := range row {
		row[i] = strings.TrimSpace(row[i])
	}
	_, product := uuid.Parse(row[columnID])
	_, plan := uuid.Parse(row[columnPlanID])
	return product == nil && plan == nil && row[columnProduct] != "" && row[columnPlan] != ""
}

// layer is a table over which another is laid.
type layer struct {
	all map[string]named
	own map[string]bool
	// again is how many of its own the other table has too.
	again int
}

func builtIn(table string) *layer {
	l := &layer{all: make(map[string]named), own: make(map[string]bool)}
	for _, one := range namesIn(table) {
		l.all[strings.ToLower(one.id)], l.own[strings.ToLower(one.id)] = one, true
	}
	return l
}

// take lays a name over the one that was there, but not one in capitals over one that is written as a name.
func (l *layer) take(next named) {
	id := strings.ToLower(next.id)
	was, known := l.all[id]
	if l.own[id] {
		l.own[id] = false
		l.again++
	}
	if !known || next.name != strings.ToUpper(next.name) {
		l.all[id] = next
		return
	}
	l.all[id] = named{was.name, next.part, next.id}
}

func (l *layer) names() []named {
	all := make([]named, 0, len(l.all))
	for _, one := range l.all {
		all = append(all, one)
	}
	return all
}
