package uithread_test

import (
	"context"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/tenantkeep/tenantkeep/ui/uithread"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestWorkBringsItsOutcomeToTheRunner(t *testing.T) {
	var queue uithread.Queue
	work := uithread.NewWork(context.Background(), queue.Run, uithread.AfterFunc)
	defer work.Close()
	shown := false
	work.Do(func(context.Context) func() { return func() { shown = true } })
	work.WaitIdle()
	require.False(t, shown)
	queue.Flush()
	require.True(t, shown)
}

func TestTheOutcomeOfAPageThatWasLeftIsDropped(t *testing.T) {
	var queue uithread.Queue
	work := uithread.NewWork(context.Background(), queue.Run, uithread.AfterFunc)
	defer work.Close()
	child := work.Child()
	child.Do(func(context.Context) func() { return func() { t.Error("shown") } })
	work.WaitIdle()
	child.Cancel()
	queue.Flush()
	child.Do(func(context.Context) func() { t.Error("begun"); return nil })
	work.WaitIdle()
}

func TestWhatWaitsForAPersonKeepsNobodyWaiting(t *testing.T) {
	var queue uithread.Queue
	work := uithread.NewWork(context.Background(), queue.Run, uithread.AfterFunc)
	begun := make(chan struct{})
	work.Await(func(ctx context.Context) func() {
		close(begun)
		<-ctx.Done()
		return nil
	})
	<-begun
	work.WaitIdle()
	require.True(t, work.Idle())
	work.Close()
}

func TestAnOutcomeOnItsWayToTheRunnerIsWaitedFor(t *testing.T) {
	var queue uithread.Queue
	entered, release := make(chan struct{}), make(chan struct{})
	work := uithread.NewWork(context.Background(), func(fn func()) {
		close(entered)
		<-release
		queue.Run(fn)
	}, uithread.AfterFunc)
	defer work.Close()
	work.Await(func(ctx context.Context) func() {
		work.Run(func() {})
		<-ctx.Done()
		return nil
	})
	<-entered
	arrived := make(chan int)
	go func() {
		work.WaitIdle()
		arrived <- queue.Flush()
	}()
	runtime.Gosched()
	close(release)
	require.Equal(t, 1, <-arrived)
	require.True(t, work.Idle())
}

func TestALoaderReadsOnceMoreHoweverOftenItIsAsked(t *testing.T) {
	var queue uithread.Queue
	work := uithread.NewWork(context.Background(), queue.Run, uithread.AfterFunc)
	defer work.Close()
	reads, shows := 0, 0
	loader := uithread.Loader{Work: work, Read: func(context.Context) func() {
		reads++
		return func() { shows++ }
	}}
	for range 50 {
		loader.Load()
	}
	for {
		work.WaitIdle()
		if queue.Flush() == 0 && work.Idle() {
			break
		}
	}
	require.Equal(t, 2, reads)
	require.Equal(t, 2, shows)
}

func TestADefectEndsItsWorkAndIsTold(t *testing.T) {
	var queue uithread.Queue
	work := uithread.NewWork(context.Background(), queue.Run, uithread.AfterFunc)
	defer work.Close()
	var told []error
	work.OnBroken(func(err error) { told = append(told, err) })
	reads := 0
	loader := uithread.Loader{Work: work.Child(), Read: func(context.Context) func() {
		if reads++; reads == 1 {
			panic("adele")
		}
		return nil
	}}
	loader.Load()
	work.WaitIdle()
	queue.Flush()
	require.Len(t, told, 1)
	require.ErrorContains(t, told[0], "a defect of the program")
	require.NotContains(t, told[0].Error(), "adele")
	loader.Load()
	work.WaitIdle()
	queue.Flush()
	require.Equal(t, 2, reads, "it is read again when asked")
	require.True(t, work.Idle())
}
