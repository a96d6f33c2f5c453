package fault

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
)

// Control returns the HTTP form of the rules, for tests in another process:
//
//	GET    /rules       all rules with their hits
//	POST   /rules       adds a rule, answers {"id": 1}
//	DELETE /rules       ends all
//	DELETE /rules/{id}  ends one
func (r *Rules) Control() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /rules", func(w http.ResponseWriter, _ *http.Request) {
		reply(w, http.StatusOK, r.List())
	})
	mux.HandleFunc("POST /rules", r.controlAdd)
	mux.HandleFunc("DELETE /rules", func(w http.ResponseWriter, _ *http.Request) {
		r.Clear()
		w.WriteHeader(http.StatusNoContent)
	})
	mux.HandleFunc("DELETE /rules/{id}", r.controlRemove)
	return mux
}

func (r *Rules) controlAdd(w http.ResponseWriter, req *http.Request) {
	var rule Rule
	if err := json.NewDecoder(http.MaxBytesReader(w, req.Body, 1<<16)).Decode(&rule); err != nil {
		complain(w, http.StatusBadRequest, err)
		return
	}
	id, err := r.Add(rule)
	if err != nil {
		complain(w, http.StatusBadRequest, err)
		return
	}
	reply(w, http.StatusCreated, map[string]int{"id": id})
}

func (r *Rules) controlRemove(w http.ResponseWriter, req *http.Request) {
	id, err := strconv.Atoi(req.PathValue("id"))
	if err != nil || !r.Remove(id) {
		complain(w, http.StatusNotFound, fmt.Errorf("there is no rule %q", req.PathValue("id")))
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

func complain(w http.ResponseWriter, status int, err error) {
	reply(w, status, map[string]string{"error": err.Error()})
}

func reply(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	// A client that went away needs no answer.
	_ = json.NewEncoder(w).Encode(body)
}
