package userfile

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/country"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/newuser"
	"github.com/tenantkeep/tenantkeep/core/table"
)

// Facts are what a tenant has that the lines of a file are held against.
type Facts struct {
	Organization m365.Organization
	SKUs         []m365.SKU
	Pattern      newuser.Pattern
}

// Complete fills in what follows from the names, and notes at each line what is wrong with it by itself and beside the others.
func Complete(lines []Line, facts Facts) {
	left := make(map[string]int)
	for _, sku := range facts.SKUs {
		left[sku.ID] = sku.Left()
	}
	for i := range lines {
		line := &lines[i]
		line.propose(facts)
		line.checkFields()
		line.checkDomain(facts.Organization)
		line.checkLicenses(facts, left)
	}
	noteTwins(lines)
}

func (l *Line) fault(format string, values ...any) {
	l.Faults = append(l.Faults, fmt.Sprintf(format, values...))
}

func (l *Line) propose(facts Facts) {
	first, last := l.Fields["givenName"], l.Fields["surname"]
	offer := func(name, value string) {
		if l.Fields[name] == "" && value != "" {
			l.Fields[name] = value
		}
	}
	offer("displayName", newuser.Display(facts.Pattern.Display, first, last))
	offer(change.Username, newuser.Username(facts.Pattern.Username, first, last))
	username := l.Fields[change.Username]
	local, _, whole := strings.Cut(username, "@")
	if username != "" && !whole {
		l.Fields[change.Username] = username + "@" + facts.Organization.DefaultDomain
	}
	offer("mailNickname", local)
	if place := l.Fields[change.UsageLocation]; place != "" {
		l.Fields[change.UsageLocation] = codeOf(place)
	}
}

// checkFields holds each field against what Microsoft takes.
func (l *Line) checkFields() {
	for _, field := range change.NewFields() {
		value := l.Fields[field.Graph]
		wrong := field.Wrong(value)
		if field.Graph == change.UsageLocation && value != "" && country.Name(value) == "" {
			wrong = "“" + value + "” is no country. Write its English name, or its two letters, as GB."
		}
		if wrong != "" {
			l.fault("%s: %s", field.Label, wrong)
		}
	}
}

func (l *Line) checkDomain(organization m365.Organization) {
	username := l.Fields[change.Username]
	domain := m365.DomainOf(username)
	switch {
	case domain == "" || len(organization.Domains) == 0:
	case !slices.ContainsFunc(organization.Domains, func(one string) bool { return strings.EqualFold(one, domain) }):
		l.fault("%s is no verified domain of the tenant.", domain)
	case organization.FederatedDomain(username) != "":
		l.fault("%s is federated: its users come from another identity provider.", domain)
	}
}

// checkLicenses names products that the tenant has not, or not for as many as the file asks for.
func (l *Line) checkLicenses(facts Facts, left map[string]int) {
	if len(l.Licenses) > 0 && l.Fields[change.UsageLocation] == "" {
		l.fault("Usage Location: Microsoft assigns no license without it.")
	}
	for _, name := range l.Licenses {
		sku := facts.product(name)
		switch {
		case sku == nil:
			l.fault("The tenant has no product %s.", name)
		case left[sku.ID] == 0:
			l.fault("No unit of %s is left for this line.", sku.Name)
		default:
			left[sku.ID]--
		}
	}
}

// product is the one of a name or a part number; nil where the tenant has none.
func (f Facts) product(name string) *m365.SKU {
	for i, sku := range f.SKUs {
		if table.Fold(sku.Name) == table.Fold(name) || strings.EqualFold(sku.PartNumber, name) || strings.EqualFold(sku.ID, name) {
			return &f.SKUs[i]
		}
	}
	return nil
}

// noteTwins says of lines with one username that they are twice.
func noteTwins(lines []Line) {
	first := make(map[string]int)
	for i := range lines {
		username := strings.ToLower(lines[i].Fields[change.Username])
		if username == "" {
			continue
		}
		if at, twice := first[username]; twice {
			lines[i].fault("Line %d has the username %s too.", lines[at].Number, username)
			continue
		}
		first[username] = i
	}
}

// Writes are what is asked for to create the user of a line. manager and groups are those that its names lead to.
func (l Line) Writes(facts Facts, manager *m365.Person, groups []m365.Group) []change.Write {
	writes := []change.Write{change.Make(l.Fields)}
	if manager != nil {
		writes = append(writes, change.Write{
			Kind: change.SetManager, Subject: change.ManagerField, After: manager.DisplayName, Detail: map[string]string{change.DetailTo: manager.Key.ID},
		})
	}
	for _, name := range l.Licenses {
		if sku := facts.product(name); sku != nil {
			writes = append(writes, change.Write{Kind: change.AddLicense, Subject: sku.ID, Name: sku.Name})
		}
	}
	for _, group := range groups {
		writes = append(writes, change.Write{Kind: change.AddGroup, Subject: group.ID, Name: group.Name})
	}
	return writes
}

// codeOf is the two letters of a country that is named; what is no country stays as it is.
func codeOf(place string) string {
	if country.Name(place) != "" {
		return strings.ToUpper(place)
	}
	if code, known := codes()[table.Fold(place)]; known {
		return code
	}
	return place
}

// codes are those of the countries by their folded names.
var codes = sync.OnceValue(func() map[string]string {
	found := make(map[string]string)
	for first := 'A'; first <= 'Z'; first++ {
		for second := 'A'; second <= 'Z'; second++ {
			code := string([]rune{first, second})
			if name := country.Name(code); name != "" {
				found[table.Fold(name)] = code
			}
		}
	}
	return found
})
