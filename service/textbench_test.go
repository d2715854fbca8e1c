package service

import "testing"

// BenchmarkCleanKey cleans keys as every row of a load has them.
func BenchmarkCleanKey(b *testing.B) {
	for name, key := range map[string]string{"plain": "SHELF-00017-OAK", "spaces": "\u00a0 SHELF-00017-OAK\t", "Unicode": "ÉTAGÈRE-00017-ΔΡΥΣ"} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := cleanKey("SKU", key); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
