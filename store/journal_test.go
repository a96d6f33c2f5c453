package store_test

import (
	"database/sql"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/columns"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/store"
)

var _ change.Journal = store.Journal{}

// entry is a change of Adele's group as it is when it begins.
func entry(id string) change.Entry {
	return change.Entry{
		ID: id, At: noon, Who: "j.tan@msp.example", Action: change.ManageGroups, Title: "Manage groups", State: change.Running,
		Target: change.Target{Key: userKey(1, 1), Name: "Adele", Username: "adele@contoso.com", Tenant: "Contoso"},
		Steps: []change.EntryStep{
			{Write: change.Write{Kind: change.AddGroup, Subject: "g1", Name: "Finance"}, Text: "Add to group Finance", State: change.Waiting},
			{
				Write: change.Write{
					Kind: change.SetField, Subject: "usageLocation", Detail: map[string]string{"kind": "x"}, Before: "AT", After: "DE",
				},
				Text: "Set usage location to Germany", State: change.Waiting,
			},
		},
	}
}

// ended is how the change of entry ended.
func ended(e change.Entry, state change.State, at time.Time) change.Entry {
	e.State, e.Ended = state, at
	e.Steps = append([]change.EntryStep{}, e.Steps...)
	e.Steps[0].State, e.Steps[0].RequestID, e.Steps[0].Note = change.Done, "request-1", "Read back"
	e.Steps[1].State, e.Steps[1].RequestID = state, "request-2"
	if state != change.Done {
		e.Steps[1].Failure = &m365.Failure{What: "Contoso refused.", Do: "Ask.", Code: "Denied", RequestID: "request-2", At: at, Technical: "403"}
	}
	return e
}

func begin(t *testing.T, s *store.Store, e change.Entry) {
	t.Helper()
	require.NoError(t, s.Journal().Begin(t.Context(), e))
}

func end(t *testing.T, s *store.Store, e change.Entry) {
	t.Helper()
	require.NoError(t, s.Journal().End(t.Context(), e))
}

func recorded(t *testing.T, s *store.Store, id string) change.Entry {
	t.Helper()
	e, err := s.Journal().Entry(t.Context(), id)
	require.NoError(t, err)
	return e
}

// activity is what the list shows of changes in some columns, the newest first.
func activity(t *testing.T, s *store.Store, columns ...string) (shown []string) {
	t.Helper()
	source := s.ActivitySource()
	page, err := source.Query(t.Context(), table.Query{Limit: 100})
	require.NoError(t, err)
	for _, row := range page.Rows {
		text := row.Key
		for _, column := range columns {
			text += " " + row.Cells[table.Index(source.Columns(), column)].Text
		}
		shown = append(shown, text)
	}
	return shown
}

func TestAChangeIsKeptAsItBeganAndAsItEnded(t *testing.T) {
	s := open(t)
	e := entry("1")
	begin(t, s, e)
	require.Equal(t, e, recorded(t, s, "1"))
	require.Equal(t, []string{"1 Running "}, activity(t, s, columns.Result, columns.RequestID))

	failed := ended(e, change.Failed, noon.Add(time.Second))
	end(t, s, failed)
	require.Equal(t, failed, recorded(t, s, "1"))
	require.Equal(t, []string{"1 Failed request-1, request-2"}, activity(t, s, columns.Result, columns.RequestID))

	retried := ended(e, change.Done, noon.Add(time.Minute))
	end(t, s, retried)
	require.Equal(t, retried, recorded(t, s, "1"), "a change that is retried ends again")
	require.Equal(t, []string{"1 Done"}, activity(t, s, columns.Result))
}

func TestAChangeThatIsCarriedOutOnceMoreIsRecordedBefore(t *testing.T) {
	dir := t.TempDir()
	s, err := store.Open(t.Context(), dir, store.Options{Now: func() time.Time { return noon.Add(time.Minute) }})
	require.NoError(t, err)
	e := entry("1")
	require.ErrorIs(t, s.Journal().Again(t.Context(), e), store.ErrNotFound)
	begin(t, s, e)
	failed := ended(e, change.Failed, noon.Add(time.Second))
	end(t, s, failed)
	require.NoError(t, s.Journal().Again(t.Context(), failed))
	want := failed
	want.State, want.Ended = change.Running, time.Time{}
	require.Equal(t, want, recorded(t, s, "1"))
	require.Equal(t, []string{"1 Running"}, activity(t, s, columns.Result))
	require.NoError(t, s.Close())

	s = openIn(t, dir)
	require.Equal(t, want, recorded(t, s, "1"), "killed in the middle, nobody knows the end")
	require.Equal(t, []string{"1 Interrupted"}, activity(t, s, columns.Result))
}

func TestWhatTheJournalRecordsIsOnTheDiskBeforeItReturns(t *testing.T) {
	dir := t.TempDir()
	s := openIn(t, dir)
	db, err := sql.Open("sqlite3", filepath.Join(dir, store.FileName))
	require.NoError(t, err)
	defer func() { require.NoError(t, db.Close()) }()
	for _, statement := range []string{
		"CREATE TABLE probe (what TEXT, synchronous INTEGER)",
		"CREATE TRIGGER probe_journal AFTER INSERT ON journal_steps BEGIN INSERT INTO probe SELECT 'journal', synchronous FROM pragma_synchronous; END",
		"CREATE TRIGGER probe_settings AFTER INSERT ON settings BEGIN INSERT INTO probe SELECT 'settings', synchronous FROM pragma_synchronous; END",
	} {
		_, err := db.Exec(statement)
		require.NoError(t, err)
	}
	require.NoError(t, s.SetSetting(t.Context(), "theme", "dark"))
	begin(t, s, entry("1"))
	end(t, s, ended(entry("1"), change.Failed, noon))
	require.NoError(t, s.Journal().Again(t.Context(), entry("1")))
	require.NoError(t, s.SetSetting(t.Context(), "theme", "light"))
	rows, err := db.Query("SELECT what || ' ' || synchronous FROM probe")
	require.NoError(t, err)
	var probed []string
	for rows.Next() {
		var one string
		require.NoError(t, rows.Scan(&one))
		probed = append(probed, one)
	}
	require.NoError(t, rows.Err())
	require.NoError(t, rows.Close())
	require.Equal(t, []string{"settings 1", "journal 2", "journal 2", "journal 2", "settings 1"}, probed, "1 is NORMAL, 2 is FULL")
}

// oldSteps are steps as the first release that changed anything kept them.
const oldSteps = `[
	{"deed":{"kind":"add-role","subject":"r1","name":"User Administrator","detail":{"scope":"/","assignment":"a1"},"after":"User Administrator"},
		"text":"Add the role User Administrator","state":"done","note":"Microsoft shows it in a few minutes.","requestId":"request-1"},
	{"deed":{"kind":"make-pass","detail":{"passes":"m1"},"after":"1 hour"},
		"text":"Create a pass for 1 hour","state":"failed",
		"failure":{"What":"Contoso refused.","Do":"Ask.","Code":"Denied","RequestID":"request-2","At":"2026-03-14T12:00:00Z","Technical":"403"},
		"requestId":"request-2"}
]`

func TestAChangeOfAnOldVersionIsRead(t *testing.T) {
	dir := t.TempDir()
	s, err := store.Open(t.Context(), dir, store.Options{})
	require.NoError(t, err)
	e := entry("1")
	begin(t, s, e)
	require.NoError(t, s.Close())
	db, err := sql.Open("sqlite3", filepath.Join(dir, store.FileName))
	require.NoError(t, err)
	_, err = db.Exec("INSERT INTO journal_steps (change, at, state, steps) VALUES (1, ?, 5, ?)", noon.UnixMicro(), oldSteps)
	require.NoError(t, err)
	require.NoError(t, db.Close())

	require.Equal(t, []change.EntryStep{
		{
			Write: change.Write{
				Kind: change.AddRole, Subject: "r1", Name: "User Administrator", After: "User Administrator",
				Detail: map[string]string{change.DetailScope: "/", change.DetailAssignment: "a1"},
			},
			Text: "Add the role User Administrator", State: change.Done, Note: "Microsoft shows it in a few minutes.", RequestID: "request-1",
		},
		{
			Write: change.Write{Kind: change.MakeTAP, Detail: map[string]string{"passes": "m1"}, After: "1 hour"},
			Text:  "Create a pass for 1 hour", State: change.Failed, RequestID: "request-2",
			Failure: &m365.Failure{
				What: "Contoso refused.", Do: "Ask.", Code: "Denied", RequestID: "request-2", At: noon, Technical: "403",
			},
		},
	}, recorded(t, openIn(t, dir), "1").Steps)
}

func TestWhatTheJournalRefuses(t *testing.T) {
	s := open(t)
	begin(t, s, entry("1"))
	require.Error(t, s.Journal().Begin(t.Context(), entry("1")), "the same change twice")
	require.ErrorIs(t, s.Journal().End(t.Context(), ended(entry("2"), change.Done, noon)), store.ErrNotFound)
	for _, state := range []change.State{change.Running, change.Waiting, ""} {
		require.Error(t, s.Journal().End(t.Context(), ended(entry("1"), state, noon)), state)
	}
	_, err := s.Journal().Entry(t.Context(), "2")
	require.ErrorIs(t, err, store.ErrNotFound)
	require.Equal(t, entry("1"), recorded(t, s, "1"))
}

func TestTheIdOfANewUserIsRecordedOnceItIsKnown(t *testing.T) {
	s := open(t)
	e := entry("1")
	known := e.Target.Key.ID
	e.Target.Key.ID = ""
	begin(t, s, e)
	require.Empty(t, recorded(t, s, "1").Target.Key.ID)
	for _, id := range []string{known, "another"} {
		e.Target.Key.ID = id
		require.NoError(t, s.Journal().Again(t.Context(), e))
		require.Equal(t, known, recorded(t, s, "1").Target.Key.ID, "it is not rewritten")
	}
}

func TestTheJournalIsOnlyAddedTo(t *testing.T) {
	dir := t.TempDir()
	s, err := store.Open(t.Context(), dir, store.Options{})
	require.NoError(t, err)
	begin(t, s, entry("1"))
	end(t, s, ended(entry("1"), change.Done, noon))
	require.NoError(t, s.Close())
	requireGuarded(t, dir)
}

// requireGuarded holds the database of a journal with one change to refusing what is not adding.
func requireGuarded(t *testing.T, dir string) {
	t.Helper()
	db, err := sql.Open("sqlite3", filepath.Join(dir, store.FileName))
	require.NoError(t, err)
	defer func() { require.NoError(t, db.Close()) }()
	for _, statement := range []string{
		"DELETE FROM journal", "DELETE FROM journal_steps", "UPDATE journal SET who = 'somebody else'", "UPDATE journal SET at = 1",
		"UPDATE journal SET what = ''", "UPDATE journal SET run = 'x'", "UPDATE journal SET object = 'x'", "UPDATE journal_steps SET steps = '[]'", "UPDATE journal_steps SET state = 1",
		"REPLACE INTO journal_steps (num, change, at, state, steps) VALUES ((SELECT max(num) FROM journal_steps), 1, 1, 1, '[]')",
	} {
		_, err := db.Exec("PRAGMA recursive_triggers = ON; " + statement)
		require.ErrorContains(t, err, "only added to", statement)
	}
}

func TestAnErasedJournalIsInNoFileAndGuardedAgain(t *testing.T) {
	dir := t.TempDir()
	s, err := store.Open(t.Context(), dir, store.Options{})
	require.NoError(t, err)
	e := entry("1")
	e.Target.Name, e.Steps[0].Write.Name = "Unmistakable User", "Unmistakable Group"
	begin(t, s, e)
	require.NoError(t, s.EraseJournal(t.Context()))
	require.Empty(t, activity(t, s))
	_, err = s.Journal().Entry(t.Context(), "1")
	require.ErrorIs(t, err, store.ErrNotFound)
	requireNowhere(t, dir, "unmistakable")
	begin(t, s, entry("1"))
	require.NoError(t, s.Close())
	requireGuarded(t, dir)
}

func TestAChangeWithoutAnEndIsInterruptedOnceTheProgramRestarted(t *testing.T) {
	dir := t.TempDir()
	s, err := store.Open(t.Context(), dir, store.Options{})
	require.NoError(t, err)
	begin(t, s, entry("1"))
	begin(t, s, entry("2"))
	end(t, s, ended(entry("2"), change.Done, noon))
	require.Equal(t, []string{"1 Running", "2 Done"}, activity(t, s, columns.Result))
	require.NoError(t, s.Close())

	s = openIn(t, dir)
	begin(t, s, entry("3"))
	require.Equal(t, []string{"1 Interrupted", "2 Done", "3 Running"}, activity(t, s, columns.Result))
	require.Equal(t, entry("1"), recorded(t, s, "1"), "nothing is known of its end")
	end(t, s, ended(entry("1"), change.Done, noon.Add(time.Hour)))
	require.Equal(t, []string{"1 Done", "2 Done", "3 Running"}, activity(t, s, columns.Result), "a retry may end it")
}

func TestAnUndoneChangeKnowsWhatUndidIt(t *testing.T) {
	s := open(t)
	begin(t, s, entry("1"))
	end(t, s, ended(entry("1"), change.Done, noon))
	for n, state := range []change.State{change.Failed, change.Done} {
		undo := entry(fmt.Sprint("undo ", n))
		undo.Action, undo.Undoes = change.Undo, "1"
		begin(t, s, undo)
		require.Empty(t, recorded(t, s, "1").UndoneBy)
		end(t, s, ended(undo, state, noon))
		require.Equal(t, "1", recorded(t, s, undo.ID).Undoes)
	}
	require.Equal(t, "undo 1", recorded(t, s, "1").UndoneBy)
}

func TestTheChangesOfARunAreFoundInTheOrderInWhichTheyBegan(t *testing.T) {
	s := open(t)
	for _, id := range []string{"2", "1", "of another run", "alone"} {
		one := entry(id)
		one.Run = map[string]string{"2": "run", "1": "run", "of another run": "other"}[id]
		begin(t, s, one)
	}
	end(t, s, ended(entry("1"), change.Done, noon))
	changes, err := s.Journal().Run(t.Context(), "run")
	require.NoError(t, err)
	require.Len(t, changes, 2)
	require.Equal(t, []string{"2", "1"}, []string{changes[0].ID, changes[1].ID})
	require.Equal(t, []change.State{change.Running, change.Done}, []change.State{changes[0].State, changes[1].State})
	require.Equal(t, "run", changes[1].Run)
	require.Empty(t, recorded(t, s, "alone").Run)
}

func TestTheJournalStaysWhenTheTenantLeaves(t *testing.T) {
	for name, leave := range map[string]func(s *store.Store) error{
		"by unsync":             func(s *store.Store) error { return s.RemoveTenantData(t.Context(), tenantID(1)) },
		"with everything local": func(s *store.Store) error { return s.Forget(t.Context()) },
	} {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			synced(t, s, 1, "Contoso", user(1, 1, "Adele"))
			want := ended(entry("1"), change.Done, noon.Add(time.Second))
			begin(t, s, entry("1"))
			end(t, s, want)
			require.NoError(t, leave(s))
			require.Equal(t, want, recorded(t, s, "1"))
			require.Equal(t, []string{"1 Contoso Adele"}, activity(t, s, columns.TenantName, columns.ChangedUser))
		})
	}
}

// anyEntry is a change with texts of all scripts.
func anyEntry(id string) *rapid.Generator[change.Entry] {
	return rapid.Custom(func(t *rapid.T) change.Entry {
		text := func(what string) string { return texts().Draw(t, what) }
		e := change.Entry{
			ID: id, Who: text("who"), Action: change.Action(text("action")), State: change.Running,
			At:    noon.Add(time.Duration(rapid.IntRange(-4, 4).Draw(t, "half hours")) * 30 * time.Minute),
			Title: rapid.SampledFrom([]string{"", "Block sign-in", "block sign-ín", "Manage groups", "다시"}).Draw(t, "title"),
			Target: change.Target{
				Key:  userKey(rapid.IntRange(0, 2).Draw(t, "tenant"), rapid.IntRange(0, 2).Draw(t, "user")),
				Name: text("user name"), Username: text("username"), Tenant: text("tenant name"),
			},
		}
		for range rapid.IntRange(0, 3).Draw(t, "steps") {
			e.Steps = append(e.Steps, anyStep(t))
		}
		return e
	})
}

func anyStep(t *rapid.T) change.EntryStep {
	text := func(what string) string { return texts().Draw(t, what) }
	step := change.EntryStep{
		Write: change.Write{
			Kind: change.AddGroup, Subject: text("subject"), Name: text("name"), Before: text("before"), After: text("after"),
		},
		Text: text("text"), State: change.Done, Note: text("note"), RequestID: text("request"),
	}
	if rapid.Bool().Draw(t, "detailed") {
		step.Write.Detail = map[string]string{text("key"): text("value")}
	}
	if rapid.Bool().Draw(t, "failed") {
		step.Failure = &m365.Failure{What: text("what"), Technical: text("technical"), At: noon}
	}
	return step
}

func TestChangesReadBackAsWritten(t *testing.T) {
	s := open(t)
	n := 0
	rapid.Check(t, func(rt *rapid.T) {
		n++
		want := anyEntry(fmt.Sprint(n)).Draw(rt, "entry")
		require.NoError(rt, s.Journal().Begin(rt.Context(), want))
		got, err := s.Journal().Entry(rt.Context(), want.ID)
		require.NoError(rt, err)
		require.Equal(rt, want, got)
		if rapid.Bool().Draw(rt, "ends") {
			want.State = rapid.SampledFrom([]change.State{change.Done, change.Failed, change.Unknown}).Draw(rt, "state")
			want.Ended = noon.Add(time.Hour + time.Microsecond)
			require.NoError(rt, s.Journal().End(rt.Context(), want))
			got, err := s.Journal().Entry(rt.Context(), want.ID)
			require.NoError(rt, err)
			require.Equal(rt, want, got)
		}
	})
}

func TestTheLastChangesAreReadInTheirOrder(t *testing.T) {
	s := open(t)
	for number, at := range []time.Time{noon.Add(-time.Hour), noon, noon.Add(time.Minute)} {
		one := entry(fmt.Sprint(number))
		one.At = at
		begin(t, s, one)
	}
	end(t, s, ended(entry("1"), change.Done, noon.Add(time.Second)))
	since, err := s.Journal().Since(t.Context(), noon)
	require.NoError(t, err)
	require.Len(t, since, 2)
	require.Equal(t, []string{"1", "2"}, []string{since[0].ID, since[1].ID})
	require.Equal(t, change.Done, since[0].State)
	require.True(t, since[1].Ended.IsZero())
}
