package uithread_test

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/ui/uithread"
)

// shelf keeps what it is told, as slowly as a test wants.
type shelf struct {
	kept  map[string]int
	begun chan struct{}
	ends  chan error
}

func (s *shelf) write(ctx context.Context, thing string, choice int) error {
	s.begun <- struct{}{}
	select {
	case err := <-s.ends:
		if err == nil {
			s.kept[thing] = choice
		}
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

func newShelf() *shelf {
	return &shelf{kept: make(map[string]int), begun: make(chan struct{}, 8), ends: make(chan error, 8)}
}

// settle waits until everything that was begun has ended.
func settle(work *uithread.Work, queue *uithread.Queue) {
	for work.WaitIdle(); queue.Flush() > 0; work.WaitIdle() {
	}
}

func TestTheLaterOfTwoChoicesLastsHoweverLongTheEarlierTakes(t *testing.T) {
	queue, shelf := &uithread.Queue{}, newShelf()
	work := uithread.NewWork(t.Context(), queue.Run, nil)
	keeper := uithread.NewKeeper(work, shelf.write, func(err error) { require.NoError(t, err) })
	keeper.Keep("theme", 1)
	<-shelf.begun
	keeper.Keep("theme", 2)
	keeper.Keep("theme", 3)
	keeper.Keep("scale", 4)
	for range 3 {
		shelf.ends <- nil
	}
	settle(work, queue)
	require.Equal(t, map[string]int{"theme": 3, "scale": 4}, shelf.kept)
	require.Len(t, shelf.begun, 2, "what was chosen meanwhile is kept once")
}

func TestWhatCouldNotBeKeptIsSaidAndKeptWithTheNextChoice(t *testing.T) {
	queue, shelf := &uithread.Queue{}, newShelf()
	work := uithread.NewWork(t.Context(), queue.Run, nil)
	full := errors.New("the disk is full")
	var said []error
	keeper := uithread.NewKeeper(work, shelf.write, func(err error) { said = append(said, err) })
	shelf.ends <- full
	keeper.Keep("theme", 1)
	settle(work, queue)
	require.Len(t, said, 1)
	require.ErrorIs(t, said[0], full)
	shelf.ends <- nil
	shelf.ends <- nil
	keeper.Keep("scale", 2)
	settle(work, queue)
	require.Equal(t, map[string]int{"theme": 1, "scale": 2}, shelf.kept)
}

func TestWhatIsChosenRightBeforeTheEndIsKept(t *testing.T) {
	queue, shelf := &uithread.Queue{}, newShelf()
	work := uithread.NewWork(t.Context(), queue.Run, nil)
	keeper := uithread.NewKeeper(work, shelf.write, func(error) {})
	keeper.Keep("theme", 1)
	<-shelf.begun
	work.Close()
	require.Empty(t, shelf.kept)
	shelf.ends <- nil
	require.NoError(t, keeper.Finish(t.Context()))
	require.Equal(t, map[string]int{"theme": 1}, shelf.kept)
}
