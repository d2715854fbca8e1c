//go:build !scale

package scale

const enabled = false
