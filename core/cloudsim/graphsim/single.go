package graphsim

import (
	"slices"
	"strings"
)

// single answers with one object.
func single[T any](c *call, r *resource[T], v *T) (answer, *failure) {
	return singleAs(c, r, "", v, nil)
}

// singleAs is single with the type of the object, and navigation properties for $expand.
func singleAs[T any](c *call, r *resource[T], odataType string, v *T, expand func(expansion) (expanded[T], *failure)) (answer, *failure) {
	shown, f := r.choose(c.query.selected, false)
	if f != nil {
		return answer{}, f
	}
	body := append([]byte(nil), `{"@odata.context":`...)
	body = appendString(body, c.context(r.set+"/$entity"))
	shown.odataType = odataType
	object := shown.write(nil, v)
	body = append(append(body, ','), object[1:]...)
	for _, one := range c.query.expand {
		if expand == nil {
			return answer{}, badRequest("Parsing OData Select and Expand failed: Could not find a property named '%s' on type 'microsoft.graph.%s'.", one.name, r.name)
		}
		extra, f := expand(one)
		if f != nil {
			return answer{}, f
		}
		body = append(append(append(body, `,"`...), extra.name...), `":`...)
		body = extra.write(body, v)
	}
	return answer{status: 200, body: append(body, '}')}, nil
}

// created is the answer of a POST that made v.
func created[T any](c *call, r *resource[T], v *T) (answer, *failure) {
	reply, f := single(c, r, v)
	reply.status = 201
	return reply, f
}

// contains says that a list holds a text, in any letter case.
func contains(all []string, wanted string) bool {
	return slices.ContainsFunc(all, func(one string) bool { return strings.EqualFold(one, wanted) })
}
