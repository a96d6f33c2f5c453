package change

import (
	"slices"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

// Requests are what is sent, in order. Fields of the user go in one request: Microsoft changes all of them or none.
func (p Plan) Requests() []call.Request {
	var sent []call.Request
	for _, together := range requests(p.Steps) {
		steps := make([]Step, len(together))
		for n, i := range together {
			steps[n] = p.Steps[i]
		}
		sent = append(sent, requestOf(steps))
	}
	return sent
}

// requests are the places of steps, those beside each other that go in one request.
func requests(steps []Step) [][]int {
	var all [][]int
	for i, step := range steps {
		if i > 0 && step.Write.Kind == SetField && steps[i-1].Write.Kind == SetField {
			all[len(all)-1] = append(all[len(all)-1], i)
			continue
		}
		all = append(all, []int{i})
	}
	return all
}

// requestOf is the request of steps that go in one.
func requestOf(steps []Step) call.Request {
	if len(steps) == 1 {
		return steps[0].Request
	}
	parts := make([]call.Request, len(steps))
	for i, step := range steps {
		parts[i] = step.Request
	}
	return call.Together(parts...)
}

// WithoutSecret is the plan without a password, and without the requests that hold it: what is left once it was carried out.
func (p Plan) WithoutSecret() Plan {
	p.secret = m365.Secret{}
	p.Steps = slices.Clone(p.Steps)
	for i := range p.Steps {
		p.Steps[i].Request = call.Request{}
	}
	return p
}
