package signin

import (
	_ "embed"
	"html/template"
	"net/http"

	"github.com/tenantkeep/tenantkeep/core/refusal"
)

// ending is what the page says that the browser ends on.
type ending struct {
	// Failed draws it in the colour of what went wrong.
	Failed     bool
	Title      string
	What, Next string
}

//go:embed page.html
var pageText string

var page = template.Must(template.New("page").Parse(pageText))

// nothingCame is for who opens the address without Microsoft's answer.
var nothingCame = ending{
	Failed: true, Title: "There is nothing here yet",
	What: "Microsoft's answer to the sign-in did not come with this page.",
	Next: "If Microsoft showed a reason, go back in the browser to read it. Then go back to Tenantkeep.",
}

func signedInAs(username string) ending {
	return ending{
		Title: "You are signed in", What: "Tenantkeep goes on as " + username + ".",
		Next: "Go back to Tenantkeep. You can close this page; where Microsoft has to be asked for more, another one opens by itself.",
	}
}

func notSignedIn(err error, tenantName string) ending {
	why := refusal.Explain(err, tenantName)
	return ending{Failed: true, Title: "You are not signed in", What: why.What, Next: "Go back to Tenantkeep, which says what to do. You can close this page."}
}

// showPage brings everything along: the page loads nothing.
func showPage(w http.ResponseWriter, status int, how ending) {
	head := w.Header()
	head.Set("Content-Type", "text/html; charset=utf-8")
	head.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
	head.Set("Cache-Control", "no-store")
	head.Set("Referrer-Policy", "no-referrer")
	head.Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(status)
	_ = page.Execute(w, how) // a browser that went away needs no page
}
