package program

/*
#include <malloc.h>

// More arenas than one for the window's thread and one for the others keep more that nobody needs: each has its own.
static void few_arenas(void) {
#ifdef __GLIBC__
	mallopt(M_ARENA_MAX, 2);
#endif
}

static void trim(void) {
#ifdef __GLIBC__
	malloc_trim(0);
#endif
}
*/
import "C"

// limitMalloc has C, which SQLite and the driver of the screen take their memory from, share it among threads. Call it first of
// all: what C has begun to keep apart stays so.
func limitMalloc() { C.few_arenas() }

// trimMalloc gives back what C was given back: of itself it keeps all but what lies at an end.
// https://man7.org/linux/man-pages/man3/malloc_trim.3.html
func trimMalloc() { C.trim() }
