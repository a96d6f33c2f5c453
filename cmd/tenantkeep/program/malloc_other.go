//go:build !linux

package program

func limitMalloc() {}

func trimMalloc() {}
