package graphsim

import (
	"slices"
	"strings"
)

// property is a property of a resource: how it is written, and what a query may do with it.
type property[T any] struct {
	name string
	// key is the name as it is written, made when the resource is sealed.
	key []byte
	// write appends its JSON.
	write func(b []byte, v *T) []byte
	// value is what filters, orders and searches see; nil where they cannot see it.
	value func(v *T) value
	kind  valueKind
	// filter holds a letter each for eq (with in), startswith, ge and le, and eq null: d works by default, a in advanced
	// queries only, - never. ne, not and endswith are always advanced. See Microsoft's tables in
	// learn.microsoft.com/graph/aad-advanced-queries.
	filter string
	// endsWith properties know endswith.
	endsWith bool
	// order is d or a for $orderby.
	order byte
	// tokens: $search looks for words in it.
	tokens bool
	// items are the elements of a collection, for any() and $count.
	items func(v *T) []item
	// itemFilter says what any() may do with a field of an element ("" for the element itself), as filter does.
	itemFilter map[string]string
	// byDefault properties are there without $select.
	byDefault bool
	// alone properties cannot be filtered together with others.
	alone bool
}

// item is an element of a collection, seen by field; "" is the element itself.
type item func(field string) value

// resource is a type of Graph: its name and its properties.
type resource[T any] struct {
	// name is what it is called in messages, set is the name of its collection in @odata.context.
	name, set  string
	properties []property[T]
	byName     map[string]*property[T]
	// directory objects know advanced queries.
	directory bool
	// ignored are properties that Graph knows and nothing is kept of: they are null.
	ignored []string
	// mixed makes the writer of a collection whose objects have types of their own; it takes the place of properties.
	mixed func(selected []string) func(b []byte, v *T) []byte
	// refused are properties that only a request for a single object may ask for.
	refused []string
}

// seal indexes the properties.
func (r resource[T]) seal() *resource[T] {
	r.byName = make(map[string]*property[T], len(r.properties)+len(r.ignored))
	for _, name := range r.ignored {
		r.properties = append(r.properties, property[T]{name: name, write: func(b []byte, _ *T) []byte { return append(b, "null"...) }})
	}
	for i := range r.properties {
		p := &r.properties[i]
		r.byName[strings.ToLower(p.name)] = p
		p.key = []byte(`"` + p.name + `":`)
	}
	return &r
}

func (r *resource[T]) property(name string) (*property[T], bool) {
	p, ok := r.byName[strings.ToLower(name)]
	return p, ok
}

// selection is what an answer shows of a resource.
type selection[T any] struct {
	properties []*property[T]
	// whole writes an object of a mixed collection.
	whole func(b []byte, v *T) []byte
	// odataType is written first, for collections of mixed types.
	odataType string
}

// choose picks the properties of a $select, or the default ones. The id always comes along.
func (r *resource[T]) choose(names []string, collection bool) (selection[T], *failure) {
	var s selection[T]
	if r.mixed != nil {
		s.whole = r.mixed(names)
		return s, nil
	}
	if len(names) == 0 || slices.Contains(names, "*") {
		for i := range r.properties {
			if r.properties[i].byDefault {
				s.properties = append(s.properties, &r.properties[i])
			}
		}
		return s, nil
	}
	if id, ok := r.property("id"); ok {
		s.properties = append(s.properties, id)
	}
	for _, name := range names {
		if collection && slices.Contains(r.refused, name) {
			return s, fail(501, "NotImplemented", "The property '%s' cannot be requested for a collection.", name)
		}
		if slices.Contains(r.refused, name) {
			continue
		}
		first, _, _ := strings.Cut(name, "/")
		p, ok := r.property(first)
		if !ok {
			return s, badRequest("Parsing OData Select and Expand failed: Could not find a property named '%s' on type 'microsoft.graph.%s'.", name, r.name)
		}
		if !slices.Contains(s.properties, p) {
			s.properties = append(s.properties, p)
		}
	}
	return s, nil
}

// has says that a property is chosen.
func (s *selection[T]) has(name string) bool {
	return slices.ContainsFunc(s.properties, func(p *property[T]) bool { return p.name == name })
}

// write appends an object with the chosen properties, without the closing brace, so that more can follow.
func (s *selection[T]) write(b []byte, v *T) []byte {
	if s.whole != nil {
		return s.whole(b, v)
	}
	b = append(b, '{')
	if s.odataType != "" {
		b = append(b, `"@odata.type":"`...)
		b = append(b, s.odataType...)
		b = append(b, '"')
	}
	for i, p := range s.properties {
		if i > 0 || s.odataType != "" {
			b = append(b, ',')
		}
		b = append(b, p.key...)
		b = p.write(b, v)
	}
	return b
}
