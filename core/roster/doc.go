// Package roster holds the users of the local data in memory, in some hundred bytes each: what lists filter and sort by, as
// numbers and folded texts. It says which users fit and in which order. It asks nobody: the local data fills it, block by
// block, and reads the rows that are shown.
package roster
