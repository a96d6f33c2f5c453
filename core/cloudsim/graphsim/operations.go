package graphsim

import (
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/tenantkeep/tenantkeep/core/cloudsim/directory"
)

// writebackTime is how long a new password takes to the Active Directory on premises.
const writebackTime = 2 * time.Second

// operation is what Graph does in the background for a user.
type operation struct {
	id, user string
	begun    time.Time
}

// operations are those that were begun since the start.
type operations struct {
	mu  sync.Mutex
	all map[string]operation
}

func (o *operations) begin(user string, now time.Time) operation {
	o.mu.Lock()
	defer o.mu.Unlock()
	begun := operation{id: uuid.NewString(), user: user, begun: now.UTC().Truncate(time.Second)}
	if o.all == nil {
		o.all = make(map[string]operation)
	}
	o.all[begun.id] = begun
	return begun
}

func (o *operations) find(id, user string) (operation, bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	found, ok := o.all[strings.ToLower(id)]
	return found, ok && strings.EqualFold(found.user, user)
}

// begin starts an operation for a user, and gives its address, which holds what a client must hand back as it is.
func (c *call) begin(u *directory.User) string {
	begun := c.server.operations.begin(u.ID, c.server.options.Now())
	return c.server.options.Base + "/" + c.version + "/users/" + u.ID + "/authentication/operations/" + begun.id + "?aadgdc=SIM01P&aadgsu=ssprprod-a"
}

func (c *call) operation() (answer, *failure) {
	u, f := c.user(c.values[0])
	if f != nil {
		return answer{}, f
	}
	found, ok := c.server.operations.find(c.values[1], u.ID)
	if !ok {
		return answer{}, notFound(c.values[1])
	}
	status, ended := "running", found.begun
	if now := c.server.options.Now(); !now.Before(found.begun.Add(writebackTime)) {
		status, ended = "succeeded", found.begun.Add(writebackTime)
	}
	o := openObject(nil).string("@odata.context", c.context("users('"+u.ID+"')/authentication/operations/$entity")).
		string("id", found.id).time("createdDateTime", found.begun).time("lastActionDateTime", ended).
		string("status", status).text("statusDetail", "").text("resourceLocation", "")
	return answer{status: http.StatusOK, body: o.close()}, nil
}
