//go:build scale

package scale

const enabled = true
